import type { PoolClient } from 'pg';
import type { Hex } from '../../core/encoding/hex.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** How many of the newest batches count for the times. */
const LATEST = 100;

/** Stores which record of a batch was accepted first. */
export async function noteSealed(client: PoolClient, number: number, first: Uint8Array): Promise<void> {
  await client.query('update batches set first_record = $2 where number = $1', [number, Buffer.from(first)]);
}

/** Stores which record of an imported batch was accepted first. Its records must be stored as sealed. */
export async function noteImported(client: PoolClient, number: number): Promise<void> {
  await client.query(
    `update batches set first_record =
       (select r.id from sealed_records s join records r on r.id = s.record where s.batch = $1 order by r.arrival limit 1)
     where number = $1`,
    [number],
  );
}

/** Stores two facts about the batch that was anchored last: when its oldest record was accepted, and how many records have missed their deadline so far. */
export async function noteAnchored(client: PoolClient, number: number): Promise<void> {
  await client.query(
    `insert into anchor_times (number, first_accepted_at, late_total)
     select a.number, f.accepted_at,
       coalesce((select late_total from anchor_times where number < a.number order by number desc limit 1), 0) +
       case when f.anchor_by < a.anchored_at then
         (select count(*) from sealed_records s join records r on r.id = s.record
            where s.batch = a.number and r.anchor_by < a.anchored_at) else 0 end
     from anchors a
     left join batches b on b.number = a.number and b.id = a.header
     left join records f on f.id = b.first_record
     where a.number = $1`,
    [number],
  );
}

/** Stores when batches became final: those in the block with this number and hash and in earlier ones. Call it before the block is stored as final. */
export async function noteFinal(client: PoolClient, number: number, hash: Hex): Promise<void> {
  // As an array, the few batches are chosen first, by the index of blocks.
  await client.query(
    `update anchor_times set final_at = (select head_time from chain_state)
     where number = any(array(
       select a.number from anchors a
       where a.block_number > coalesce((select final_number from chain_state), -1)
         and a.block_number <= (select number from blocks where number = $1 and hash = $2)
       order by a.block_number))`,
    [number, toBytea(hash)],
  );
}

/** Counts a reorganisation and the number of blocks it replaced. */
export async function noteReorganisation(client: PoolClient, depth: number): Promise<void> {
  await client.query(
    `update chain_state set reorganisations = reorganisations + 1,
       deepest_reorganisation = greatest(deepest_reorganisation, $1)`,
    [depth],
  );
}

/** A duration in seconds for the newest batch, and the longest among the newest hundred; null before there is one. */
export interface Spans {
  readonly newest: number | null;
  readonly slowest: number | null;
}

/** What an operator monitors, besides the status. */
export interface Monitoring {
  /** Records in batches that are not anchored. */
  readonly unanchored: number;
  /** The earliest deadline of a record that is not anchored; null when all are. */
  readonly anchorBy: number | null;
  /** Records that are not anchored although their deadline is over. */
  readonly overdue: number;
  /** Records that were anchored after their deadline. */
  readonly late: number;
  /** From the acceptance of a batch's oldest record until the batch was anchored, and until it was final. */
  readonly anchored: Spans;
  readonly final: Spans;
  /** Number of rejected records by code. */
  readonly rejected: ReadonlyMap<string, number>;
  readonly reorganisations: number;
  readonly deepestReorganisation: number;
  /** Events that an endpoint left out at first, and blocks that may hold such an event and are read again. */
  readonly lateEvents: number;
  readonly doubtfulBlocks: number;
  /** The transaction that anchored the newest batch. */
  readonly transaction: Hex | null;
}

/**
 * Returns what an operator monitors, as of `now` in unix seconds. It reads through indexes, and only counts what
 * waits, is overdue or was rejected: that takes longer the more there are.
 */
export async function readMonitoring(client: Queryable, now: number): Promise<Monitoring> {
  const { anchored, ...counts } = await readCounts(client);
  const anchorBy = await readAnchorBy(client, anchored);
  const isOverdue = anchorBy !== null && anchorBy < now;
  return {
    ...counts,
    anchorBy,
    overdue: isOverdue ? await countOverdue(client, anchored, now) : 0,
    rejected: await countRejected(client),
    ...(await readSpans(client)),
  };
}

