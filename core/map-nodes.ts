import { HASH_BYTES, compareAt, copyHash, hashAt, wordsOf } from './hash-order.ts';
import { keccakInto } from './keccak.ts';
import { hashItemAt } from './map-item.ts';

/** What is known of a node by its hash: an inner node's two children, or an item. */
export type MapNode =
  | { readonly hash: Uint8Array; readonly left: Uint8Array; readonly right: Uint8Array }
  | { readonly hash: Uint8Array; readonly key: Uint8Array; readonly leaf: Uint8Array };

export const EMPTY = 0;
export const ITEM = 1;
export const INNER = 2;
/** A node of which only the hash is known. */
export const STUB = 3;

/** For how many items space is made at first. */
const MIN_ITEMS = 16;

const ZERO = new Uint8Array(HASH_BYTES);
const children = new Uint8Array(2 * HASH_BYTES);
const childrenWords = wordsOf(children);

/** 32-byte hashes joined in one array, with the same memory as words. */
export interface HashArray {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
}

/**
 * A map (§3) as a tree of nodes in flat arrays: node 0 is the empty one. Parts that are not needed may be stubs, so that a
 * map of millions of items is updated or proved from the few nodes on the way; nodes are named by their hash, so a store of
 * nodes keeps every version, and an update only adds.
 */
export interface KeyedMap {
  root: number;
  /** Nodes in use. */
  nodeCount: number;
  kinds: Uint8Array;
  hashes: HashArray;
  /** Left child of an inner node; the place of an item's key and leaf. */
  left: Uint32Array;
  right: Uint32Array;
  /** Items in use. */
  itemCount: number;
  keys: HashArray;
  leaves: HashArray;
}

/** Returns an empty map with space for this many nodes; more is made where it is not enough. */
export function createMap(nodes: number): KeyedMap {
  return {
    root: EMPTY,
    nodeCount: 1,
    kinds: new Uint8Array(nodes),
    hashes: createHashes(nodes),
    left: new Uint32Array(nodes),
    right: new Uint32Array(nodes),
    itemCount: 0,
    keys: createHashes(0),
    leaves: createHashes(0),
  };
}

/** Returns bytes as hashes. */
export function hashesOf(bytes: Uint8Array): HashArray {
  return { bytes, words: wordsOf(bytes) };
}

function createHashes(count: number): HashArray {
  return hashesOf(new Uint8Array(count * HASH_BYTES));
}

function enlargeHashes(hashes: HashArray): HashArray {
  const larger = createHashes(Math.max(MIN_ITEMS, (2 * hashes.bytes.length) / HASH_BYTES));
  larger.words.set(hashes.words);
  return larger;
}

function enlargeWords(words: Uint32Array): Uint32Array {
  const larger = new Uint32Array(2 * words.length);
  larger.set(words);
  return larger;
}

function addNode(map: KeyedMap, kind: number): number {
  if (map.nodeCount === map.kinds.length) {
    const kinds = new Uint8Array(2 * map.kinds.length);
    kinds.set(map.kinds);
    map.kinds = kinds;
    map.hashes = enlargeHashes(map.hashes);
    map.left = enlargeWords(map.left);
    map.right = enlargeWords(map.right);
  }
  map.kinds[map.nodeCount] = kind;
  return map.nodeCount++;
}

/** Adds an inner node, of which the children and the hash are not set; returns it. */
export function addInner(map: KeyedMap): number {
  return addNode(map, INNER);
}

/** Adds an item, whose hash is not set, by the place of its key and leaf; returns its node. */
export function addItem(map: KeyedMap, place: number): number {
  const node = addNode(map, ITEM);
  map.left[node] = place;
  return node;
}

/** Adds a key and a leaf, each at an index of joined ones; returns their place. */
export function appendItem(map: KeyedMap, keys: HashArray, leaves: HashArray, index: number): number {
  if (map.itemCount * HASH_BYTES === map.keys.bytes.length) {
    map.keys = enlargeHashes(map.keys);
    map.leaves = enlargeHashes(map.leaves);
  }
  copyHash(keys.words, index, map.keys.words, map.itemCount);
  copyHash(leaves.words, index, map.leaves.words, map.itemCount);
  return map.itemCount++;
}

/** Adds a node of which only the hash is known; returns it, the empty node where the hash is zero. */
export function addStub(map: KeyedMap, hash: Uint8Array): number {
  if (compareAt(hash, 0, ZERO, 0) === 0) return EMPTY;
  const node = addNode(map, STUB);
  map.hashes.bytes.set(hash, node * HASH_BYTES);
  return node;
}

/** Makes a stub the node that it stands for. */
export function fillStub(map: KeyedMap, stub: number, node: MapNode): void {
  if ('key' in node) {
    map.kinds[stub] = ITEM;
    map.left[stub] = appendItem(map, hashesOf(node.key), hashesOf(node.leaf), 0);
    return;
  }
  const left = addStub(map, node.left);
  const right = addStub(map, node.right);
  map.kinds[stub] = INNER;
  map.left[stub] = left;
  map.right[stub] = right;
}

/** Computes the hash of an item or of an inner node whose children's hashes are right (§3). */
export function computeHash(map: KeyedMap, node: number): void {
  const { hashes, keys, leaves, left } = map;
  if (map.kinds[node] === ITEM) {
    hashItemAt(keys.words, leaves.words, left[node]!, hashes.bytes, node);
    return;
  }
  copyHash(hashes.words, left[node]!, childrenWords, 0);
  copyHash(hashes.words, map.right[node]!, childrenWords, 1);
  keccakInto(children, hashes.bytes, node * HASH_BYTES);
}

/** Returns what a store keeps of an item or an inner node. */
export function describeNode(map: KeyedMap, node: number): MapNode {
  const { hashes, keys, leaves } = map;
  const [left, right] = [map.left[node]!, map.right[node]!];
  const hash = copyAt(hashes.bytes, node);
  if (map.kinds[node] === ITEM)
    return { hash, key: copyAt(keys.bytes, left), leaf: copyAt(leaves.bytes, left) };
  return { hash, left: copyAt(hashes.bytes, left), right: copyAt(hashes.bytes, right) };
}

function copyAt(hashes: Uint8Array, index: number): Uint8Array {
  return hashes.slice(index * HASH_BYTES, (index + 1) * HASH_BYTES);
}

/** Returns the key of an item's node, as a view. */
export function keyAt(map: KeyedMap, node: number): Uint8Array {
  return hashAt(map.keys.bytes, map.left[node]!);
}

/** Returns the leaf of an item's node, as a view. */
export function leafAt(map: KeyedMap, node: number): Uint8Array {
  return hashAt(map.leaves.bytes, map.left[node]!);
}
