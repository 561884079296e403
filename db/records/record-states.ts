import { BATCH_JOINS, BATCH_STATE, BATCH_STATES, newestAnchor } from '../batches/batch-views.ts';
import type { Queryable } from '../pool.ts';

/** The states of a record (§9). */
export const RECORD_STATES = ['accepted', ...BATCH_STATES, 'rejected'] as const;
export type RecordState = (typeof RECORD_STATES)[number];

/** The state of a record `r`. */
export const RECORD_STATE = `
  case when r.rejected_code is not null then 'rejected' else coalesce((
    select ${BATCH_STATE} from sealed_records s
    join batches b on b.number = s.batch ${BATCH_JOINS} where s.record = r.id limit 1), 'accepted') end`;

/**
 * Returns an arrival below which no record is in a state now: 0 if that can be any, null if no record is in that state. Records that are
 * not final are among the newest ones, so that a list of them need not look at all others.
 */
export async function findStateFloor(client: Queryable, state: RecordState): Promise<number | null> {
  if (state === 'final' || state === 'rejected') return 0;
  const { rows } = await client.query<{ floor: number | null }>(
    state === 'accepted' ? OLDEST_WAITING : OLDEST_OPEN,
  );
  return rows[0]?.floor ?? null;
}

const OLDEST_WAITING = 'select min(arrival) as floor from waiting_records';

/** The oldest record of a batch that is not final is the one that was accepted first; 0 where that is not known. */
const OLDEST_OPEN = `
  select min(coalesce(f.arrival, 0)) as floor from chain_state c
  join batches b on b.number > coalesce(${newestAnchor('c.final_number')}, 0)
  left join lateral (select r.arrival from records r where r.id = b.first_record limit 1) f on true`;

/** By how many seconds the clocks of servers may differ, so that a list by time misses no record. */
const CLOCKS_DIFFER = 300;
/** How many of the records accepted first after a time are compared. */
const COMPARED = 1_000;

/**
 * Returns an arrival below which no record was accepted at or after a time; null if none was. Arrivals are almost in the order of time: two
 * servers whose clocks differ can accept a record later by the clock, but earlier by arrival.
 */
export async function findTimeFloor(client: Queryable, since: number): Promise<number | null> {
  const { rows } = await client.query<{ floor: number | null }>(
    `select min(arrival) as floor from (
       select arrival from records where accepted_at >= $1 order by accepted_at, arrival limit $2) first`,
    [since - CLOCKS_DIFFER, COMPARED],
  );
  return rows[0]?.floor ?? null;
}

/** Returns an arrival above which no record was accepted before a time; null if none was. */
export async function findTimeCeiling(client: Queryable, until: number): Promise<number | null> {
  const { rows } = await client.query<{ ceiling: number | null }>(
    `select max(arrival) as ceiling from (
       select arrival from records where accepted_at < $1 order by accepted_at desc, arrival desc limit $2) last`,
    [until + CLOCKS_DIFFER, COMPARED],
  );
  return rows[0]?.ceiling ?? null;
}
