import type { BatchHeader } from '../../core/batches/batch.ts';
import type { BundleAnchor } from '../../core/proofs/bundle.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { LedgerRecord } from '../../core/records/record.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';
import { RECORD_COLUMNS, type RecordRow, recordOfRow } from '../rows/record-rows.ts';
import { readSealedRows } from './sealed-rows.ts';

/** The states of a batch, in their order (§9). */
export const BATCH_STATES = ['sealed', 'submitted', 'anchored', 'final'] as const;
export type BatchState = (typeof BATCH_STATES)[number];

/** A batch, as anyone may read it. */
export interface BatchView {
  readonly number: number;
  readonly id: Hex;
  readonly header: BatchHeader;
  readonly state: BatchState;
  /** As the indexer read it from the chain; null before. */
  readonly anchor: BundleAnchor | null;
}

/** The tables to join with a batch `b` for its state. */
export const BATCH_JOINS = `
  left join anchors a on a.number = b.number and a.header = b.id
  left join blocks k on k.number = a.block_number
  left join chain_state c on true`;

/** The state of a batch `b`; null when there is no batch. Not `exists`: PostgreSQL may read all transactions at once for that. */
export const BATCH_STATE = `
  case when b.number is null then null
    when a.number is not null then case when a.block_number <= c.final_number then 'final' else 'anchored' end
    when (select true from transactions t where t.number = b.number limit 1) then 'submitted'
    else 'sealed' end`;

/** The columns of a batch `b`. Their names differ from those of a record, so that one row can hold both. */
export const BATCH_COLUMNS = `
  b.number as batch_number, b.id as batch_id, b.previous as batch_previous, b.records as batch_records,
  b.record_count as batch_count, b.heads as batch_heads, b.sealed_at, a.anchored_at, a.transaction, a.block_number,
  k.hash as block_hash, ${BATCH_STATE} as batch_state`;

export interface BatchRow {
  batch_number: number;
  batch_id: Buffer;
  batch_previous: Buffer;
  batch_records: Buffer;
  batch_count: number;
  batch_heads: Buffer;
  sealed_at: number;
  anchored_at: number | null;
  transaction: Buffer;
  block_number: number;
  block_hash: Buffer;
  batch_state: BatchState;
}

/** Returns the batch in a row of BATCH_COLUMNS. */
export function batchOfRow(row: BatchRow): BatchView {
  const header = {
    number: row.batch_number,
    previous: fromBytea(row.batch_previous),
    records: fromBytea(row.batch_records),
    recordCount: row.batch_count,
    heads: fromBytea(row.batch_heads),
    sealedAt: row.sealed_at,
  };
  return {
    number: header.number,
    id: fromBytea(row.batch_id),
    header,
    state: row.batch_state,
    anchor: anchorOfRow(row),
  };
}

function anchorOfRow({ anchored_at, transaction, block_number, block_hash }: BatchRow): BundleAnchor | null {
  if (anchored_at === null) return null;
  return {
    anchoredAt: anchored_at,
    transaction: fromBytea(transaction),
    block: block_number,
    blockHash: fromBytea(block_hash),
  };
}

/** The number of the newest header on the chain up to a block. Headers are in the order of their blocks: the index of blocks gives it at once. */
export function newestAnchor(block: string): string {
  return `(select number from anchors where block_number <= ${block} order by block_number desc, number desc limit 1)`;
}

/**
 * Selects the number of the newest batch that this database sealed and the chain holds, at most `most`. Batches above it are few: they are
 * looked up one by one.
 */
export function newestBatch(most: string): string {
  return `
    select b.number from batches b
    cross join lateral (select from anchors a where a.number = b.number and a.header = b.id limit 1) a
    where b.number <= ${most} order by b.number desc limit 1`;
}

const SELECT_BATCH = `select ${BATCH_COLUMNS} from batches b ${BATCH_JOINS}`;

async function findOne(
  client: Queryable,
  clauses: string,
  values: readonly unknown[] = [],
): Promise<BatchView | null> {
  const { rows } = await client.query<BatchRow>(`${SELECT_BATCH} ${clauses}`, [...values]);
  return rows[0] === undefined ? null : batchOfRow(rows[0]);
}

