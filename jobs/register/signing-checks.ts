import { ApiError } from '../../client/http/api-error.ts';
import type { Api } from '../../client/http/api.ts';
import { fetchWindows, type PartyWindows } from '../../client/http/fetch-party.ts';
import { fetchRecord } from '../../client/http/fetch-records.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { STILL_OPEN } from '../../core/parties/authority.ts';
import { formatTime } from '../../core/encoding/time.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import type { AskPort } from '../ports.ts';
import { type Draft, idOfDraft, signerOfDraft } from './draft.ts';

/** Returns why a record file must not be signed: what it is, or may be, already; null for a record that may be signed. A rejected one may. */
export async function findRegistration(draft: Draft, ask: AskPort): Promise<string | null> {
  if (draft.receipt !== null) return 'is registered, with a receipt';
  const asked = await ask(draft.domain, (api) => isAccepted(api, idOfDraft(draft)));
  if ('answer' in asked) return asked.answer ? 'is registered, as the server says' : null;
  const signer = signerOfDraft(draft);
  return signer === null
    ? null
    : `is signed by ${signer}, and may be registered (not asked: ${asked.unasked})`;
}

/** Returns whether the server has a record that it has not rejected. */
async function isAccepted(api: Api, id: Hex): Promise<boolean> {
  try {
    return (await fetchRecord(api, id)).state !== 'rejected';
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}

/** Whether a key that signs is valid for the party, as the server has read the registry. */
export interface KeyState {
  readonly keyState: 'valid' | 'later' | 'unchecked';
  /** When a key becomes valid that was added, unix seconds. */
  readonly validFrom: number | null;
  /** Why it was not checked. */
  readonly unchecked: string | null;
}

/** Why a key is none of the party. */
export interface KeyRefusal {
  readonly refused: string;
}

/** A key, and for whom it signs. */
export interface KeyToCheck {
  readonly address: string;
  readonly domain: Domain;
  readonly party: Hex;
  /** Unix seconds. */
  readonly now: number;
}

/** Asks whether a key is one of a party, now or from a time on that is set. */
export async function checkKey(key: KeyToCheck, ask: AskPort): Promise<KeyState | KeyRefusal> {
  const asked = await ask(key.domain, (api) => fetchWindows(api, key.party));
  return 'unasked' in asked
    ? { keyState: 'unchecked', validFrom: null, unchecked: asked.unasked }
    : judgeKey(asked.answer, key);
}

/** Returns what the windows of a party say of a key: the open one counts; null for a party that is not registered. */
export function judgeKey(
  windows: Pick<PartyWindows, 'keys'> | null,
  { address, party, now }: Omit<KeyToCheck, 'domain'>,
): KeyState | KeyRefusal {
  if (windows === null) return { refused: `the party ${party} is not in the registry` };
  const own = windows.keys.filter(({ key }) => key === address);
  const open = own.find(({ until }) => until === STILL_OPEN);
  if (open !== undefined) {
    const isLater = open.from > now;
    return { keyState: isLater ? 'later' : 'valid', validFrom: isLater ? open.from : null, unchecked: null };
  }
  if (own.length === 0) return { refused: `${address} is not a key of the party ${party}` };
  const closed = formatTime(Math.max(...own.map(({ until }) => until)));
  return { refused: `the key ${address} of the party ${party} was closed at ${closed}` };
}
