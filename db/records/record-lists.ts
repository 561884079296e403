import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { LedgerRecord } from '../../core/records/record.ts';
import { BATCH_JOINS, BATCH_STATE, type BatchState } from '../batches/batch-views.ts';
import type { Queryable } from '../pool.ts';
import { fromBytea } from '../rows/bytea.ts';
import { RECORD_COLUMNS, type RecordRow, recordOfRow } from '../rows/record-rows.ts';
import { findStateFloor, findTimeCeiling, findTimeFloor, type RecordState } from './record-states.ts';
import { type RecordFilter, type Walk, walkBatch, walkRecords, walkStream } from './walks.ts';

/** A record in a list. */
export interface RecordSummary {
  readonly id: Hex;
  readonly record: LedgerRecord;
  readonly statement: JsonObject;
  readonly signature: Hex;
  /** The title in the statement; null if it has none. */
  readonly title: string | null;
  readonly state: RecordState;
  /** Unix seconds. */
  readonly acceptedAt: number;
  /** The number of its batch. */
  readonly batch: number | null;
  readonly rejected: { readonly code: string; readonly message: string } | null;
}

/** A part of a list. */
export interface ListPart {
  readonly items: readonly RecordSummary[];
  /** Where the next part begins; null where nothing follows. It may be set although `items` is empty. */
  readonly next: number | null;
}

/** The most bytes of statements and sources in a part, its last record left out. */
const MOST_BYTES = 1 << 20;

/**
 * Returns the records of a filter whose arrival is below `before`, the last accepted first: at most `limit`. There are fewer where
 * statements and sources are long, or where the filter has parts without a common index, since only so many records are looked at.
 */
export async function listSummaries(
  client: Queryable,
  filter: RecordFilter,
  before: number,
  limit: number,
): Promise<ListPart> {
  const floor = await findFloor(client, filter);
  const ceiling = filter.until === null ? before : await findTimeCeiling(client, filter.until);
  if (floor === null || ceiling === null) return { items: [], next: null };
  const start = Math.min(before, ceiling + 1);
  if (floor >= start) return { items: [], next: null };
  const { items, next } = await readPart(client, walkRecords(filter, floor), -start, limit);
  return { items, next: next === null ? null : -next };
}

/** Returns an arrival below which no record meets a filter by state or time; null if none does at all. */
async function findFloor(client: Queryable, { state, since }: RecordFilter): Promise<number | null> {
  const byState = state === null ? 0 : await findStateFloor(client, state);
  const byTime = since === null ? 0 : await findTimeFloor(client, since);
  return byState === null || byTime === null ? null : Math.max(byState, byTime);
}

/** Returns the records of a batch after the leaf `after`, in the order of its leaves: at most `limit`, and fewer where statements and sources are long. */
export async function listBatch(
  client: Queryable,
  batch: number,
  after: number,
  limit: number,
): Promise<ListPart> {
  return readPart(client, walkBatch(batch), after, limit);
}

/**
 * Returns the records of a stream that are not rejected and have a sequence above `after`, by sequence: at most `limit`, and fewer where
 * statements and sources are long.
 */
export async function listStream(
  client: Queryable,
  stream: Hex,
  after: number,
  limit: number,
): Promise<ListPart> {
  return readPart(client, walkStream(stream), after, limit);
}

interface SummaryRow extends RecordRow {
  place: number;
  accepted_at: number;
  rejected_code: string | null;
  rejected_message: string | null;
  batch: number | null;
  batch_state: BatchState | null;
}

/** The columns of a part that has no records are null, but for the first two. */
type PartRow = { readonly found: number; readonly end: number | null } & (
  | SummaryRow
  | { readonly place: null }
);

/**
 * The records that a walk yields, looked up one by one even where PostgreSQL expects many: `found` are those that meet all conditions, one
 * more than are shown. `end` is the last place that was looked at; null where the walk ended before.
 */
function selectPart({ select, where }: Walk): string {
  return `
    with looked as materialized (${select}),
    found as materialized (
      select looked.place, r.* from (select distinct * from looked) looked
      cross join lateral (select * from records r where ${where.join(' and ')} offset 0) r order by looked.place limit $3 + 1),
    shown as (
      select r.place, ${RECORD_COLUMNS}, r.accepted_at, r.rejected_code, r.rejected_message,
        s.batch, ${BATCH_STATE} as batch_state, row_number() over list as position,
        sum(octet_length(r.statement) + octet_length(r.sources::text)) over list
          - octet_length(r.statement) - octet_length(r.sources::text) as bytes_before
      from found r
      left join lateral (select batch from sealed_records s where s.record = r.id limit 1) s on true
      left join lateral (select * from batches b where b.number = s.batch limit 1) b on true ${BATCH_JOINS}
      window list as (order by r.place))
    select counted.found, looked_at."end", shown.* from (select count(*) as found from found) counted
    cross join (select case when count(*) = $2 then max(place) end as "end" from looked) looked_at
    left join shown on shown.position <= $3 and shown.bytes_before < $4 order by shown.position`;
}

async function readPart(client: Queryable, walk: Walk, after: number, limit: number): Promise<ListPart> {
  const { rows } = await client.query<PartRow>(selectPart(walk), [
    after,
    Math.max(walk.looks, limit + 1),
    limit,
    MOST_BYTES,
    ...walk.values,
  ]);
  const shown = rows.filter((row) => row.place !== null);
  const { found, end } = rows[0]!;
  return { items: shown.map(summaryOfRow), next: found > shown.length ? shown.at(-1)!.place : end };
}

function summaryOfRow(row: SummaryRow): RecordSummary {
  const statement = JSON.parse(row.statement) as JsonObject;
  const { title } = statement;
  return {
    id: fromBytea(row.id),
    record: recordOfRow(row),
    statement,
    signature: fromBytea(row.signature),
    title: typeof title === 'string' ? title : null,
    state: row.rejected_code === null ? (row.batch_state ?? 'accepted') : 'rejected',
    acceptedAt: row.accepted_at,
    batch: row.batch,
    rejected:
      row.rejected_code === null ? null : { code: row.rejected_code, message: row.rejected_message ?? '' },
  };
}
