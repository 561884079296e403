import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openKey } from '../../options/key-file.ts';
import { findLedgerPath } from '../../options/ledger-file.ts';
import type { ReaderOptions } from '../../options/reader-options.ts';
import { findServerUrl } from '../../options/server-options.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import type { DeskSetting } from './desk.ts';

/** What a person chooses for all calls of a client. */
export interface DeskOptions extends ReaderOptions {
  readonly folder?: string;
  readonly policy?: string;
}

/** Returns what all calls work with. What is wrong with it is said before a client connects. @throws UsageError; KeyFileError */
export async function openDesk(terminal: Terminal, options: DeskOptions): Promise<DeskSetting> {
  const url = await findServerUrl(terminal, options).catch((error: unknown) => {
    if (error instanceof UsageError && error.code === 'no-ledger') return null;
    throw error;
  });
  const path = options.policy ?? findLedgerPath(terminal, 'policy.json');
  return {
    folder: await openFolder(terminal, options.folder ?? '.'),
    env: { ...terminal.env, ...(url === null ? {} : { LEDGER_URL: url }) },
    reader: await chooseReader(terminal, options),
    policy: path === null ? [] : [`--policy=${resolve(terminal.cwd, path)}`],
    portal: url,
  };
}

/** @throws UsageError `option` */
async function openFolder(terminal: Terminal, name: string): Promise<string> {
  try {
    return await realpath(resolve(terminal.cwd, name));
  } catch (cause) {
    throw new UsageError('option', `--folder needs a folder that exists, got ${name}`, cause);
  }
}

/** Nobody can type a password once a client speaks. @throws UsageError `no-password`, `file-unreadable`; KeyFileError */
async function chooseReader(terminal: Terminal, options: ReaderOptions): Promise<string[]> {
  const { key, passwordFile } = options;
  if (key === undefined) return [];
  const readSecret = (): Promise<never> =>
    Promise.reject(
      new UsageError(
        'no-password',
        'the key needs a password, and a client speaks on standard input: use --password-file or set LEDGER_KEY_PASSWORD',
      ),
    );
  await openKey({ ...terminal, readSecret }, key, options);
  const password =
    passwordFile === undefined ? [] : [`--password-file=${resolve(terminal.cwd, passwordFile)}`];
  return [`--key=${resolve(terminal.cwd, key)}`, ...password];
}
