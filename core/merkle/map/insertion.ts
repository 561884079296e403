import { Invariant } from '../../errors.ts';
import { copyHash, hashAt, isSameAt } from '../../hashing/hash-order.ts';
import { formatHex } from '../../encoding/hex.ts';
import { bitOf } from './item.ts';
import { hashInner, hashItems } from './node-hashes.ts';
import {
  EMPTY,
  INNER,
  type NodeMemory,
  UNLOADED,
  addInner,
  addItem,
  appendItem,
  childOf,
  enlargeWords,
  kindOf,
  placeOf,
  setChild,
} from './node-memory.ts';
import type { SortedItems } from './sorted-items.ts';

/** About how many items are inserted and hashed together: the nodes around them fit in the processor's second-level cache. */
const TOGETHER = 512;

/** Up to this many keys, counting their bits is faster than a binary search. */
const COUNTED = 4;

/** Inner nodes on the insertion paths, parents first, each with its item range. */
interface InsertionPaths {
  size: number;
  nodes: Uint32Array;
  from: Uint32Array;
  until: Uint32Array;
}

/** One buffer for all insertions, one after the other: new arrays for each would cost time. */
const paths: InsertionPaths = {
  size: 0,
  nodes: new Uint32Array(TOGETHER),
  from: new Uint32Array(TOGETHER),
  until: new Uint32Array(TOGETHER),
};

interface Insertion {
  readonly memory: NodeMemory;
  readonly items: SortedItems;
  /** The node of each item that is inserted already. */
  readonly inserted: Uint32Array;
}

/** A map after an insertion. */
export interface Inserted {
  readonly root: number;
  /** The new and changed nodes in several arrays, each node after its children. */
  readonly parts: readonly Uint32Array[];
}

/**
 * Inserts items into the map with this root, and hashes each node on their paths once.
 *
 * As the items are sorted, those below a node are a range of them. The range of an inner node splits where the next bit of the key
 * becomes 1: the items before that go to the left child, the others to the right one. For keys 0010…, 0110… and 1000… in an empty map:
 *
 *     depth 0    root [0, 3)                splits at index 2
 *     depth 1    inner [0, 2)   item 2      splits at index 1
 *     depth 2    item 0  item 1
 *
 * 1. Walk the upper depths of the map down, one depth at a time, until each path node has about `TOGETHER` items below it.
 * 2. Finish the subtrees below them one after the other: walk down to the items, then hash from the items up, one depth in one call. A
 *    subtree fits in the processor's cache.
 * 3. Hash the upper depths, the deepest first.
 * @throws Invariant when a path leads to an unloaded node
 */
export function insertSorted(memory: NodeMemory, root: number, items: SortedItems): Inserted {
  const { count } = items;
  const inserted = new Uint32Array(count);
  paths.size = 0;
  const insertion = { memory, items, inserted };
  const parts = [inserted];
  const newRoot = insertRange(insertion, root, 0, count, 0);
  const top = insertDepths(insertion, 0, 0, (size) => size * TOGETHER < count);
  const end = paths.size;
  let hashed = 0;
  for (let at = top.at(-1)!; at < end; at++) {
    insertBelow(insertion, at, top.length - 1);
    const below = insertDepths(insertion, end, top.length, () => true);
    hashItems(memory, items, inserted, hashed, paths.until[at]!);
    hashed = paths.until[at]!;
    hashDepths(memory, below);
    parts.push(paths.nodes.slice(end, paths.size).reverse());
    paths.size = end;
  }
  hashItems(memory, items, inserted, hashed, count);
  hashDepths(memory, top);
  parts.push(paths.nodes.slice(0, end).reverse());
  return { root: newRoot, parts };
}

/**
 * Walks down from the path nodes that begin at index `start`, all at the same depth, one depth at a time, while `mayContinue` accepts the
 * number of nodes of a depth. Returns the index at which each depth begins; the last is the depth where it stopped.
 */
function insertDepths(
  insertion: Insertion,
  start: number,
  depth: number,
  mayContinue: (size: number) => boolean,
): number[] {
  const starts = [start];
  for (let from = start; from < paths.size && mayContinue(paths.size - from);) {
    const until = paths.size;
    readAhead(insertion.memory, from, until);
    for (let at = from; at < until; at++) insertBelow(insertion, at, depth + starts.length - 1);
    starts.push(until);
    from = until;
  }
  return starts;
}

