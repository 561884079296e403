import { BadInput, Invariant } from './errors.ts';
import { HASH_BYTES, compareAt, hashAt, orderHashes } from './hash-order.ts';
import { type Hex, ZERO_HASH, bytesOf, formatHex } from './hex.ts';
import { keccak } from './keccak.ts';
import { type MapEnd, type MapItem, bitOf, hashItem } from './map-item.ts';

/** What is known of a node by its hash: an inner node's two children, or an item. */
export type MapNode =
  | { readonly hash: Uint8Array; readonly left: Uint8Array; readonly right: Uint8Array }
  | { readonly hash: Uint8Array; readonly key: Uint8Array; readonly leaf: Uint8Array };

const EMPTY = 0;
const ITEM = 1;
const INNER = 2;
/** A node of which only the hash is known. */
const STUB = 3;

const ZERO = new Uint8Array(HASH_BYTES);
const children = new Uint8Array(2 * HASH_BYTES);
const GROWTH = 2;

/**
 * A map (§3) as a tree of nodes in flat arrays: node 0 is the empty one. Parts that are not needed may be stubs, so that a
 * map of millions of items is updated or proved from the few nodes on the way; nodes are named by their hash, so a store of
 * nodes keeps every version, and an update only adds.
 */
export interface KeyedMap {
  root: number;
  /** Nodes in use. */
  count: number;
  kinds: Uint8Array;
  hashes: Uint8Array;
  /** Children of an inner node. */
  left: Uint32Array;
  right: Uint32Array;
  /** Key and leaf of an item, at the node's own index. */
  keys: Uint8Array;
  leaves: Uint8Array;
  /** 1 where the hash is not computed yet. */
  stale: Uint8Array;
}

function createMap(capacity: number): KeyedMap {
  return {
    root: EMPTY,
    count: 1,
    kinds: new Uint8Array(capacity),
    hashes: new Uint8Array(capacity * HASH_BYTES),
    left: new Uint32Array(capacity),
    right: new Uint32Array(capacity),
    keys: new Uint8Array(capacity * HASH_BYTES),
    leaves: new Uint8Array(capacity * HASH_BYTES),
    stale: new Uint8Array(capacity),
  };
}

function addNode(map: KeyedMap, kind: number): number {
  if (map.count === map.kinds.length) growMap(map);
  map.kinds[map.count] = kind;
  return map.count++;
}

function growMap(map: KeyedMap): void {
  const larger = createMap(map.kinds.length * GROWTH);
  for (const name of ['kinds', 'hashes', 'keys', 'leaves', 'stale'] as const) {
    larger[name].set(map[name]);
    map[name] = larger[name];
  }
  for (const name of ['left', 'right'] as const) {
    larger[name].set(map[name]);
    map[name] = larger[name];
  }
}

/**
 * Returns the map of items given in any order (§3). Costs one hash an item and one for each inner node.
 * @throws BadInput `map-repeated`
 */
export function buildMap(items: readonly MapItem[]): KeyedMap {
  const keys = new Uint8Array(items.length * HASH_BYTES);
  const leaves = new Uint8Array(items.length * HASH_BYTES);
  items.forEach(({ key, leaf }, index) => {
    keys.set(bytesOf(key), index * HASH_BYTES);
    leaves.set(bytesOf(leaf), index * HASH_BYTES);
  });
  return buildMapFlat(keys, leaves);
}

/** Returns the map of items given as keys and leaves, each joined in one array. @throws BadInput `map-repeated` */
export function buildMapFlat(keys: Uint8Array, leaves: Uint8Array): KeyedMap {
  const order = orderHashes(keys);
  for (let i = 1; i < order.length; i++) {
    if (compareAt(keys, order[i - 1]!, keys, order[i]!) === 0) {
      const key = formatHex(hashAt(keys, order[i]!));
      throw new BadInput('map-repeated', `a key stands in the map twice: ${key}`, key);
    }
  }
  const map = createMap(Math.max(4, Math.ceil(order.length * 2.5)));
  map.root = buildRange({ map, keys, leaves, order }, 0, order.length, 0);
  return map;
}

interface Build {
  readonly map: KeyedMap;
  readonly keys: Uint8Array;
  readonly leaves: Uint8Array;
  readonly order: Uint32Array;
}

function buildRange(build: Build, from: number, until: number, depth: number): number {
  if (from === until) return EMPTY;
  const { map, keys, leaves, order } = build;
  if (until - from === 1) return addItem(map, hashAt(keys, order[from]!), hashAt(leaves, order[from]!));
  let low = from;
  for (let high = until; low < high;) {
    const middle = (low + high) >>> 1;
    if (bitOf(keys, order[middle]!, depth) === 0) low = middle + 1;
    else high = middle;
  }
  const left = buildRange(build, from, low, depth + 1);
  const right = buildRange(build, low, until, depth + 1);
  const node = addNode(map, INNER);
  map.left[node] = left;
  map.right[node] = right;
  computeHash(map, node);
  return node;
}

function addItem(map: KeyedMap, key: Uint8Array, leaf: Uint8Array): number {
  const node = addNode(map, ITEM);
  map.keys.set(key, node * HASH_BYTES);
  map.leaves.set(leaf, node * HASH_BYTES);
  computeHash(map, node);
  return node;
}

