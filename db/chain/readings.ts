import type { Pool, PoolClient } from 'pg';
import type { Queryable } from '../pool.ts';

/** Which blocks are to be read again. */
export interface Readings {
  /** The first and the last doubtful block, without the newest block; null if there is none. */
  readonly doubtful: { readonly from: number; readonly to: number } | null;
  /** Final blocks up to this one were read twice. */
  readonly twice: number;
  /** The last block of the next second reading; null before one was chosen. */
  readonly again: number | null;
  /** The final block; −1 while there is none. */
  readonly final: number;
}

interface Row {
  readonly oldest: number | null;
  readonly newest: number | null;
  readonly twice: number;
  readonly again: number | null;
  readonly final: number;
}

/** Returns which blocks are to be read again. */
export async function findReadings(client: Queryable): Promise<Readings> {
  const { rows } = await client.query<Row>(
    `select coalesce(twice_number, start_block - 1) as twice, again_number as again,
       coalesce(final_number, -1) as final, d.oldest, d.newest
     from chain_state s cross join lateral (
       select min(number) as oldest, max(number) as newest from blocks where is_doubtful and number < s.head_number) d`,
  );
  const { oldest, newest, ...rest } = rows[0]!;
  return { ...rest, doubtful: oldest === null || newest === null ? null : { from: oldest, to: newest } };
}

/** Lets the next second reading end at the present final block. */
export async function chooseSecondReading(pool: Pool): Promise<void> {
  await pool.query(
    'update chain_state set again_number = final_number where again_number is distinct from final_number',
  );
}

/** Stores that final blocks up to `to` were read twice, unless another indexer has stored it. None of them is doubtful any longer. */
export async function endSecondReading(pool: Pool, before: number, to: number): Promise<void> {
  await pool.query(
    `with ended as (
       update chain_state set twice_number = $2 where coalesce(twice_number, start_block - 1) = $1 returning final_number),
     dropped as (
       delete from blocks where is_doubtful and number <= $2 and number < (select final_number from ended))
     update blocks set is_doubtful = false where is_doubtful and number <= $2 and number = (select final_number from ended)`,
    [before, to],
  );
}

/** Returns the final block (−1: none), and locks it: no block is stored or deleted until the transaction ends. Null if the ledger is halted. */
export async function lockReadings(client: PoolClient): Promise<number | null> {
  const { rows } = await client.query<{ final: number }>(
    'select coalesce(final_number, -1) as final from chain_state where halted_code is null for update',
  );
  return rows[0]?.final ?? null;
}

/** Counts events that were found only when their block was read again. */
export async function noteLateEvents(client: Queryable, count: number): Promise<void> {
  if (count > 0) await client.query('update chain_state set events_late = events_late + $1', [count]);
}
