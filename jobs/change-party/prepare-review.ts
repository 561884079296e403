import { ChainRefusal } from '../../chain/contracts/refusal.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import type { ReviewPorts } from '../ports.ts';
import { type ActionFields, FIELDS_OF } from './party-change.ts';
import { foreseeRefusal } from './foresee-refusal.ts';
import { encodeAction, partyOf, type RegistryCall, tryCall } from './registrar-wallet.ts';
import {
  estimateFee,
  type Fee,
  type PartyState,
  readBlockTime,
  readKeyBeginning,
  readIsTaken,
  readKeyDelay,
  readPartyState,
  type Reader,
} from './party-state.ts';
import { UnnamedRefusal } from './wallet-refusal.ts';

/** Another party that has the same address as a key. */
export interface OtherHolder {
  readonly party: Hex;
  readonly identifier: string;
  /** Unix seconds; later than now while the key waits. */
  readonly from: number;
}

/** All that a registrar reads before a call is sent. */
export interface Review {
  readonly fields: ActionFields;
  readonly call: RegistryCall;
  /** The id of the party that it is about. */
  readonly party: Hex;
  /** The party as the registry has it; null where the call registers it. */
  readonly state: PartyState | null;
  /** The time of the chain: unix seconds. */
  readonly now: number;
  /** Seconds for which a further key waits. */
  readonly keyDelay: number;
  readonly fee: Fee | null;
  /** Other parties that have the address as a key; null where that could not be found out. */
  readonly others: readonly OtherHolder[] | null;
}

/**
 * Asks the registry whether it would take an action now, and gathers what its registrar should know before it is sent;
 * `unknown-party` if it has no such party.
 * @throws ChainRefusal, UnnamedRefusal, WalletError, BadInput
 */
export async function prepareReview(
  fields: ActionFields,
  { account, registry, now: clock, findKeyHolders }: ReviewPorts,
): Promise<Review | 'unknown-party'> {
  const reader = { account, registry };
  const isNew = fields.does === 'registerParty';
  const party = isNew ? hashParty(fields.identifier) : partyOf(fields.party);
  const state = isNew ? null : await readPartyState(reader, party);
  if (!isNew && state === null) return 'unknown-party';
  const call = encodeAction(fields, registry);
  await tryNamed(reader, fields, state, call);
  const opensKey = FIELDS_OF[fields.does].includes('key') && fields.does !== 'closeKey';
  const [blockTime, keyDelay, fee, others] = await Promise.all([
    readBlockTime(reader),
    readKeyDelay(reader),
    estimateFee(account, call),
    opensKey ? findOtherHolders(reader, { key: fields.key, party }, findKeyHolders) : [],
  ]);
  // A chain that is idle has an old newest block: the next one has the time of its making.
  const now = Math.max(blockTime ?? 0, clock());
  return { fields, call, party, state, now, keyDelay, fee, others };
}

/** Asks the registry whether it would take a call. Where the wallet hides the reason, what the registry has tells it. */
async function tryNamed(
  reader: Reader,
  fields: ActionFields,
  state: PartyState | null,
  call: RegistryCall,
): Promise<void> {
  try {
    await tryCall(reader.account, call);
  } catch (error) {
    if (!(error instanceof UnnamedRefusal)) throw error;
    const namesParty = FIELDS_OF[fields.does].includes('identifier');
    const isTaken = namesParty && (await readIsTaken(reader, fields.identifier));
    const foreseen = foreseeRefusal(fields, state, isTaken);
    throw foreseen === null ? error : new ChainRefusal(foreseen, error);
  }
}

/** Finds other parties that have an address as a key: the server says which had it ever, the chain which have it now. */
async function findOtherHolders(
  reader: Reader,
  { key, party }: { readonly key: string; readonly party: Hex },
  findKeyHolders: ReviewPorts['findKeyHolders'],
): Promise<readonly OtherHolder[] | null> {
  try {
    const others = (await findKeyHolders(key)).filter((other) => other.party !== party);
    const holders = await Promise.all(
      others.map(async ({ party: other, identifier }) => ({
        ...{ party: other, identifier },
        from: await readKeyBeginning(reader, other, key),
      })),
    );
    return holders.flatMap(({ from, ...holder }) => (from === null ? [] : [{ ...holder, from }]));
  } catch {
    return null;
  }
}
