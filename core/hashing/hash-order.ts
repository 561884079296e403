/** The width of a hash in bytes. */
export const HASH_BYTES = 32;
/** The width of a hash in 32-bit words. */
export const HASH_WORDS = 8;

/** The bits of a digit of the radix sort: its table of places stays in the processor's cache. */
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
/** From how many hashes on the radix sort's tables pay. */
const RADIX_FROM = 1024;
/** From how many hashes on it pays to spread them first. */
const SPREAD_FROM = 1 << 14;

/**
 * Returns the order in which hashes, joined in one array, sort ascending: position → index. Many are sorted by their first
 * four bytes, in a radix sort; those that agree there, a few in a million, are then compared in full.
 */
export function orderHashes(hashes: Uint8Array): Uint32Array {
  const count = hashes.length / HASH_BYTES;
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  if (count < RADIX_FROM) return order.sort((a, b) => compareAt(hashes, a, hashes, b));
  const view = new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength);
  const prefixes = new Uint32Array(count);
  for (let i = 0; i < count; i++) prefixes[i] = view.getUint32(i * HASH_BYTES);
  let sorted: Prefixed = { order, prefixes };
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) sorted = sortByDigit(sorted, shift);
  sortTies(sorted, hashes);
  return sorted.order;
}

/** Indices of hashes, each with the first four bytes of its hash. */
interface Prefixed {
  readonly order: Uint32Array;
  readonly prefixes: Uint32Array;
}

function sortByDigit({ order, prefixes }: Prefixed, shift: number): Prefixed {
  const count = order.length;
  const places = new Uint32Array(DIGITS + 1);
  for (let i = 0; i < count; i++) places[((prefixes[i]! >>> shift) & (DIGITS - 1)) + 1]!++;
  for (let digit = 1; digit <= DIGITS; digit++) places[digit]! += places[digit - 1]!;
  const sorted = { order: new Uint32Array(count), prefixes: new Uint32Array(count) };
  for (let i = 0; i < count; i++) {
    const prefix = prefixes[i]!;
    const place = places[(prefix >>> shift) & (DIGITS - 1)]!++;
    sorted.order[place] = order[i]!;
    sorted.prefixes[place] = prefix;
  }
  return sorted;
}

function sortTies({ order, prefixes }: Prefixed, hashes: Uint8Array): void {
  for (let from = 0; from < order.length;) {
    let until = from + 1;
    while (until < order.length && prefixes[until] === prefixes[from]) until++;
    if (until - from > 1) order.subarray(from, until).sort((a, b) => compareAt(hashes, a, hashes, b));
    from = until;
  }
}

