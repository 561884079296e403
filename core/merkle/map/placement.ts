import { Invariant } from '../../errors.ts';
import { copyHash, hashAt, isSameAt } from '../../hashing/hash-order.ts';
import { formatHex } from '../../encoding/hex.ts';
import { hashInner, hashItems } from './inner-hashes.ts';
import { type SortedItems, bitOf } from './item.ts';
import {
  EMPTY,
  INNER,
  type KeyedMap,
  STUB,
  addInner,
  addItem,
  appendItem,
  childOf,
  enlargeWords,
  kindOf,
  placeOf,
  setChild,
} from './nodes.ts';

/** About how many items are placed and hashed together: what stands around them stays in the processor's second cache. */
const TOGETHER = 512;

/** Inner nodes on the ways of items, each before those below it, with the ranges of the items that go through them. */
interface Ways {
  size: number;
  nodes: Uint32Array;
  from: Uint32Array;
  until: Uint32Array;
}

/** In use while items are placed, and again when others are. */
const ways: Ways = {
  size: 0,
  nodes: new Uint32Array(TOGETHER),
  from: new Uint32Array(TOGETHER),
  until: new Uint32Array(TOGETHER),
};

interface Placing {
  readonly map: KeyedMap;
  readonly items: SortedItems;
  /** The node of each item, as far as they are placed. */
  readonly placed: Uint32Array;
}

/** Up to how many keys are counted instead of searched. */
const COUNTED = 4;

/**
 * Places items in a map, and hashes each node on their ways once, a depth of a subtree in one call. Returns these nodes, in
 * several arrays, each after its children. @throws Invariant when a way leads into a stub
 */
export function placeItems(map: KeyedMap, items: SortedItems): Uint32Array[] {
  const { count } = items;
  const placed = new Uint32Array(count);
  ways.size = 0;
  const placing = { map, items, placed };
  const made = [placed];
  map.root = placeRange(placing, map.root, 0, count, 0);
  const top = placeDepths(placing, 0, 0, (size) => size * TOGETHER < count);
  const end = ways.size;
  let hashed = 0;
  for (let at = top.at(-1)!; at < end; at++) {
    placeBelow(placing, at, top.length - 1);
    const below = placeDepths(placing, end, top.length, () => true);
    hashItems(map, items, placed, hashed, ways.until[at]!);
    hashed = ways.until[at]!;
    hashDepths(map, below);
    made.push(ways.nodes.slice(end, ways.size).reverse());
    ways.size = end;
  }
  hashItems(map, items, placed, hashed, count);
  hashDepths(map, top);
  made.push(ways.nodes.slice(0, end).reverse());
  return made;
}

/**
 * Places the items of the inner nodes from `start` of the ways on, which have one depth, below them, depth by depth as long as
 * `goesOn` of a depth's size. Returns where each depth begins among the ways; the last depth is that where it ended.
 */
function placeDepths(
  placing: Placing,
  start: number,
  depth: number,
  goesOn: (size: number) => boolean,
): number[] {
  const starts = [start];
  for (let from = start; from < ways.size && goesOn(ways.size - from);) {
    const until = ways.size;
    readAhead(placing.map, from, until);
    for (let at = from; at < until; at++) placeBelow(placing, at, depth + starts.length - 1);
    starts.push(until);
    from = until;
  }
  return starts;
}

/**
 * Reads what will be asked of the children of nodes, to no end but that it stands in the cache then: reads that nothing waits for
 * are made at once, where `placeBelow` waits for each in turn. Returns what keeps a compiler from leaving them out.
 */
function readAhead({ links }: KeyedMap, from: number, until: number): number {
  let read = 0;
  for (let at = from; at < until; at++) {
    const node = ways.nodes[at]!;
    read ^= links[2 * links[2 * node]!]! ^ links[2 * links[2 * node + 1]!]!;
  }
  return read;
}

function hashDepths(map: KeyedMap, starts: readonly number[]): void {
  for (let index = starts.length - 1, until = ways.size; index >= 0; until = starts[index]!, index--)
    hashInner(map, ways.nodes.subarray(starts[index], until));
}

/** Places the items of an inner node of the ways, which is at `depth`, below it. */
function placeBelow(placing: Placing, at: number, depth: number): void {
  const { map, items } = placing;
  const [node, from, until] = [ways.nodes[at]!, ways.from[at]!, ways.until[at]!];
  const middle = splitRange(items.keys.bytes, from, until, depth);
  setChild(map, node, 0, placeRange(placing, childOf(map, node, 0), from, middle, depth + 1));
  setChild(map, node, 1, placeRange(placing, childOf(map, node, 1), middle, until, depth + 1));
}

/** Returns the node that stands at a place at `depth` once a range of the items goes there, given that before. */
function placeRange(placing: Placing, before: number, from: number, until: number, depth: number): number {
  if (from === until) return before;
  const { map, items, placed } = placing;
  const kind = kindOf(map, before);
  if (kind === STUB)
    throw new Invariant(`map node not loaded on the way of ${formatHex(hashAt(items.keys.bytes, from))}`);
  if (kind !== INNER && until - from === 1 && isPlaceOf(map, before, items, from))
    return (placed[from] = placeItem(map, before, items, from));
  const node = kind === INNER ? before : addInnerAbove(map, before, depth);
  addToWays(node, from, until);
  return node;
}

function addToWays(node: number, from: number, until: number): void {
  if (ways.size === ways.nodes.length) {
    ways.nodes = enlargeWords(ways.nodes);
    ways.from = enlargeWords(ways.from);
    ways.until = enlargeWords(ways.until);
  }
  ways.nodes[ways.size] = node;
  ways.from[ways.size] = from;
  ways.until[ways.size] = until;
  ways.size++;
}

function isPlaceOf(map: KeyedMap, at: number, { keys }: SortedItems, index: number): boolean {
  return at === EMPTY || isSameAt(map.keys.words, placeOf(map, at), keys.words, index);
}

/** A map that is built has its items already, in the order in which they are placed. */
function placeItem(map: KeyedMap, at: number, { keys, leaves }: SortedItems, index: number): number {
  if (at === EMPTY) return addItem(map, map.keys === keys ? index : appendItem(map, keys, leaves, index));
  copyHash(leaves.words, index, map.leaves.words, placeOf(map, at));
  return at;
}

/** Adds an inner node at `depth` in the place of the empty node, or of an item, which moves down to its side. */
function addInnerAbove(map: KeyedMap, item: number, depth: number): number {
  const isRight = item !== EMPTY && bitOf(map.keys.bytes, placeOf(map, item), depth) === 1;
  return isRight ? addInner(map, EMPTY, item) : addInner(map, item, EMPTY);
}

/** Returns where the keys begin of which bit `depth` is 1. */
function splitRange(keys: Uint8Array, from: number, until: number, depth: number): number {
  let low = from;
  let high = until;
  while (high - low > COUNTED) {
    const middle = (low + high) >>> 1;
    if (bitOf(keys, middle, depth) === 0) low = middle + 1;
    else high = middle;
  }
  // The bits of a few are added up: no processor foresees the ways of a search.
  let ones = 0;
  for (let index = low; index < high; index++) ones += bitOf(keys, index, depth);
  return high - ones;
}
