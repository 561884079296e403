import { ApiError } from '../../../client/http/api-error.ts';
import { type Api, openApi } from '../../../client/http/api.ts';
import { fetchWindows, type PartyWindows } from '../../../client/http/fetch-party.ts';
import { fetchRecord } from '../../../client/http/fetch-records.ts';
import { type Draft, idOfDraft, signerOfDraft } from '../../../jobs/register/draft.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { MAX_UINT } from '../../../core/encoding/schema.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import type { Domain } from '../../../core/hashing/domain.ts';
import { fetchDomain } from '../../options/domain-options.ts';
import { LOOK_UP_MS } from '../../options/looked-up-names.ts';
import { findServerUrl, type ServerOptions } from '../../options/server-options.ts';
import { plainText } from '../../output/text-format.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../terminal/usage-error.ts';

/** What a server can say before a record is signed; `unasked` is why it said nothing. */
type Asked<Answer> = { readonly answer: Answer } | { readonly unasked: string };

/** Whether the key that signs is valid for the party, as the server has read the registry. */
export interface KeyState {
  readonly keyState: 'valid' | 'later' | 'unchecked';
  /** When a key becomes valid that was added, unix seconds. */
  readonly validFrom: number | null;
  /** Why it was not checked. */
  readonly unchecked: string | null;
}

/**
 * Refuses a record file that is registered: one with a receipt, one whose record the server has, and where no server answers one that
 * has a signature. A rejected record may be signed again.
 * @throws UsageError `registered-already`
 */
export async function refuseRegistered(
  terminal: Terminal,
  file: string,
  draft: Draft,
  options: ServerOptions,
): Promise<void> {
  const refuse = (why: string): never => {
    throw new UsageError(
      'registered-already',
      `${file} ${why}. To change the record, build its next version (ledger record build). --force signs it again, and keeps the file as it is now as ${file}.old`,
    );
  };
  if (draft.receipt !== null) refuse('is registered, with a receipt');
  const asked = await askServer(terminal, options, draft.domain, (api) => findRecord(api, idOfDraft(draft)));
  if ('answer' in asked) {
    if (asked.answer) refuse('is registered, as the server says');
  } else if (draft.signature !== null)
    refuse(`is signed by ${signerOfDraft(draft)}, and may be registered (not asked: ${asked.unasked})`);
}

/** Returns whether the server has a record that it has not rejected. */
async function findRecord(api: Api, id: Hex): Promise<boolean> {
  try {
    return (await fetchRecord(api, id)).state !== 'rejected';
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}

/**
 * Checks that a key is one of a party, now or from a time on that is set, as the server has read the registry.
 * @throws UsageError `foreign-key`
 */
export async function checkKey(
  terminal: Terminal,
  address: string,
  { domain, party }: { readonly domain: Domain; readonly party: Hex },
  options: ServerOptions,
): Promise<KeyState> {
  const asked = await askServer(terminal, options, domain, (api) => fetchWindows(api, party));
  if ('unasked' in asked) return { keyState: 'unchecked', validFrom: null, unchecked: asked.unasked };
  const from = findStart(asked.answer, address, party);
  const isLater = from > terminal.now() / 1000;
  return { keyState: isLater ? 'later' : 'valid', validFrom: isLater ? from : null, unchecked: null };
}

/** Returns when the open window of a key begins. @throws UsageError `foreign-key` */
function findStart(windows: PartyWindows | null, address: string, party: Hex): number {
  const refuse = (why: string): UsageError =>
    new UsageError(
      'foreign-key',
      `${why}, as the server has read the chain. Name a key file of this party with --key, or add the key with ledger party add-key; ledger party show ${party} lists its keys`,
    );
  if (windows === null) throw refuse(`the party ${party} is not in the registry`);
  const own = windows.keys.filter(({ key }) => key === address);
  const open = own.find(({ until }) => until === MAX_UINT);
  if (open !== undefined) return open.from;
  const closed = Math.max(...own.map(({ until }) => until));
  throw refuse(
    own.length === 0
      ? `${address} is not a key of the party ${party}`
      : `the key ${address} of the party ${party} was closed at ${formatTime(closed)}`,
  );
}

/** Returns what a person must know about a key; empty for a valid one. */
export function describeKeyState({ validFrom, unchecked }: KeyState): string[] {
  if (unchecked !== null) return [`not checked whether this is a key of the party: ${unchecked}`];
  return validFrom === null
    ? []
    : [`this key becomes valid at ${formatTime(validFrom)}: register the record after that`];
}

/** Asks the server of the ledger for which a record is; nothing where no server is named, answers, or is of this ledger. */
async function askServer<Answer>(
  terminal: Terminal,
  options: ServerOptions,
  domain: Domain,
  ask: (api: Api) => Promise<Answer>,
): Promise<Asked<Answer>> {
  try {
    const api = openApi(await findServerUrl(terminal, options), { timeout: LOOK_UP_MS });
    const { chainId, ledger } = await fetchDomain(api);
    if (chainId !== domain.chainId || ledger !== domain.ledger)
      return { unasked: `the server ${api.url} is of another ledger, ${ledger} on chain ${chainId}` };
    return { answer: await ask(api) };
  } catch (error) {
    if (error instanceof ApiError) return { unasked: plainText(error.message) };
    if (error instanceof UsageError && error.code === 'no-ledger')
      return { unasked: 'no server is known, which --url names' };
    throw error;
  }
}