/** Returns how hash `i` of `a` sorts against hash `j` of `b`: negative, zero or positive. */
export function compareAt(a: Uint8Array, i: number, b: Uint8Array, j: number): number {
  const from = i * HASH_BYTES;
  const other = j * HASH_BYTES;
  for (let at = 0; at < HASH_BYTES; at++) {
    const difference = a[from + at]! - b[other + at]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Tells whether hash `i` of `a` is hash `j` of `b`, both as words. */
export function isSameAt(a: Uint32Array, i: number, b: Uint32Array, j: number): boolean {
  for (let at = 0; at < HASH_WORDS; at++) if (a[i * HASH_WORDS + at] !== b[j * HASH_WORDS + at]) return false;
  return true;
}

/** Returns hash `index` of hashes joined in one array, as a view. */
export function hashAt(hashes: Uint8Array, index: number): Uint8Array {
  return hashesFrom(hashes, index, 1);
}

function hashesFrom(hashes: Uint8Array, from: number, count: number): Uint8Array {
  return hashes.subarray(from * HASH_BYTES, (from + count) * HASH_BYTES);
}

/** Returns bytes as 32-bit words: a view, or a view of a copy where they do not stand on a word's boundary. */
export function wordsOf(bytes: Uint8Array): Uint32Array {
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

/**
 * Copies a hash between places of two arrays, counted in words. Written out, as a loop takes twice the time, and `set` and a view
 * ten times.
 */
export function copyWords(from: Uint32Array, source: number, to: Uint32Array, target: number): void {
  to[target] = from[source]!;
  to[target + 1] = from[source + 1]!;
  to[target + 2] = from[source + 2]!;
  to[target + 3] = from[source + 3]!;
  to[target + 4] = from[source + 4]!;
  to[target + 5] = from[source + 5]!;
  to[target + 6] = from[source + 6]!;
  to[target + 7] = from[source + 7]!;
}

/** Copies hash `i` of `from` to place `j` of `to`, both as words. */
export function copyHash(from: Uint32Array, i: number, to: Uint32Array, j: number): void {
  copyWords(from, i * HASH_WORDS, to, j * HASH_WORDS);
}

/** Returns those hashes that an order names, in that order, joined in a new array. */
export function arrangeHashes(hashes: Uint8Array, order: Uint32Array): Uint8Array {
  const arranged = new Uint8Array(order.length * HASH_BYTES);
  arrangeWords(wordsOf(hashes), order, wordsOf(arranged));
  return arranged;
}

function arrangeWords(words: Uint32Array, order: Uint32Array, target: Uint32Array): void {
  for (let position = 0; position < order.length; position++)
    copyHash(words, order[position]!, target, position);
}

/**
 * Returns hashes ascending, and hashes beside them in the same order. Many are first spread by their first byte, so that what
 * is then put in order at a time fits in the processor's cache.
 */
export function sortHashes(hashes: Uint8Array, beside: readonly Uint8Array[] = []): Uint8Array[] {
  const arrays = [hashes, ...beside];
  const count = hashes.length / HASH_BYTES;
  if (count < SPREAD_FROM) {
    const order = orderHashes(hashes);
    return arrays.map((array) => arrangeHashes(array, order));
  }
  const starts = countFirstBytes(hashes);
  const spread = spreadHashes(arrays, starts);
  const sizes = Array.from({ length: 256 }, (_, byte) => starts[byte + 1]! - starts[byte]!);
  const copy = new Uint32Array(Math.max(...sizes) * HASH_WORDS);
  sizes.forEach((size, byte) => {
    const parts = spread.map((array) => hashesFrom(array, starts[byte]!, size));
    sortPart(parts, copy);
  });
  return spread;
}

/** Returns where the hashes of each first byte begin once they are sorted, and their count. */
function countFirstBytes(hashes: Uint8Array): Uint32Array {
  const starts = new Uint32Array(257);
  for (let at = 0; at < hashes.length; at += HASH_BYTES) starts[hashes[at]! + 1]!++;
  for (let byte = 0; byte < 256; byte++) starts[byte + 1]! += starts[byte]!;
  return starts;
}

function spreadHashes(arrays: readonly Uint8Array[], starts: Uint32Array): Uint8Array[] {
  const [hashes] = arrays as [Uint8Array];
  const next = starts.slice();
  const places = new Uint32Array(hashes.length / HASH_BYTES);
  for (let i = 0; i < places.length; i++) places[i] = next[hashes[i * HASH_BYTES]!]!++;
  return arrays.map((array) => {
    const spread = new Uint8Array(array.length);
    const [words, target] = [wordsOf(array), wordsOf(spread)];
    for (let i = 0; i < places.length; i++) copyHash(words, i, target, places[i]!);
    return spread;
  });
}

/** Sorts arrays in place by the hashes of the first; `copy` has space for one of them. */
function sortPart(parts: readonly Uint8Array[], copy: Uint32Array): void {
  const order = orderHashes(parts[0]!);
  for (const part of parts) {
    const words = wordsOf(part);
    copy.set(words);
    arrangeWords(copy, order, words);
  }
}

/** 32-byte hashes joined in one array, with the same memory as words. */
export interface HashArray {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
}

/** Returns bytes as hashes. */
export function hashesOf(bytes: Uint8Array): HashArray {
  return { bytes, words: wordsOf(bytes) };
}
