import { Invariant } from '../core/errors.ts';
import { type Hex, ZERO_HASH, bytesOf } from '../core/hex.ts';
import type { MapNode } from '../core/map-nodes.ts';
import { fromBytea, toBytea } from './bytea.ts';
import type { Queryable } from './pool.ts';

/** A key to follow in the map with a root. */
export interface MapPath {
  readonly root: Hex;
  readonly key: Hex;
}

interface NodeRow {
  readonly hash: Buffer;
  readonly is_item: boolean;
  readonly a: Buffer;
  readonly b: Buffer;
}

/** How many nodes go into one statement. */
const CHUNK = 10_000;

/**
 * Returns the stored nodes on the ways of keys, by hash: what `fillMap` needs to prove or set them. Reads level by level, each
 * node once: one query for each bit that the longest way is long, about log2 of the items.
 * @throws Invariant when a node is missing
 */
export async function loadPaths(client: Queryable, paths: readonly MapPath[]): Promise<Map<Hex, MapNode>> {
  const nodes = new Map<Hex, MapNode>();
  let ways = paths
    .filter(({ root }) => root !== ZERO_HASH)
    .map(({ root, key }) => ({ at: root, key: bytesOf(key) }));
  for (let depth = 0; ways.length > 0; depth++) {
    await loadNodes(client, new Set(ways.map(({ at }) => at).filter((hash) => !nodes.has(hash))), nodes);
    ways = ways.flatMap(({ at, key }) => stepDown(nodes, at, key, depth));
  }
  return nodes;
}

async function loadNodes(
  client: Queryable,
  hashes: ReadonlySet<Hex>,
  nodes: Map<Hex, MapNode>,
): Promise<void> {
  if (hashes.size === 0) return;
  const { rows } = await client.query<NodeRow>(
    'select hash, is_item, a, b from map_nodes where hash = any($1)',
    [[...hashes].map(toBytea)],
  );
  for (const { hash, is_item, a, b } of rows) {
    nodes.set(fromBytea(hash), is_item ? { hash, key: a, leaf: b } : { hash, left: a, right: b });
  }
}

/** Returns the way one level further down, nothing where it ends. Bit 0 of a key is the most significant (§3). */
function stepDown(
  nodes: ReadonlyMap<Hex, MapNode>,
  at: Hex,
  key: Uint8Array,
  depth: number,
): { at: Hex; key: Uint8Array }[] {
  const node = nodes.get(at);
  if (node === undefined) throw new Invariant(`the database lacks the map node ${at}`);
  if ('key' in node) return [];
  const bit = ((key[depth >> 3] as number) >> (7 - (depth & 7))) & 1;
  const below = fromBytea((bit === 0 ? node.left : node.right) as Buffer);
  return below === ZERO_HASH ? [] : [{ at: below, key }];
}

/** Stores map nodes; those that are stored already stay. */
export async function insertNodes(client: Queryable, nodes: readonly MapNode[]): Promise<void> {
  for (let from = 0; from < nodes.length; from += CHUNK) {
    const chunk = nodes.slice(from, from + CHUNK);
    await client.query(
      `insert into map_nodes (hash, is_item, a, b) select * from unnest($1::bytea[], $2::boolean[], $3::bytea[], $4::bytea[])
       on conflict do nothing`,
      [
        chunk.map(({ hash }) => hash),
        chunk.map((node) => 'key' in node),
        chunk.map((node) => ('key' in node ? node.key : node.left)),
        chunk.map((node) => ('key' in node ? node.leaf : node.right)),
      ],
    );
  }
}
