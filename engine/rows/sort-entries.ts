import type { InputEntry } from './input.ts';

/** Fewer entries than this are sorted by comparing their keys. */
const FEW = 24;
/** The most bytes of keys that are copied. */
const MOST_BYTES = 1 << 28;
/** Whole numbers up to this are exact in a double. */
const MOST_EXACT = 9_007_199_254_740_992;

/**
 * Returns entries ascending by key, by code unit: as they are if they are in that order. Many keys of ASCII are copied into one array first, because
 * comparing texts that are scattered in memory takes most of the time of a sort.
 */
export function sortEntries(entries: readonly InputEntry[]): readonly InputEntry[] {
  if (isSorted(entries)) return entries;
  const keys = entries.length < FEW ? null : packKeys(entries);
  if (keys === null) return entries.toSorted(compareEntries);
  const order = Uint32Array.from(entries, (_, index) => index);
  sortRange(keys, order, 0);
  return Array.from(order, (index) => entries[index]!);
}

function isSorted(entries: readonly InputEntry[]): boolean {
  for (let at = 1; at < entries.length; at++) if (entries[at - 1]!.key > entries[at]!.key) return false;
  return true;
}

function compareEntries({ key: a }: InputEntry, { key: b }: InputEntry): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Keys as bytes, one after the other: key i is from `starts[i]` to before `starts[i + 1]`. */
interface Keys {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
}

/** Returns null where a key is not ASCII, whose bytes need not be in the order of its code units, or where the keys take too much memory. */
function packKeys(entries: readonly InputEntry[]): Keys | null {
  const starts = new Uint32Array(entries.length + 1);
  let size = 0;
  for (let index = 0; index < entries.length; index++) {
    size += entries[index]!.key.length;
    if (size > MOST_BYTES) return null;
    starts[index + 1] = size;
  }
  const text = entries.map(({ key }) => key).join('');
  const bytes = new TextEncoder().encode(text);
  return bytes.length === size ? { bytes, starts } : null;
}

/**
 * Sorts a part of the order of keys that agree in their first `depth` bytes. One double for each key holds as many of the next bytes as fit
 * beside the key's place in this part, each byte by its rank among those in its column. Doubles are sorted fast. Keys that these bytes do not
 * tell apart are sorted by the bytes after them.
 */
function sortRange(keys: Keys, order: Uint32Array, depth: number): void {
  if (order.length < FEW) return insertEach(keys, order, depth);
  let places = 1;
  while (places < order.length) places *= 2;
  const words = new Float64Array(order.length);
  const { column, isEnded } = rankBytes(keys, order, depth, { words, most: MOST_EXACT / places });
  for (let at = 0; at < order.length; at++) words[at] = words[at]! * places + at;
  words.sort();
  const before = order.slice();
  let start = 0;
  let last = 0;
  for (let next = 0; next < order.length; next++) {
    const at = words[next]! % places;
    const word = words[next]! - at;
    order[next] = before[at]!;
    if (word === last) continue;
    if (next - start > 1 && !isEnded) sortRange(keys, order.subarray(start, next), column);
    [start, last] = [next, word];
  }
  if (order.length - start > 1 && !isEnded) sortRange(keys, order.subarray(start), column);
}

/** Writes the bytes of keys from a column on as whole numbers below `most`. Returns the first column that is not in them, and whether all keys end before it. */
function rankBytes(
  { bytes, starts }: Keys,
  order: Uint32Array,
  depth: number,
  { words, most }: { readonly words: Float64Array; readonly most: number },
): { readonly column: number; readonly isEnded: boolean } {
  const codes = new Uint8Array(order.length);
  const ranks = new Uint8Array(129);
  let ways = 1;
  for (let column = depth; ; column++) {
    ranks.fill(0);
    for (let at = 0; at < order.length; at++) {
      const byte = starts[order[at]!]! + column;
      // One more than the byte; 0 after the end of the key.
      const code = byte < starts[order[at]! + 1]! ? bytes[byte]! + 1 : 0;
      codes[at] = code;
      ranks[code] = 1;
    }
    let different = 0;
    const isEnded = ranks[0] === 1 && !ranks.includes(1, 1);
    for (let code = 0; code < ranks.length; code++) if (ranks[code] === 1) ranks[code] = different++;
    ways *= different;
    if (isEnded || ways > most) return { column, isEnded };
    if (different > 1)
      for (let at = 0; at < order.length; at++) words[at] = words[at]! * different + ranks[codes[at]!]!;
  }
}

/** Sorts a few keys that agree in their first `depth` bytes. */
function insertEach(keys: Keys, order: Uint32Array, depth: number): void {
  for (let next = 1; next < order.length; next++) {
    const key = order[next]!;
    let at = next;
    for (; at > 0 && compareKeys(keys, order[at - 1]!, key, depth) > 0; at--) order[at] = order[at - 1]!;
    order[at] = key;
  }
}

function compareKeys({ bytes, starts }: Keys, a: number, b: number, depth: number): number {
  const [endA, endB] = [starts[a + 1]!, starts[b + 1]!];
  for (let atA = starts[a]! + depth, atB = starts[b]! + depth; atA < endA && atB < endB; atA++, atB++)
    if (bytes[atA] !== bytes[atB]) return bytes[atA]! - bytes[atB]!;
  return endA - starts[a]! - (endB - starts[b]!);
}