interface CountRow {
  anchored: number;
  unanchored: number;
  late: number;
  reorganisations: number;
  deepest: number;
  late_events: number;
  doubtful: number;
  transaction: Buffer | null;
}

async function readCounts(
  client: Queryable,
): Promise<
  { anchored: number } & Pick<
    Monitoring,
    | 'unanchored'
    | 'late'
    | 'reorganisations'
    | 'deepestReorganisation'
    | 'lateEvents'
    | 'doubtfulBlocks'
    | 'transaction'
  >
> {
  const { rows } = await client.query<CountRow>(
    `with newest as (select number, transaction from anchors order by number desc limit 1)
     select coalesce((select number from newest), 0) as anchored,
       (select transaction from newest) as transaction,
       (select coalesce(sum(record_count), 0)::bigint from batches
          where number > coalesce((select number from newest), 0)) as unanchored,
       coalesce((select late_total from anchor_times order by number desc limit 1), 0) as late,
       coalesce((select reorganisations from chain_state), 0) as reorganisations,
       coalesce((select deepest_reorganisation from chain_state), 0) as deepest,
       coalesce((select events_late from chain_state), 0) as late_events,
       (select count(*) from blocks where is_doubtful) as doubtful`,
  );
  const { transaction, deepest, doubtful, late_events: lateEvents, ...counts } = rows[0] as CountRow;
  return {
    ...counts,
    deepestReorganisation: deepest,
    lateEvents,
    doubtfulBlocks: doubtful,
    transaction: transaction === null ? null : fromBytea(transaction),
  };
}

/** Looks up records one by one: PostgreSQL might otherwise read all of them. */
const OWN_RECORD = 'cross join lateral (select anchor_by from records where id = q.record limit 1) r';
const WAITING = `waiting_records q ${OWN_RECORD}`;
const UNANCHORED = `sealed_records q ${OWN_RECORD} where q.batch > $1`;

/** Deadlines follow the order of acceptance: the first waiting record, and the first record of each batch, have the earliest. */
async function readAnchorBy(client: Queryable, anchored: number): Promise<number | null> {
  const { rows } = await client.query<{ anchor_by: number | null }>(
    `select least(
       (select r.anchor_by from ${WAITING} order by q.arrival limit 1),
       (select min(f.anchor_by) from batches b join records f on f.id = b.first_record where b.number > $1)) as anchor_by`,
    [anchored],
  );
  return rows[0]?.anchor_by ?? null;
}

async function countOverdue(client: Queryable, anchored: number, now: number): Promise<number> {
  const { rows } = await client.query<{ overdue: number }>(
    `select (select count(*) from ${WAITING} where r.anchor_by < $2)
       + (select count(*) from ${UNANCHORED} and r.anchor_by < $2) as overdue`,
    [anchored, now],
  );
  return rows[0]?.overdue ?? 0;
}

async function countRejected(client: Queryable): Promise<Map<string, number>> {
  const { rows } = await client.query<{ code: string; count: number }>(
    'select rejected_code as code, count(*) from records where rejected_code is not null group by 1',
  );
  return new Map(rows.map(({ code, count }) => [code, count]));
}

async function readSpans(client: Queryable): Promise<Pick<Monitoring, 'anchored' | 'final'>> {
  const { rows } = await client.query<Record<'anchored' | 'final', number | null>>(
    `select a.anchored_at - t.first_accepted_at as anchored, t.final_at - t.first_accepted_at as final
     from anchor_times t join anchors a on a.number = t.number order by t.number desc limit $1`,
    [LATEST],
  );
  return {
    anchored: spansOf(rows.map(({ anchored }) => anchored)),
    final: spansOf(rows.map(({ final }) => final)),
  };
}

function spansOf(times: readonly (number | null)[]): Spans {
  const known = times.filter((time) => time !== null);
  return { newest: known[0] ?? null, slowest: known.length === 0 ? null : Math.max(...known) };
}
