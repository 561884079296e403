import type { Command } from 'commander';
import type { Api } from '../../client/http/api.ts';
import { type DomainOptions, findDomain } from './domain-options.ts';
import { openKey } from './key-file.ts';
import { addPasswordOption, type PasswordOptions } from './password.ts';
import { addServerOption, findApi } from './server-options.ts';
import { signIn } from '../../client/http/sign-in.ts';
import { signerOfKey } from '../../client/keys/signer.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Options of a command that can read private entries. */
export interface ReaderOptions extends DomainOptions, PasswordOptions {
  readonly key?: string;
}

/** Adds the options of a command that can read private entries. */
export function addReaderOptions(
  command: Command,
  purpose = 'key file to sign in with, to read private entries',
): Command {
  return addPasswordOption(addServerOption(command).option('--key <file>', purpose));
}

/** Returns the HTTP client, signed in if a key is given. @throws UsageError, ApiError */
export async function openReaderApi(terminal: Terminal, options: ReaderOptions): Promise<Api> {
  const api = await findApi(terminal, options);
  if (options.key === undefined) return api;
  const { chainId } = await findDomain(terminal, options);
  return signIn(api, signerOfKey(await openKey(terminal, options.key, options)), {
    chainId,
    now: terminal.now(),
  });
}
