import type { BatchHeader } from '../core/batch.ts';
import type { Hex } from '../core/hex.ts';
import { fromBytea, toBytea } from './bytea.ts';
import type { EventPlace } from './chain-events.ts';
import type { Queryable } from './pool.ts';

/** That the chain holds a batch, as its event says. */
export interface AnchorEvent {
  readonly number: number;
  readonly header: Hex;
  readonly fields: Omit<BatchHeader, 'previous'>;
  /** Unix seconds. */
  readonly anchoredAt: number;
  readonly transaction: Hex;
}

/** Stores that the chain holds a batch; tells whether this database sealed that very header. */
export async function insertAnchor(
  client: Queryable,
  event: AnchorEvent,
  place: EventPlace,
): Promise<boolean> {
  const { number, header, fields, anchoredAt, transaction } = event;
  await client.query(
    `insert into anchors (number, header, records, record_count, heads, sealed_at, anchored_at, transaction, block_number, log_index)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      number,
      toBytea(header),
      toBytea(fields.records),
      fields.recordCount,
      toBytea(fields.heads),
      fields.sealedAt,
      anchoredAt,
      toBytea(transaction),
      place.block,
      place.logIndex,
    ],
  );
  const { rowCount } = await client.query('select from batches where number = $1 and id = $2', [
    number,
    toBytea(header),
  ]);
  return rowCount === 1;
}

/** A sealed batch. */
export interface SealedBatch {
  readonly id: Hex;
  readonly header: BatchHeader;
}

interface BatchRow {
  readonly number: number;
  readonly id: Buffer;
  readonly previous: Buffer;
  readonly records: Buffer;
  readonly record_count: number;
  readonly heads: Buffer;
  readonly sealed_at: number;
}

/** Returns the oldest sealed batch that no block holds, null when there is none. */
export async function readOldestUnanchored(client: Queryable): Promise<SealedBatch | null> {
  const { rows } = await client.query<BatchRow>(
    `select b.number, b.id, b.previous, b.records, b.record_count, b.heads, b.sealed_at
     from batches b where not exists (select from anchors a where a.number = b.number)
     order by b.number limit 1`,
  );
  const row = rows[0];
  if (row === undefined) return null;
  const header = {
    number: row.number,
    previous: fromBytea(row.previous),
    records: fromBytea(row.records),
    recordCount: row.record_count,
    heads: fromBytea(row.heads),
    sealedAt: row.sealed_at,
  };
  return { id: fromBytea(row.id), header };
}
