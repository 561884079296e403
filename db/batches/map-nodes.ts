import { Invariant } from '../../core/errors.ts';
import { HASH_BYTES } from '../../core/hashing/hash-order.ts';
import type { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import type { StoredNodes } from '../../core/merkle/map/stored-nodes.ts';
import type { Queryable } from '../pool.ts';

/** How many nodes one statement reads or writes. */
const CHUNK = 10_000;

/** PostgreSQL's code for a key that exists already. */
const UNIQUE_VIOLATION = '23505';

/** With the lateral subquery, PostgreSQL looks up each hash in the index. It never reads the whole table, however large. */
const READ_NODES = `
  select string_agg(n.item, '' order by i) as items, string_agg(n.a, '' order by i) as a, string_agg(n.b, '' order by i) as b
  from generate_series(0, $2 - 1) i cross join lateral (
    select case when is_item then '\\x01'::bytea else '\\x00'::bytea end as item, a, b
    from map_nodes where hash = substring($1::bytea from i * 32 + 1 for 32) limit 1) n`;

/** Returns the nodes with these hashes, which are joined in one array, in their order. @throws Invariant when one is missing */
export async function readNodes(client: Queryable, hashes: Uint8Array): Promise<StoredNodes> {
  const count = hashes.length / HASH_BYTES;
  const items = new Uint8Array(count);
  const [a, b] = [new Uint8Array(hashes.length), new Uint8Array(hashes.length)];
  for (let from = 0; from < count; from += CHUNK) {
    const asked = Math.min(count - from, CHUNK);
    const at = from * HASH_BYTES;
    const { rows } = await client.query<Record<'items' | 'a' | 'b', Buffer | null>>(READ_NODES, [
      hashes.subarray(at, at + asked * HASH_BYTES),
      asked,
    ]);
    const [row] = rows;
    if (row?.items?.length !== asked || row.a === null || row.b === null)
      throw new Invariant(`the database lacks ${asked - (row?.items?.length ?? 0)} map nodes`);
    items.set(row.items, from);
    a.set(row.a, at);
    b.set(row.b, at);
  }
  return { items, a, b };
}

const INSERT_NODES = `
  insert into map_nodes (hash, is_item, a, b)
  select substring($1::bytea from i * 32 + 1 for 32), get_byte($2::bytea, i) = 1,
    substring($3::bytea from i * 32 + 1 for 32), substring($4::bytea from i * 32 + 1 for 32)
  from generate_series(0, $5 - 1) i`;

/**
 * Stores nodes of a map. Nodes are stored already only after a batch was voided. So a plain insert is tried first. Call it in a
 * transaction.
 */
export async function insertNodes(
  client: Queryable,
  map: SparseMerkleMap,
  nodes: readonly number[],
): Promise<void> {
  await client.query('savepoint nodes');
  try {
    await insertChunks(client, INSERT_NODES, map, nodes);
  } catch (error) {
    if (!isRepeated(error)) throw error;
    await client.query('rollback to nodes');
    await insertChunks(client, `${INSERT_NODES} on conflict do nothing`, map, nodes);
  }
  await client.query('release nodes');
}

async function insertChunks(
  client: Queryable,
  statement: string,
  map: SparseMerkleMap,
  nodes: readonly number[],
): Promise<void> {
  for (let from = 0; from < nodes.length; from += CHUNK) {
    const { hashes, items, a, b } = map.describeNodes(nodes.slice(from, from + CHUNK));
    await client.query(statement, [hashes, items, a, b, items.length]);
  }
}

function isRepeated(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION;
}
