import type { Anchoring } from '../../core/verify/chain-reader.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** Stores that a header is anchored. Returns whether this database sealed it. */
export async function insertAnchor(client: Queryable, event: Anchoring, logIndex: number): Promise<boolean> {
  const { number, header, fields, anchoredAt, transaction, block } = event;
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
      block,
      logIndex,
    ],
  );
  const { rowCount } = await client.query('select from batches where number = $1 and id = $2', [
    number,
    toBytea(header),
  ]);
  return rowCount === 1;
}

/** An anchor, as it was read. */
export interface StoredAnchor {
  readonly number: number;
  readonly header: Hex;
  /** Unix seconds. */
  readonly anchoredAt: number;
  readonly block: number;
}

/** Returns the newest anchor that was read; null before the first. */
export async function findNewestAnchor(client: Queryable): Promise<StoredAnchor | null> {
  const { rows } = await client.query<Omit<StoredAnchor, 'header'> & { header: Buffer }>(
    'select number, header, anchored_at as "anchoredAt", block_number as block from anchors order by number desc limit 1',
  );
  const row = rows[0];
  return row === undefined ? null : { ...row, header: fromBytea(row.header) };
}
