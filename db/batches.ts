import type { BatchHeader } from '../core/batch.ts';
import { Invariant } from '../core/errors.ts';
import type { Hex } from '../core/hex.ts';
import { type Tree, locateSiblings } from '../core/tree.ts';
import { fromBytea, toBytea } from './bytea.ts';
import type { Queryable } from './pool.ts';

/** Stores a sealed batch with every level of its tree. */
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

/**
 * Returns the proof of a leaf, siblings from leaf to root (§3), cut from the stored levels: one slice a level, whatever the size
 * of the batch.
 * @throws Invariant when there is no such batch or leaf
 */
export async function readProof(client: Queryable, number: number, leafIndex: number): Promise<Hex[]> {
  const { rows } = await client.query<{ record_count: number }>(
    'select record_count from batches where number = $1',
    [number],
  );
  const count = rows[0]?.record_count ?? 0;
  if (!(leafIndex >= 0 && leafIndex < count)) throw new Invariant(`batch ${number} has no leaf ${leafIndex}`);
  const places = locateSiblings(leafIndex, count);
  const result = await client.query<{ node: Buffer }>(
    `select substring(l.nodes from (p.index * 32 + 1)::integer for 32) as node
     from unnest($2::smallint[], $3::bigint[]) with ordinality as p(level, index, position)
     join batch_levels l on l.number = $1 and l.level = p.level order by p.position`,
    [number, places.map(({ level }) => level), places.map(({ index }) => index)],
  );
  if (result.rows.length !== places.length) throw new Invariant(`batch ${number} lacks levels of its tree`);
  return result.rows.map(({ node }) => fromBytea(node));
}
