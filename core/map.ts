import { BadInput, Invariant } from './errors.ts';
import { HASH_BYTES, arrangeHashes, compareAt, copyHash, hashAt, orderHashes } from './hash-order.ts';
import { type Hex, ZERO_HASH, bytesOf, formatHex } from './hex.ts';
import { type MapEnd, type MapItem, bitOf } from './map-item.ts';
import {
  EMPTY,
  type HashArray,
  INNER,
  ITEM,
  type KeyedMap,
  type MapNode,
  STUB,
  addInner,
  addItem,
  addStub,
  appendItem,
  computeHash,
  createMap,
  fillStub,
  hashesOf,
  keyAt,
  leafAt,
} from './map-nodes.ts';

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
  const map = createMap(1 + countNodes(items));
  map.itemCount = items.count;
  map.keys = items.keys;
  map.leaves = items.leaves;
  map.root = placeRange({ map, items }, EMPTY, 0, items.count, 0);
  return map;
}

/**
 * Sets the leaves under keys, in place: each node on their ways is passed, and hashed, once. Returns the nodes that are new,
 * the deepest first; `describeNode` says what a store keeps of them. After an error the map is of no use.
 * @throws BadInput `map-repeated`; Invariant when a way leads into a stub
 */
export function setItems(map: KeyedMap, items: readonly MapItem[]): number[] {
  const { keys, leaves } = joinItems(items);
  return setItemsFlat(map, keys, leaves);
}

/** Sets the leaves under keys as `setItems` does, both joined in one array. @throws as `setItems` */
export function setItemsFlat(map: KeyedMap, keys: Uint8Array, leaves: Uint8Array): number[] {
  const items = sortItems(keys, leaves);
  const made: number[] = [];
  map.root = placeRange({ map, items, made }, map.root, 0, items.count, 0);
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

/** Items by ascending key. */
interface SortedItems {
  readonly count: number;
  readonly keys: HashArray;
  readonly leaves: HashArray;
}

function sortItems(keys: Uint8Array, leaves: Uint8Array): SortedItems {
  const order = orderHashes(keys);
  const sorted = arrangeHashes(keys, order);
  checkDifferent(sorted, order.length);
  return { count: order.length, keys: hashesOf(sorted), leaves: hashesOf(arrangeHashes(leaves, order)) };
}

function checkDifferent(sorted: Uint8Array, count: number): void {
  for (let i = 1; i < count; i++) {
    if (compareAt(sorted, i - 1, sorted, i) === 0) {
      const key = formatHex(hashAt(sorted, i));
      throw new BadInput('map-repeated', `a key stands in the map twice: ${key}`, key);
    }
  }
}

/** Returns how many items and inner nodes a map of these items alone has. */
function countNodes({ keys, count }: SortedItems): number {
  let nodes = count;
  let before = -1;
  for (let i = 0; i < count; i++) {
    const after = i + 1 < count ? sharedBits(keys.bytes, i, i + 1) : -1;
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

interface Placing {
  readonly map: KeyedMap;
  readonly items: SortedItems;
  /** Takes the nodes of which a hash was computed, where anyone asks. */
  readonly made?: number[];
}

/** Places a range of the items at or under a node at a depth; returns the node that stands there now. */
function placeRange(placing: Placing, at: number, from: number, until: number, depth: number): number {
  if (from === until) return at;
  const { map, items, made } = placing;
  const kind = map.kinds[at]!;
  if (kind === STUB) {
    throw new Invariant(`map node not loaded on the way of ${formatHex(hashAt(items.keys.bytes, from))}`);
  }
  const node =
    until - from === 1 && kind !== INNER && isPlaceOf(map, at, items, from)
      ? placeItem(map, at, items, from)
      : placeInner(placing, at, from, until, depth);
  computeHash(map, node);
  made?.push(node);
  return node;
}

function isPlaceOf(map: KeyedMap, at: number, { keys }: SortedItems, index: number): boolean {
  return at === EMPTY || compareAt(map.keys.bytes, map.left[at]!, keys.bytes, index) === 0;
}

/** A map that is built has its items already, in the order in which they are placed. */
function placeItem(map: KeyedMap, at: number, { keys, leaves }: SortedItems, index: number): number {
  if (at === EMPTY) return addItem(map, map.keys === keys ? index : appendItem(map, keys, leaves, index));
  copyHash(leaves.words, index, map.leaves.words, map.left[at]!);
  return at;
}

/** An item that stood where an inner node must stand moves down to its side. */
function placeInner(placing: Placing, at: number, from: number, until: number, depth: number): number {
  const { map, items } = placing;
  const middle = splitRange(items.keys.bytes, from, until, depth);
  const isInner = map.kinds[at] === INNER;
  const side = map.kinds[at] === ITEM ? bitOf(map.keys.bytes, map.left[at]!, depth) : -1;
  const leftBefore = isInner ? map.left[at]! : side === 0 ? at : EMPTY;
  const rightBefore = isInner ? map.right[at]! : side === 1 ? at : EMPTY;
  const left = placeRange(placing, leftBefore, from, middle, depth + 1);
  const right = placeRange(placing, rightBefore, middle, until, depth + 1);
  const node = isInner ? at : addInner(map);
  map.left[node] = left;
  map.right[node] = right;
  return node;
}

/** Returns where the keys begin of which bit `depth` is 1. */
function splitRange(keys: Uint8Array, from: number, until: number, depth: number): number {
  let low = from;
  for (let high = until; low < high;) {
    const middle = (low + high) >>> 1;
    if (bitOf(keys, middle, depth) === 0) low = middle + 1;
    else high = middle;
  }
  return low;
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
  while (map.kinds[node] === INNER) {
    const bit = bitOf(key, 0, path.length);
    path.push(node);
    node = bit === 0 ? map.left[node]! : map.right[node]!;
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
    if (map.kinds[end] !== STUB) return;
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
  if (map.kinds[end] === STUB) throw new Invariant(`map node not loaded on the way of ${key}`);
  const siblings = path.map((node, depth) =>
    hashAt(map.hashes.bytes, bitOf(keyBytes, 0, depth) === 0 ? map.right[node]! : map.left[node]!),
  );
  const proof = siblings.reverse().map(formatHex);
  if (map.kinds[end] === EMPTY) return { present: false, end: null, siblings: proof };
  const item = { key: formatHex(keyAt(map, end)), leaf: formatHex(leafAt(map, end)) };
  if (item.key === key) return { present: true, leaf: item.leaf, siblings: proof };
  return { present: false, end: item, siblings: proof };
}
