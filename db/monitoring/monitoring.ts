import type { PoolClient } from 'pg';
import type { Hex } from '../../core/encoding/hex.ts';
import { fromBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** Anchors whose times are looked at. */
const LATEST = 100;

/** Notes which record of a batch was accepted first. */
export async function noteSealed(client: PoolClient, number: number, first: Uint8Array): Promise<void> {
  await client.query('update batches set first_record = $2 where number = $1', [number, Buffer.from(first)]);
}

/** Notes the same of a batch that was imported, whose records are stored as sealed. */
export async function noteImported(client: PoolClient, number: number): Promise<void> {
  await client.query(
    `update batches set first_record =
       (select r.id from sealed_records s join records r on r.id = s.record where s.batch = $1 order by r.arrival limit 1)
     where number = $1`,
    [number],
  );
}

/** Notes, of a batch that the chain holds since a moment ago, since when its oldest record waited and how many came too late. */
export async function noteAnchored(client: PoolClient, number: number): Promise<void> {
  await client.query(
    `insert into anchor_times (number, first_accepted_at, late_records)
     select a.number, f.accepted_at, case when f.anchor_by < a.anchored_at then
       (select count(*) from sealed_records s join records r on r.id = s.record
          where s.batch = a.number and r.anchor_by < a.anchored_at) else 0 end
     from anchors a
     left join batches b on b.number = a.number and b.id = a.header
     left join records f on f.id = b.first_record
     where a.number = $1`,
    [number],
  );
}

/** Notes the batches that become final when the block with this number and hash does; call it before that block counts as final. */
export async function noteFinal(client: PoolClient, number: number, hash: Hex): Promise<void> {
  await client.query(
    `update anchor_times t set final_at = s.head_time
     from anchors a, chain_state s, blocks b
     where b.number = $1 and b.hash = decode($2, 'hex') and t.number = a.number
       and a.block_number <= b.number and a.block_number > coalesce(s.final_number, -1)`,
    [number, hash.slice(2)],
  );
}

/** Counts a reorganisation that replaced so many blocks. */
export async function noteReorganisation(client: PoolClient, depth: number): Promise<void> {
  await client.query(
    `update chain_state set reorganisations = reorganisations + 1,
       deepest_reorganisation = greatest(deepest_reorganisation, $1)`,
    [depth],
  );
}

/** What a time is of: the newest batch, and the slowest of the latest hundred; in seconds, null before there is one. */
export interface Spans {
  readonly newest: number | null;
  readonly slowest: number | null;
}

/** What an operator watches beside the status. */
export interface Monitoring {
  /** Records in batches that no block holds. */
  readonly unanchored: number;
  /** The earliest time by which a record that no block holds was promised to be anchored; null when all are. */
  readonly anchorBy: number | null;
  /** Records that no block holds, promised for earlier than now. */
  readonly overdue: number;
  /** Records that were anchored later than promised. */
  readonly late: number;
  /** From the acceptance of a batch's oldest record to the block that holds it, and until that block was final. */
  readonly anchored: Spans;
  readonly final: Spans;
  /** Rejected records by code. */
  readonly rejected: ReadonlyMap<string, number>;
  readonly reorganisations: number;
  readonly deepestReorganisation: number;
  /** The transaction that anchored the newest batch. */
  readonly transaction: Hex | null;
}

/** Returns what an operator watches at a time, unix seconds: by indexes, so that only broken promises, which are counted, make it longer. */
export async function readMonitoring(client: Queryable, now: number): Promise<Monitoring> {
  const { anchored, ...counts } = await readCounts(client);
  const anchorBy = await readAnchorBy(client, anchored);
  const isBroken = anchorBy !== null && anchorBy < now;
  return {
    ...counts,
    anchorBy,
    overdue: isBroken ? await countOverdue(client, anchored, now) : 0,
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
  transaction: Buffer | null;
}

async function readCounts(
  client: Queryable,
): Promise<
  { anchored: number } & Pick<
    Monitoring,
    'unanchored' | 'late' | 'reorganisations' | 'deepestReorganisation' | 'transaction'
  >
> {
  const { rows } = await client.query<CountRow>(
    `with newest as (select number, transaction from anchors order by number desc limit 1)
     select coalesce((select number from newest), 0) as anchored,
       (select transaction from newest) as transaction,
       (select coalesce(sum(record_count), 0)::bigint from batches
          where number > coalesce((select number from newest), 0)) as unanchored,
       (select coalesce(sum(late_records), 0)::bigint from anchor_times where late_records > 0) as late,
       coalesce((select reorganisations from chain_state), 0) as reorganisations,
       coalesce((select deepest_reorganisation from chain_state), 0) as deepest`,
  );
  const { anchored, unanchored, late, reorganisations, deepest, transaction } = rows[0] as CountRow;
  return {
    anchored,
    unanchored,
    late,
    reorganisations,
    deepestReorganisation: deepest,
    transaction: transaction === null ? null : fromBytea(transaction),
  };
}

const WAITING = 'waiting_records w join records r on r.id = w.record';
const UNANCHORED = 'sealed_records s join records r on r.id = s.record where s.batch > $1';

/** What was accepted first was promised first: that is the earliest of what waits, and of each batch that no block holds. */
async function readAnchorBy(client: Queryable, anchored: number): Promise<number | null> {
  const { rows } = await client.query<{ anchor_by: number | null }>(
    `select least(
       (select r.anchor_by from ${WAITING} order by w.arrival limit 1),
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
