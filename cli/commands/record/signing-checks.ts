import { ApiError } from '../../../client/http/api-error.ts';
import { openApi } from '../../../client/http/api.ts';
import { fetchLedger } from '../../../client/http/fetch-domain.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import type { AskPort } from '../../../jobs/ports.ts';
import type { Draft } from '../../../jobs/register/draft.ts';
import {
  checkKey,
  findRegistration,
  type KeyState,
  type KeyToCheck,
} from '../../../jobs/register/signing-checks.ts';
import { findServerUrl, type ServerOptions } from '../../options/server-options.ts';
import { plainText } from '../../output/text-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../terminal/usage-error.ts';

/** Refuses a record file that is registered, or may be. @throws UsageError `registered-already` */
export async function refuseRegistered(
  terminal: Terminal,
  file: string,
  draft: Draft,
  options: ServerOptions,
): Promise<void> {
  const why = await findRegistration(draft, openAsk(terminal, options));
  if (why === null) return;
  throw new UsageError(
    'registered-already',
    `${file} ${why}. To change the record, build its next version (ledger record build). --force signs it again, and keeps the file as it is now as ${file}.old`,
  );
}

/** Returns the state of a key of a party. @throws UsageError `foreign-key` */
export async function requireKey(
  terminal: Terminal,
  address: string,
  { domain, party }: Pick<KeyToCheck, 'domain' | 'party'>,
  options: ServerOptions,
): Promise<KeyState> {
  const key = { address, domain, party, now: terminal.now() / 1000 };
  const found = await checkKey(key, openAsk(terminal, options));
  if ('keyState' in found) return found;
  throw new UsageError(
    'foreign-key',
    `${found.refused}, as the server has read the chain. Name a key file of this party with --key, or add the key with ledger party add-key; ledger party show ${party} lists its keys`,
  );
}

/** Returns what a person must know about a key; empty for a valid one. */
export function describeKeyState({ validFrom, unchecked }: KeyState): string[] {
  if (unchecked !== null) return [`not checked whether this is a key of the party: ${unchecked}`];
  return validFrom === null
    ? []
    : [`this key becomes valid at ${formatTime(validFrom)}: register the record after that`];
}

/** Returns what asks the server of a ledger, if one is named. */
function openAsk(terminal: Terminal, options: ServerOptions): AskPort {
  return async (domain, ask) => {
    try {
      const api = openApi(await findServerUrl(terminal, options), { timeout: terminal.lookUpMs });
      const { chainId, ledger } = (await fetchLedger(api)).domain;
      if (chainId !== domain.chainId || ledger !== domain.ledger)
        return { unasked: `the server ${api.url} is of another ledger, ${ledger} on chain ${chainId}` };
      return { answer: await ask(api) };
    } catch (error) {
      if (error instanceof ApiError) return { unasked: plainText(error.message) };
      if (error instanceof UsageError && error.code === 'no-ledger')
        return { unasked: 'no server is known, which --url names' };
      throw error;
    }
  };
}
