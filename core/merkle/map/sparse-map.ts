import { BadInput, Invariant } from '../../errors.ts';
import { HASH_BYTES, hashAt, hashesOf, sortHashes } from '../../hashing/hash-order.ts';
import { type Hex, ZERO_HASH, bytesOf, formatHex } from '../../encoding/hex.ts';
import { type MapEnd, type MapItem, type SortedItems, bitOf } from './item.ts';
import { placeItems } from './placement.ts';
import {
  EMPTY,
  INNER,
  type KeyedMap,
  type MapNode,
  STUB,
  addStub,
  childOf,
  createMap,
  fillStub,
  keyAt,
  kindOf,
  leafAt,
} from './nodes.ts';

/**
 * Returns the map of items given in any order (§3). Costs one hash an item and one for each inner node.
 * @throws BadInput `map-repeated`
 */
export function buildMap(items: readonly MapItem[]): KeyedMap {
  const { keys, leaves } = joinItems(items);
  return buildMapFlat(keys, leaves);
}

/** Returns the map of items given as keys and leaves, each joined in one array. @throws BadInput `map-repeated` */
export function buildMapFlat(keys: Uint8Array, leaves: Uint8Array): KeyedMap {
  const items = sortItems(keys, leaves);
  const map = createMap(1 + items.nodes);
  map.itemCount = items.count;
  map.keys = items.keys;
  map.leaves = items.leaves;
  placeItems(map, items);
  return map;
}

/**
 * Sets the leaves under keys, in place: each node on their ways is passed, and hashed, once. Returns the nodes that are new,
 * the root last, each after its children; `describeNode` says what a store keeps of them. After an error the map is of no use.
 * @throws BadInput `map-repeated`; Invariant when a way leads into a stub
 */
export function setItems(map: KeyedMap, items: readonly MapItem[]): number[] {
  const { keys, leaves } = joinItems(items);
  return setItemsFlat(map, keys, leaves);
}

/** Sets the leaves under keys as `setItems` does, both joined in one array. @throws as `setItems` */
export function setItemsFlat(map: KeyedMap, keys: Uint8Array, leaves: Uint8Array): number[] {
  const parts = placeItems(map, sortItems(keys, leaves));
  const made = new Array<number>(parts.reduce((sum, nodes) => sum + nodes.length, 0));
  let size = 0;
  for (const nodes of parts) for (const node of nodes) made[size++] = node;
  return made;
}

function joinItems(items: readonly MapItem[]): { keys: Uint8Array; leaves: Uint8Array } {
  const keys = new Uint8Array(items.length * HASH_BYTES);
  const leaves = new Uint8Array(items.length * HASH_BYTES);
  items.forEach(({ key, leaf }, index) => {
    keys.set(bytesOf(key), index * HASH_BYTES);
    leaves.set(bytesOf(leaf), index * HASH_BYTES);
  });
  return { keys, leaves };
}

function sortItems(keys: Uint8Array, leaves: Uint8Array): SortedItems {
  const [sorted, beside] = sortHashes(keys, [leaves]) as [Uint8Array, Uint8Array];
  const count = keys.length / HASH_BYTES;
  return { count, nodes: countNodes(sorted, count), keys: hashesOf(sorted), leaves: hashesOf(beside) };
}

/** Returns how many items and inner nodes a map of these keys alone has. */
function countNodes(sorted: Uint8Array, count: number): number {
  let nodes = count;
  let before = -1;
  for (let i = 0; i < count; i++) {
    const after = i + 1 < count ? sharedBits(sorted, i, i + 1) : -1;
    if (after === 8 * HASH_BYTES) {
      const key = formatHex(hashAt(sorted, i));
      throw new BadInput('map-repeated', `a key stands in the map twice: ${key}`, key);
    }
    nodes += Math.max(0, after - before);
    before = after;
  }
  return nodes;
}

/** Returns the number of leading bits in which two keys agree. */
function sharedBits(keys: Uint8Array, i: number, j: number): number {
  for (let at = 0; at < HASH_BYTES; at++) {
    const difference = keys[i * HASH_BYTES + at]! ^ keys[j * HASH_BYTES + at]!;
    if (difference !== 0) return 8 * at + Math.clz32(difference) - 24;
  }
  return 8 * HASH_BYTES;
}

/** Returns the root of a map, zero of an empty one (§3). */
export function mapRoot(map: KeyedMap): Hex {
  return formatHex(hashAt(map.hashes.bytes, map.root));
}

/** Returns a map of which only the root is known; `fillMap` adds what is needed of it. */
export function openMap(root: Hex): KeyedMap {
  const map = createMap(64);
  if (root !== ZERO_HASH) map.root = addStub(map, bytesOf(root));
  return map;
}

/** Follows a key as far as the map goes; returns the nodes passed and the end: an item, a stub or the empty node. */
function walkKey(map: KeyedMap, key: Uint8Array): { path: number[]; end: number } {
  const path: number[] = [];
  let node = map.root;
  while (kindOf(map, node) === INNER) {
    const bit = bitOf(key, 0, path.length);
    path.push(node);
    node = childOf(map, node, bit);
  }
  return { path, end: node };
}

/**
 * Replaces the stubs on the way of a key by nodes from a store, so that the key can be proved or set.
 * @throws Invariant when the store lacks a node
 */
export function fillMap(map: KeyedMap, key: Hex, load: (hash: Hex) => MapNode | undefined): void {
  const keyBytes = bytesOf(key);
  for (;;) {
    const { end } = walkKey(map, keyBytes);
    if (kindOf(map, end) !== STUB) return;
    const hash = formatHex(hashAt(map.hashes.bytes, end));
    const node = load(hash);
    if (node === undefined) throw new Invariant(`the store lacks the map node ${hash}`);
    fillStub(map, end, node);
  }
}

/** What a map says about a key: the leaf under it or the end of its walk, with the siblings, the deepest first (§3). */
export type MapProof =
  | { readonly present: true; readonly leaf: Hex; readonly siblings: Hex[] }
  | { readonly present: false; readonly end: MapEnd; readonly siblings: Hex[] };

/** Returns the proof that a key is present or absent (§3). @throws Invariant when the way leads into a stub */
export function proveKey(map: KeyedMap, key: Hex): MapProof {
  const keyBytes = bytesOf(key);
  const { path, end } = walkKey(map, keyBytes);
  if (kindOf(map, end) === STUB) throw new Invariant(`map node not loaded on the way of ${key}`);
  const siblings = path.map((node, depth) =>
    hashAt(map.hashes.bytes, childOf(map, node, bitOf(keyBytes, 0, depth) === 0 ? 1 : 0)),
  );
  const proof = siblings.reverse().map(formatHex);
  if (end === EMPTY) return { present: false, end: null, siblings: proof };
  const item = { key: formatHex(keyAt(map, end)), leaf: formatHex(leafAt(map, end)) };
  if (item.key === key) return { present: true, leaf: item.leaf, siblings: proof };
  return { present: false, end: item, siblings: proof };
}