/** Returns a batch by its number, null when there is none. */
export async function findBatchView(client: Queryable, number: number): Promise<BatchView | null> {
  return findOne(client, 'where b.number = $1', [number]);
}

/** Returns the number of the newest of these batches that has the header id named with it, null where none has. */
export async function findNewestNamed(
  client: Queryable,
  named: readonly { readonly number: number; readonly header: Hex }[],
  below: number,
): Promise<number | null> {
  const { rows } = await client.query<{ number: number }>(
    `select n.number from unnest($1::bigint[], $2::bytea[]) n(number, id)
     cross join lateral (select from batches b where b.number = n.number and b.id = n.id limit 1) b
     where n.number < $3 order by n.number desc limit 1`,
    [named.map(({ number }) => number), named.map(({ header }) => toBytea(header)), below],
  );
  return rows[0]?.number ?? null;
}

/** Returns the newest sealed batch, null before the first. */
export async function findNewestBatch(client: Queryable): Promise<BatchView | null> {
  return findOne(client, 'where b.number = (select max(number) from batches)');
}

/** Returns the oldest batch for whose number the chain holds no header, null when there is none. The chain holds them without gaps. */
export async function findOldestUnanchored(client: Queryable): Promise<BatchView | null> {
  return findOne(
    client,
    'where b.number = (select min(number) from batches where number > coalesce((select max(number) from anchors), 0))',
  );
}

/** Returns at most `limit` batches with a number below `before`, the newest first; with a state only those that are in it. */
export async function listBatchViews(
  client: Queryable,
  before: number,
  limit: number,
  state: BatchState | null = null,
): Promise<BatchView[]> {
  // As a subquery, the condition counts as one that many batches meet: else PostgreSQL starts workers for it.
  const { rows } = await client.query<BatchRow>(
    state === null
      ? `${SELECT_BATCH} where b.number < $1 order by b.number desc limit $2`
      : `${SELECT_BATCH} where b.number < $1 and b.number > ${state === 'final' ? '0' : newestFinal} and (select ${BATCH_STATE} = $3)
         order by b.number desc limit $2`,
    state === null ? [before, limit] : [before, limit, state],
  );
  return rows.map(batchOfRow);
}

/** Returns at most `limit` batches whose ids are in a range, and at most `limit` that a transaction in it holds on the chain. */
export async function searchBatchHashes(
  client: Queryable,
  [least, greatest]: readonly [Buffer, Buffer],
  limit: number,
): Promise<{ readonly byId: readonly BatchView[]; readonly byTransaction: readonly BatchView[] }> {
  const search = async (clauses: string): Promise<BatchView[]> => {
    const { rows } = await client.query<BatchRow>(`${SELECT_BATCH} ${clauses} limit $3`, [
      least,
      greatest,
      limit,
    ]);
    return rows.map(batchOfRow);
  };
  return {
    byId: await search('where b.id >= $1 and b.id <= $2 order by b.id'),
    byTransaction: await search('where a.transaction >= $1 and a.transaction <= $2 order by a.transaction'),
  };
}

/** The number of the newest final header. Batches up to it are final. */
const newestFinal = `coalesce((select ${newestAnchor('f.final_number')} from chain_state f), 0)`;

/** The parts of a sealed record that a replay needs (§7). */
export interface SealedRecord {
  readonly id: Hex;
  readonly record: LedgerRecord;
  readonly signature: Hex;
  /** RFC 8785 text. */
  readonly statementText: string;
}

/** Yields the records of a batch in the order of its leaves. */
export async function* readSealedRecords(client: Queryable, number: number): AsyncGenerator<SealedRecord> {
  for await (const row of readSealedRows<RecordRow>(client, number, RECORD_COLUMNS))
    yield {
      id: fromBytea(row.id),
      record: recordOfRow(row),
      signature: fromBytea(row.signature),
      statementText: row.statement,
    };
}