/**
 * Reads the links of the children of path nodes, so that the processor's cache holds them when `insertBelow` needs them: here it
 * reads many at once, there it would wait for each. The result only keeps a compiler from removing the reads.
 */
function readAhead({ links }: NodeMemory, from: number, until: number): number {
  let read = 0;
  for (let at = from; at < until; at++) {
    const node = paths.nodes[at]!;
    read ^= links[2 * links[2 * node]!]! ^ links[2 * links[2 * node + 1]!]!;
  }
  return read;
}

/** Hashes path nodes, the deepest first. */
function hashDepths(memory: NodeMemory, starts: readonly number[]): void {
  for (let index = starts.length - 1, until = paths.size; index >= 0; until = starts[index]!, index--)
    hashInner(memory, paths.nodes.subarray(starts[index], until));
}

/** Inserts the items of a path node, which is at `depth`, into its two children. */
function insertBelow(insertion: Insertion, at: number, depth: number): void {
  const { memory, items } = insertion;
  const [node, from, until] = [paths.nodes[at]!, paths.from[at]!, paths.until[at]!];
  const middle = splitRange(items.keys.bytes, from, until, depth);
  setChild(memory, node, 0, insertRange(insertion, childOf(memory, node, 0), from, middle, depth + 1));
  setChild(memory, node, 1, insertRange(insertion, childOf(memory, node, 1), middle, until, depth + 1));
}

/**
 * Returns the node that replaces `before`, at `depth`, when a range of the items goes there:
 * - the same node, if the range is empty
 * - the item, if it is alone and the node is empty or has the same key
 * - else an inner node, which joins the paths; an item that was here becomes its child
 */
function insertRange(
  insertion: Insertion,
  before: number,
  from: number,
  until: number,
  depth: number,
): number {
  if (from === until) return before;
  const { memory, items, inserted } = insertion;
  const kind = kindOf(memory, before);
  if (kind === UNLOADED)
    throw new Invariant(
      `the path of key ${formatHex(hashAt(items.keys.bytes, from))} is not loaded: load it before inserting`,
    );
  if (kind !== INNER && until - from === 1 && isPlaceOf(memory, before, items, from))
    return (inserted[from] = insertItem(memory, before, items, from));
  const node = kind === INNER ? before : addInnerAbove(memory, before, depth);
  addToPaths(node, from, until);
  return node;
}

function addToPaths(node: number, from: number, until: number): void {
  if (paths.size === paths.nodes.length) {
    paths.nodes = enlargeWords(paths.nodes);
    paths.from = enlargeWords(paths.from);
    paths.until = enlargeWords(paths.until);
  }
  paths.nodes[paths.size] = node;
  paths.from[paths.size] = from;
  paths.until[paths.size] = until;
  paths.size++;
}

/** Tells whether an item may take the place of this node: it is empty, or an item with the same key. */
function isPlaceOf(memory: NodeMemory, at: number, { keys }: SortedItems, index: number): boolean {
  return at === EMPTY || isSameAt(memory.keys.words, placeOf(memory, at), keys.words, index);
}

/** A map that is being built shares its items' arrays with the memory: only an update copies them. */
function insertItem(memory: NodeMemory, at: number, { keys, leaves }: SortedItems, index: number): number {
  if (at === EMPTY)
    return addItem(memory, memory.keys === keys ? index : appendItem(memory, keys, leaves, index));
  copyHash(leaves.words, index, memory.leaves.words, placeOf(memory, at));
  return at;
}

/** Adds an inner node at `depth` in the place of an empty node or of an item, which becomes its child. */
function addInnerAbove(memory: NodeMemory, item: number, depth: number): number {
  const isRight = item !== EMPTY && bitOf(memory.keys.bytes, placeOf(memory, item), depth) === 1;
  return isRight ? addInner(memory, EMPTY, item) : addInner(memory, item, EMPTY);
}

/** Returns the index of the first key, in a range of sorted keys, whose bit `depth` is 1. */
function splitRange(keys: Uint8Array, from: number, until: number, depth: number): number {
  let low = from;
  let high = until;
  while (high - low > COUNTED) {
    const middle = (low + high) >>> 1;
    if (bitOf(keys, middle, depth) === 0) low = middle + 1;
    else high = middle;
  }
  // The last few are counted: the branches of a search can't be predicted.
  let ones = 0;
  for (let index = low; index < high; index++) ones += bitOf(keys, index, depth);
  return high - ones;
}
