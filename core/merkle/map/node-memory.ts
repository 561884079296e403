import {
  HASH_BYTES,
  type HashArray,
  compareAt,
  copyHash,
  hashAt,
  hashesOf,
} from '../../hashing/hash-order.ts';
import type { HashedNodes, StoredNode } from './stored-nodes.ts';

/** The number of the empty node, and its kind. */
export const EMPTY = 0;
export const ITEM = 1;
export const INNER = 2;
/** A node that is known only by its hash; a store has the rest. */
export const UNLOADED = 3;

/** What an item has instead of a right child. */
const IS_ITEM = 0xffff_ffff;

/** The number of items that the first allocation has space for. */
const MIN_ITEMS = 16;

const ZERO = new Uint8Array(HASH_BYTES);

/**
 * The nodes of one or several maps (§3) in flat arrays. A node is a number; node 0 is the empty one. Nodes that are not needed
 * may stay unloaded, so a map of millions of items is updated or proved from the few nodes on the paths of its keys. A store
 * keeps nodes by their hash, so it holds every version of a map, and an update only adds to it.
 *
 * A map of two items, whose keys begin with 0 and 1, as `createMemory` and three additions make it:
 *
 *     node      0 (empty)   1 item         2 item         3 inner
 *     hashes    zero        Item(k0, l0)   Item(k1, l1)   keccak(hash 1, hash 2)
 *     links     0, 0        0, IS_ITEM     1, IS_ITEM     1, 2
 *     keys      k0, k1      leaves    l0, l1
 */
export interface NodeMemory {
  /** Nodes in use. */
  nodeCount: number;
  hashes: HashArray;
  /** Two for each node, next to each other as they are read together: an inner node's children; an item's place and `IS_ITEM`; zeros where unloaded. */
  links: Uint32Array;
  /** Items in use. */
  itemCount: number;
  keys: HashArray;
  leaves: HashArray;
}

/** Returns a memory without nodes, with space for this many; it grows when more are added. */
export function createMemory(nodes: number): NodeMemory {
  // Hashes and links double together. With fewer than MIN_ITEMS, the hashes would grow first, and stay several times too large.
  const space = Math.max(MIN_ITEMS, nodes);
  return {
    nodeCount: 1,
    hashes: createHashes(space),
    links: new Uint32Array(2 * space),
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

/** Returns a copy of words with space for twice as many. */
export function enlargeWords(words: Uint32Array): Uint32Array {
  const larger = new Uint32Array(2 * words.length);
  larger.set(words);
  return larger;
}

function addNode(memory: NodeMemory, left: number, right: number): number {
  if (2 * memory.nodeCount === memory.links.length) {
    memory.hashes = enlargeHashes(memory.hashes);
    memory.links = enlargeWords(memory.links);
  }
  linkInner(memory, memory.nodeCount, left, right);
  return memory.nodeCount++;
}

/** Makes a node the item whose key and leaf are at this place. */
export function linkItem(memory: NodeMemory, node: number, place: number): void {
  linkInner(memory, node, place, IS_ITEM);
}

/** Makes a node an inner node with these children. */
export function linkInner({ links }: NodeMemory, node: number, left: number, right: number): void {
  links[2 * node] = left;
  links[2 * node + 1] = right;
}

/** Returns `EMPTY`, `ITEM`, `INNER` or `UNLOADED`. */
export function kindOf({ links }: NodeMemory, node: number): number {
  if (node === EMPTY) return EMPTY;
  const right = links[2 * node + 1]!;
  if (right === IS_ITEM) return ITEM;
  return right === EMPTY && links[2 * node] === EMPTY ? UNLOADED : INNER;
}

/** Returns the child of an inner node on the side of a bit. */
export function childOf({ links }: NodeMemory, node: number, bit: 0 | 1): number {
  return links[2 * node + bit]!;
}

/** Sets the child of an inner node on the side of a bit. Skips the write where it changes nothing: a cache line that is not written need not leave the cache. */
export function setChild({ links }: NodeMemory, node: number, bit: 0 | 1, child: number): void {
  if (links[2 * node + bit] !== child) links[2 * node + bit] = child;
}

/** Returns the place of an item's key and leaf. */
export function placeOf({ links }: NodeMemory, item: number): number {
  return links[2 * item]!;
}

/** Adds an inner node with these children, its hash not yet set; returns the node. */
export function addInner(memory: NodeMemory, left: number, right: number): number {
  return addNode(memory, left, right);
}

/** Adds an item by the place of its key and leaf, its hash not yet set; returns the node. */
export function addItem(memory: NodeMemory, place: number): number {
  return addNode(memory, place, IS_ITEM);
}

/** Copies a key and a leaf, both at an index of joined ones, into the memory; returns their place. */
export function appendItem(memory: NodeMemory, keys: HashArray, leaves: HashArray, index: number): number {
  if (memory.itemCount * HASH_BYTES === memory.keys.bytes.length) {
    memory.keys = enlargeHashes(memory.keys);
    memory.leaves = enlargeHashes(memory.leaves);
  }
  copyHash(keys.words, index, memory.keys.words, memory.itemCount);
  copyHash(leaves.words, index, memory.leaves.words, memory.itemCount);
  return memory.itemCount++;
}

/** Adds a node that is known only by its hash, and returns it; the zero hash is the empty node. */
export function addUnloaded(memory: NodeMemory, hash: Uint8Array): number {
  if (compareAt(hash, 0, ZERO, 0) === 0) return EMPTY;
  const node = addNode(memory, EMPTY, EMPTY);
  memory.hashes.bytes.set(hash, node * HASH_BYTES);
  return node;
}

/** Gives an unloaded node what a store keeps of it. */
export function loadNode(memory: NodeMemory, unloaded: number, node: StoredNode): void {
  if ('key' in node)
    linkItem(memory, unloaded, appendItem(memory, hashesOf(node.key), hashesOf(node.leaf), 0));
  else linkInner(memory, unloaded, addUnloaded(memory, node.left), addUnloaded(memory, node.right));
}

/** Returns what a store keeps of items and inner nodes, in the same order. */
export function describeNodes(memory: NodeMemory, nodes: readonly number[]): HashedNodes {
  const items = new Uint8Array(nodes.length);
  const [hashes, a, b] = [createHashes(nodes.length), createHashes(nodes.length), createHashes(nodes.length)];
  nodes.forEach((node, index) => {
    const isItem = kindOf(memory, node) === ITEM;
    const left = isItem ? placeOf(memory, node) : childOf(memory, node, 0);
    const right = isItem ? left : childOf(memory, node, 1);
    items[index] = isItem ? 1 : 0;
    copyHash(memory.hashes.words, node, hashes.words, index);
    copyHash((isItem ? memory.keys : memory.hashes).words, left, a.words, index);
    copyHash((isItem ? memory.leaves : memory.hashes).words, right, b.words, index);
  });
  return { hashes: hashes.bytes, items, a: a.bytes, b: b.bytes };
}

/** Returns a node's hash, as a view. */
export function hashOfNode(memory: NodeMemory, node: number): Uint8Array {
  return hashAt(memory.hashes.bytes, node);
}

/** Returns the key of an item's node, as a view. */
export function keyOfItem(memory: NodeMemory, item: number): Uint8Array {
  return hashAt(memory.keys.bytes, placeOf(memory, item));
}

/** Returns the leaf of an item's node, as a view. */
export function leafOfItem(memory: NodeMemory, item: number): Uint8Array {
  return hashAt(memory.leaves.bytes, placeOf(memory, item));
}
