import { Invariant } from '../../errors.ts';
import { HASH_BYTES, compareAt, copyHash, hashAt, hashesOf } from '../../hashing/hash-order.ts';
import { bitOf } from './item.ts';
import {
  INNER,
  ITEM,
  type KeyedMap,
  STUB,
  addStub,
  appendItem,
  childOf,
  kindOf,
  leafAt,
  linkInner,
  linkItem,
  placeOf,
} from './nodes.ts';

/** A map by the node of its root, among others in one memory, with its keys: a range of all keys, ascending. */
export interface MapRange {
  readonly root: number;
  readonly from: number;
  readonly until: number;
}

/** What a store keeps of nodes, joined: whether each is an item (1) or not (0), its key or left child, its leaf or right child. */
export interface StoredNodes {
  readonly items: Uint8Array;
  readonly a: Uint8Array;
  readonly b: Uint8Array;
}

/** Returns nodes from a store by their joined hashes, in the same order. */
export type LoadNodes = (hashes: Uint8Array) => Promise<StoredNodes>;

/**
 * Replaces the stubs on the ways of keys by nodes from a store, level by level, all maps at once: as many calls of the store as
 * the longest way has nodes. Then the keys can be set.
 */
export async function loadWays(
  map: KeyedMap,
  ranges: readonly MapRange[],
  keys: Uint8Array,
  load: LoadNodes,
): Promise<void> {
  let open = ranges.filter(({ root }) => kindOf(map, root) === STUB);
  for (let depth = 0; open.length > 0; depth++) {
    fillStubs(map, open, await load(joinHashes(map, open)));
    open = open.flatMap((range) => stepDown(map, range, keys, depth));
  }
}

function joinHashes(map: KeyedMap, stubs: readonly MapRange[]): Uint8Array {
  const joined = hashesOf(new Uint8Array(stubs.length * HASH_BYTES));
  stubs.forEach(({ root }, index) => copyHash(map.hashes.words, root, joined.words, index));
  return joined.bytes;
}

function fillStubs(map: KeyedMap, stubs: readonly MapRange[], nodes: StoredNodes): void {
  const [a, b] = [hashesOf(nodes.a), hashesOf(nodes.b)];
  stubs.forEach(({ root }, index) => {
    if (nodes.items[index] === 1) linkItem(map, root, appendItem(map, a, b, index));
    else linkInner(map, root, addStub(map, hashAt(a.bytes, index)), addStub(map, hashAt(b.bytes, index)));
  });
}

/** Returns the stubs one level further down that keys lead to. */
function stepDown(
  map: KeyedMap,
  { root, from, until }: MapRange,
  keys: Uint8Array,
  depth: number,
): MapRange[] {
  if (kindOf(map, root) !== INNER) return [];
  let middle = from;
  while (middle < until && bitOf(keys, middle, depth) === 0) middle++;
  const below = [
    { root: childOf(map, root, 0), from, until: middle },
    { root: childOf(map, root, 1), from: middle, until },
  ];
  return below.filter((range) => range.from < range.until && kindOf(map, range.root) === STUB);
}

/** Returns the leaf under a key in the map with this root, of which the key's way is loaded; null when there is none. */
export function findLeaf(map: KeyedMap, root: number, keys: Uint8Array, index: number): Uint8Array | null {
  let node = root;
  for (let depth = 0; kindOf(map, node) === INNER; depth++)
    node = childOf(map, node, bitOf(keys, index, depth));
  if (kindOf(map, node) === STUB) throw new Invariant('map node not loaded on the way of a key');
  if (kindOf(map, node) !== ITEM || compareAt(map.keys.bytes, placeOf(map, node), keys, index) !== 0)
    return null;
  return leafAt(map, node);
}

/** Returns what a store keeps of nodes: their joined hashes, and the rest in the same order. */
export function joinNodes(
  map: KeyedMap,
  nodes: readonly number[],
): StoredNodes & { readonly hashes: Uint8Array } {
  const [hashes, a, b] = [0, 1, 2].map(() => hashesOf(new Uint8Array(nodes.length * HASH_BYTES))) as [
    ReturnType<typeof hashesOf>,
    ReturnType<typeof hashesOf>,
    ReturnType<typeof hashesOf>,
  ];
  const items = new Uint8Array(nodes.length);
  nodes.forEach((node, index) => {
    const isItem = kindOf(map, node) === ITEM;
    const left = isItem ? placeOf(map, node) : childOf(map, node, 0);
    const right = isItem ? left : childOf(map, node, 1);
    items[index] = isItem ? 1 : 0;
    copyHash(map.hashes.words, node, hashes.words, index);
    copyHash((isItem ? map.keys : map.hashes).words, left, a.words, index);
    copyHash((isItem ? map.leaves : map.hashes).words, right, b.words, index);
  });
  return { hashes: hashes.bytes, items, a: a.bytes, b: b.bytes };
}
