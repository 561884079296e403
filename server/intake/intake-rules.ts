import type { Hex } from '../../core/encoding/hex.ts';
import { isAnswer } from '../../core/records/kind.ts';
import { checkAnswer } from '../../core/records/statement.ts';
import type { ChainState } from '../../db/chain/chain-state.ts';
import { findClockSkew } from '../../db/chain/clock.ts';
import { type WindowView, findPartyView } from '../../db/chain/party-views.ts';
import type { Queryable } from '../../db/pool.ts';
import type { NamedRecord } from '../../db/records/records.ts';
import type { StreamHead } from '../../db/records/streams.ts';
import { judgeAuthority } from './authority.ts';
import { PUBLISHED_AUTHORITY, Refusal } from '../errors/refusals.ts';
import type { Submission } from './submission.ts';

/**
 * Returns the time at which keys and roles must be valid: one second before the newest final block (§9). `now` is the server's clock.
 * @throws Refusal `not-ready`, `ledger-halted`, `ledger-closed`, `clock-differs`
 */
export function requireFinalTime(state: ChainState | null, now: number): number {
  if (state?.finalTime == null)
    throw new Refusal('not-ready', 'the registry has not been read up to a final block yet');
  if (state.halted !== null)
    throw new Refusal('ledger-halted', `the ledger is halted: ${state.halted.message}`, {
      halted: state.halted.code,
    });
  if (state.ending !== null) {
    const { number, successor } = state.ending;
    const next = /^0x0+$/.test(successor) ? 'no ledger continues it' : `the ledger ${successor} continues it`;
    throw new Refusal('ledger-closed', `the ledger ended with batch ${number}; ${next}`, { successor });
  }
  checkClock(state, now);
  return state.finalTime - 1;
}

/** Checks that the deadline on a receipt means something: a batch that is sealed now must not look too old to be anchored. @throws Refusal `clock-differs` */
export function checkClock(state: ChainState, now: number): void {
  const skew = findClockSkew(state, now);
  if (skew === null || Math.abs(skew) <= state.maxDelay) return;
  throw new Refusal(
    'clock-differs',
    `the clock of the server differs from the chain by ${Math.abs(skew)} seconds, expected at most ${state.maxDelay}`,
    { seconds: skew, maxDelay: state.maxDelay },
  );
}

/** Returns why a party may not sign a record at a time; null if it may. `windows` are all windows of the party. */
export async function findAuthorityRefusal(
  client: Queryable,
  windows: readonly WindowView[],
  { record: { party, kind }, signer }: Pick<Submission, 'record' | 'signer'>,
  time: number,
): Promise<Refusal | null> {
  const objection = judgeAuthority(windows, { party, signer, kind }, time);
  if (objection === null) return null;
  if (objection.code === 'unknown-key' && (await findPartyView(client, party)) === null) {
    return new Refusal('unknown-party', `the party ${party} is not in the registry`, { party });
  }
  return new Refusal(PUBLISHED_AUTHORITY[objection.code], objection.message, objection.details);
}

/** Returns why a record may not be meant for its addressees; null if it may. `known` are those that are in the registry. */
export function findAddresseeRefusal(
  { addressees }: Pick<Submission, 'addressees'>,
  known: ReadonlySet<Hex>,
): Refusal | null {
  const unknown = addressees.find((party) => !known.has(party));
  if (unknown === undefined) return null;
  return new Refusal('unknown-addressee', `the addressee ${unknown} is not in the registry`, {
    addressee: unknown,
  });
}

/** A record with the id of the record that it answers, null where it answers none, and the results that it cites. */
export type Sourced = Pick<Submission, 'record' | 'answers' | 'cited'>;

/**
 * Checks that a record may name its sources. `named` are the sources that are in the ledger, by id.
 * @throws Refusal `unknown-source`, `rejected-source`, `own-source`, `foreign-result`; BadInput `answers`
 */
export function checkSources(
  { record, answers, cited }: Sourced,
  named: ReadonlyMap<Hex, NamedRecord>,
): void {
  const sources = record.sources.map((id) => checkSource(id, named.get(id)));
  const foreign = cited.find((id) => sources.find((source) => source.id === id)?.party !== record.party);
  if (foreign !== undefined)
    throw new Refusal(
      'foreign-result',
      `the disclosure cites ${foreign}, which is not a record of its own party among its sources`,
      { source: foreign },
    );
  if (!isAnswer(record.kind)) return;
  const own = sources.find(({ party }) => party === record.party);
  if (own !== undefined)
    throw new Refusal('own-source', `the source ${own.id} is a record of the same party`, { source: own.id });
  const answered = answers === null ? undefined : named.get(answers);
  if (answered !== undefined) checkAnswer(record, answered.stream);
}

function checkSource(id: Hex, source: NamedRecord | undefined): NamedRecord {
  if (source === undefined)
    throw new Refusal('unknown-source', `the source ${id} is not in the ledger`, { source: id });
  if (source.isRejected)
    throw new Refusal('rejected-source', `the source ${id} was rejected`, { source: id });
  return source;
}

/**
 * Checks that a record is the next one in its stream. This is the comparison of a compare-and-swap: `head` is locked.
 * @throws Refusal `stream-conflict`, `sequence-gap`, `wrong-previous`
 */
export function checkContinues(
  { record, stream }: Pick<Submission, 'record' | 'stream'>,
  head: StreamHead | null,
): void {
  const next = (head?.sequence ?? 0) + 1;
  const details = { stream, head };
  const found =
    head === null
      ? 'the stream is empty'
      : `the newest record is ${head.record} at sequence ${head.sequence}`;
  if (record.sequence < next)
    throw new Refusal('stream-conflict', `sequence ${record.sequence} is already taken: ${found}`, details);
  if (record.sequence > next)
    throw new Refusal('sequence-gap', `expected sequence ${next}, got ${record.sequence}: ${found}`, details);
  if (head !== null && record.previous !== head.record) {
    throw new Refusal(
      'wrong-previous',
      `expected previous ${head.record}, got ${record.previous}: ${found}`,
      details,
    );
  }
}
