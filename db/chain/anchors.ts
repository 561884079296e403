import type { Anchoring } from '../../core/verify/chain-reader.ts';
import { toBytea } from '../rows/bytea.ts';
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
