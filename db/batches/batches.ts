import type { BatchHeader } from '../../core/batches/batch.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Tree } from '../../core/merkle/tree.ts';
import { toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** Stores a sealed batch and every level of its tree. */
export async function insertBatch(
  client: Queryable,
  id: Hex,
  header: BatchHeader,
  tree: Tree,
): Promise<void> {
  const { number, previous, records, recordCount, heads, sealedAt } = header;
  await client.query(
    'insert into batches (number, id, previous, records, record_count, heads, sealed_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [number, toBytea(id), toBytea(previous), toBytea(records), recordCount, toBytea(heads), sealedAt],
  );
  for (const [level, nodes] of tree.levels.entries()) {
    await client.query('insert into batch_levels (number, level, nodes) values ($1, $2, $3)', [
      number,
      level,
      Buffer.from(nodes),
    ]);
  }
}
