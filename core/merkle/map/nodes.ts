import {
  HASH_BYTES,
  type HashArray,
  compareAt,
  copyHash,
  hashAt,
  hashesOf,
} from '../../hashing/hash-order.ts';

/** What is known of a node by its hash: an inner node's two children, or an item. */
export type MapNode =
  | { readonly hash: Uint8Array; readonly left: Uint8Array; readonly right: Uint8Array }
  | { readonly hash: Uint8Array; readonly key: Uint8Array; readonly leaf: Uint8Array };

/** The node that is nothing, and what it is. */
export const EMPTY = 0;
export const ITEM = 1;
export const INNER = 2;
/** A node of which only the hash is known. */
export const STUB = 3;

/** What stands in the place of an item's right child. */
const IS_ITEM = 0xffff_ffff;

/** For how many items space is made at first. */
const MIN_ITEMS = 16;

const ZERO = new Uint8Array(HASH_BYTES);

/**
 * A map (§3) as a tree of nodes in flat arrays: node 0 is the empty one. Parts that are not needed may be stubs, so that a
 * map of millions of items is updated or proved from the few nodes on the way; nodes are named by their hash, so a store of
 * nodes keeps every version, and an update only adds.
 */
export interface KeyedMap {
  root: number;
  /** Nodes in use. */
  nodeCount: number;
  hashes: HashArray;
  /** Two for each node, since both are read together: an inner node's children; an item's place and `IS_ITEM`; a stub's are empty. */
  links: Uint32Array;
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
    hashes: createHashes(nodes),
    links: new Uint32Array(2 * nodes),
    itemCount: 0,
    keys: createHashes(0),
    leaves: createHashes(0),
  };
}

function createHashes(count: number): HashArray {
  return hashesOf(new Uint8Array(count * HASH_BYTES));
}

function enlargeHashes(hashes: HashArray): HashArray {
  const larger = createHashes(Math.max(MIN_ITEMS, (2 * hashes.bytes.length) / HASH_BYTES));
  larger.words.set(hashes.words);
  return larger;
}

/** Returns words with space for twice as many. */
export function enlargeWords(words: Uint32Array): Uint32Array {
  const larger = new Uint32Array(2 * words.length);
  larger.set(words);
  return larger;
}

function addNode(map: KeyedMap, left: number, right: number): number {
  if (2 * map.nodeCount === map.links.length) {
    map.hashes = enlargeHashes(map.hashes);
    map.links = enlargeWords(map.links);
  }
  linkInner(map, map.nodeCount, left, right);
  return map.nodeCount++;
}

/** Makes a node the item whose key and leaf have this place. */
export function linkItem(map: KeyedMap, node: number, place: number): void {
  linkInner(map, node, place, IS_ITEM);
}

/** Makes a node the inner one of these children. */
export function linkInner({ links }: KeyedMap, node: number, left: number, right: number): void {
  links[2 * node] = left;
  links[2 * node + 1] = right;
}

/** Returns what a node is. */
export function kindOf({ links }: KeyedMap, node: number): number {
  if (node === EMPTY) return EMPTY;
  const right = links[2 * node + 1]!;
  if (right === IS_ITEM) return ITEM;
  return right === EMPTY && links[2 * node] === EMPTY ? STUB : INNER;
}

/** Returns the child of an inner node on the side of a bit. */
export function childOf({ links }: KeyedMap, node: number, bit: 0 | 1): number {
  return links[2 * node + bit]!;
}

/** Sets the child of an inner node on the side of a bit, where it is another: what isn't written needn't leave the cache. */
export function setChild({ links }: KeyedMap, node: number, bit: 0 | 1, child: number): void {
  if (links[2 * node + bit] !== child) links[2 * node + bit] = child;
}

/** Returns the place of an item's key and leaf. */
export function placeOf({ links }: KeyedMap, item: number): number {
  return links[2 * item]!;
}

/** Adds an inner node with these children, of which the hash is not set; returns it. */
export function addInner(map: KeyedMap, left: number, right: number): number {
  return addNode(map, left, right);
}

/** Adds an item, whose hash is not set, by the place of its key and leaf; returns its node. */
export function addItem(map: KeyedMap, place: number): number {
  return addNode(map, place, IS_ITEM);
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
  const node = addNode(map, EMPTY, EMPTY);
  map.hashes.bytes.set(hash, node * HASH_BYTES);
  return node;
}

/** Makes a stub the node that it stands for. */
export function fillStub(map: KeyedMap, stub: number, node: MapNode): void {
  if ('key' in node) linkItem(map, stub, appendItem(map, hashesOf(node.key), hashesOf(node.leaf), 0));
  else linkInner(map, stub, addStub(map, node.left), addStub(map, node.right));
}

/** Returns what a store keeps of an item or an inner node. */
export function describeNode(map: KeyedMap, node: number): MapNode {
  const { hashes, keys, leaves } = map;
  const hash = copyAt(hashes.bytes, node);
  if (kindOf(map, node) === ITEM) {
    const place = placeOf(map, node);
    return { hash, key: copyAt(keys.bytes, place), leaf: copyAt(leaves.bytes, place) };
  }
  const [left, right] = [childOf(map, node, 0), childOf(map, node, 1)];
  return { hash, left: copyAt(hashes.bytes, left), right: copyAt(hashes.bytes, right) };
}

function copyAt(hashes: Uint8Array, index: number): Uint8Array {
  return hashes.slice(index * HASH_BYTES, (index + 1) * HASH_BYTES);
}

/** Returns the key of an item's node, as a view. */
export function keyAt(map: KeyedMap, node: number): Uint8Array {
  return hashAt(map.keys.bytes, placeOf(map, node));
}

/** Returns the leaf of an item's node, as a view. */
export function leafAt(map: KeyedMap, node: number): Uint8Array {
  return hashAt(map.leaves.bytes, placeOf(map, node));
}