function computeHash(map: KeyedMap, node: number): void {
  if (map.kinds[node] === ITEM) {
    map.hashes.set(hashItem(hashAt(map.keys, node), hashAt(map.leaves, node)), node * HASH_BYTES);
    return;
  }
  children.set(hashAt(map.hashes, map.left[node]!));
  children.set(hashAt(map.hashes, map.right[node]!), HASH_BYTES);
  map.hashes.set(keccak(children), node * HASH_BYTES);
}

/** Returns the root of a map whose hashes are up to date, zero of an empty one (§3). */
export function mapRoot(map: KeyedMap): Hex {
  return formatHex(hashAt(map.hashes, map.root));
}

/** Returns a map of which only the root is known; `fillMap` adds what is needed of it. */
export function openMap(root: Hex): KeyedMap {
  const map = createMap(64);
  if (root !== ZERO_HASH) map.root = addStub(map, bytesOf(root));
  return map;
}

function addStub(map: KeyedMap, hash: Uint8Array): number {
  if (compareAt(hash, 0, ZERO, 0) === 0) return EMPTY;
  const node = addNode(map, STUB);
  map.hashes.set(hash, node * HASH_BYTES);
  return node;
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
    const hash = formatHex(hashAt(map.hashes, end));
    const node = load(hash);
    if (node === undefined) throw new Invariant(`the store lacks the map node ${hash}`);
    fillStub(map, end, node);
  }
}

function fillStub(map: KeyedMap, stub: number, node: MapNode): void {
  if ('key' in node) {
    map.kinds[stub] = ITEM;
    map.keys.set(node.key, stub * HASH_BYTES);
    map.leaves.set(node.leaf, stub * HASH_BYTES);
    return;
  }
  const left = addStub(map, node.left);
  const right = addStub(map, node.right);
  map.kinds[stub] = INNER;
  map.left[stub] = left;
  map.right[stub] = right;
}

/**
 * Sets the leaf under a key, in place; hashes on the way become stale until `rehashMap`.
 * @throws Invariant when the way leads into a stub
 */
export function setItem(map: KeyedMap, { key, leaf }: MapItem): void {
  const keyBytes = bytesOf(key);
  const { path, end } = walkKey(map, keyBytes);
  if (map.kinds[end] === STUB) throw new Invariant(`map node not loaded on the way of ${key}`);
  const replaced = map.kinds[end] === ITEM && compareAt(map.keys, end, keyBytes, 0) === 0;
  const added = addNode(map, ITEM);
  map.keys.set(keyBytes, added * HASH_BYTES);
  map.leaves.set(bytesOf(leaf), added * HASH_BYTES);
  map.stale[added] = 1;
  const placed = map.kinds[end] === EMPTY || replaced ? added : splitItem(map, end, added, path.length);
  linkNode(map, path, keyBytes, placed);
}

/** Puts two items under inner nodes down to the first bit in which their keys differ; returns the topmost. */
function splitItem(map: KeyedMap, a: number, b: number, depth: number): number {
  const node = addNode(map, INNER);
  map.stale[node] = 1;
  const [bitA, bitB] = [bitOf(map.keys, a, depth), bitOf(map.keys, b, depth)];
  const below = bitA === bitB ? splitItem(map, a, b, depth + 1) : EMPTY;
  const sides: [number, number] = [EMPTY, EMPTY];
  if (bitA === bitB) sides[bitA] = below;
  else {
    sides[bitA] = a;
    sides[bitB] = b;
  }
  [map.left[node], map.right[node]] = sides;
  return node;
}

function linkNode(map: KeyedMap, path: readonly number[], key: Uint8Array, node: number): void {
  const parent = path.at(-1);
  if (parent === undefined) map.root = node;
  else if (bitOf(key, 0, path.length - 1) === 0) map.left[parent] = node;
  else map.right[parent] = node;
  for (const passed of path) map.stale[passed] = 1;
}

/** Computes every stale hash once, deepest first; returns the nodes that were new, for a store. */
export function rehashMap(map: KeyedMap): MapNode[] {
  const made: MapNode[] = [];
  rehashNode(map, map.root, made);
  return made;
}

function rehashNode(map: KeyedMap, node: number, made: MapNode[]): void {
  if (map.stale[node] !== 1) return;
  if (map.kinds[node] === INNER) {
    rehashNode(map, map.left[node]!, made);
    rehashNode(map, map.right[node]!, made);
  }
  computeHash(map, node);
  map.stale[node] = 0;
  made.push(describeNode(map, node));
}

function describeNode(map: KeyedMap, node: number): MapNode {
  const hash = hashAt(map.hashes, node).slice();
  if (map.kinds[node] === ITEM)
    return { hash, key: hashAt(map.keys, node).slice(), leaf: hashAt(map.leaves, node).slice() };
  return {
    hash,
    left: hashAt(map.hashes, map.left[node]!).slice(),
    right: hashAt(map.hashes, map.right[node]!).slice(),
  };
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
    hashAt(map.hashes, bitOf(keyBytes, 0, depth) === 0 ? map.right[node]! : map.left[node]!),
  );
  const proof = siblings.reverse().map(formatHex);
  if (map.kinds[end] === EMPTY) return { present: false, end: null, siblings: proof };
  const item = { key: formatHex(hashAt(map.keys, end)), leaf: formatHex(hashAt(map.leaves, end)) };
  if (item.key === key) return { present: true, leaf: item.leaf, siblings: proof };
  return { present: false, end: item, siblings: proof };
}
