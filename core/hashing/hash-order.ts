/** The width of a hash in bytes. */
export const HASH_BYTES = 32;
/** The width of a hash in 32-bit words. */
export const HASH_WORDS = 8;

/** The bits of one digit of the radix sort: its table of 2^11 counts fits in the processor's first-level cache. */
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
/** From this many hashes on, a radix sort is faster than a comparison sort. */
const RADIX_FROM = 1024;
/** From this many hashes on, it is faster to distribute them by their first byte before sorting. */
const DISTRIBUTE_FROM = 1 << 14;

/**
 * Returns the ascending order of joined hashes, as a list of their indices. Many hashes are sorted by their first four bytes with
 * a radix sort; the few with equal first bytes are then compared in full.
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

/** Compares hash `i` of `a` with hash `j` of `b`: returns a negative number, zero or a positive number. */
export function compareAt(a: Uint8Array, i: number, b: Uint8Array, j: number): number {
  const from = i * HASH_BYTES;
  const other = j * HASH_BYTES;
  for (let at = 0; at < HASH_BYTES; at++) {
    const difference = a[from + at]! - b[other + at]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Tells whether hash `i` of `a` equals hash `j` of `b`, both as words. */
export function isSameAt(a: Uint32Array, i: number, b: Uint32Array, j: number): boolean {
  for (let at = 0; at < HASH_WORDS; at++) if (a[i * HASH_WORDS + at] !== b[j * HASH_WORDS + at]) return false;
  return true;
}

/** Returns hash `index` of joined hashes, as a view. */
export function hashAt(hashes: Uint8Array, index: number): Uint8Array {
  return hashesFrom(hashes, index, 1);
}

function hashesFrom(hashes: Uint8Array, from: number, count: number): Uint8Array {
  return hashes.subarray(from * HASH_BYTES, (from + count) * HASH_BYTES);
}

/** Returns bytes as 32-bit words: a view, or a copy where they do not begin at a multiple of 4 bytes. */
export function wordsOf(bytes: Uint8Array): Uint32Array {
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

/**
 * Copies one hash between two arrays; places are counted in words. Written out, because a loop takes twice the time, and `set` with
 * a view ten times.
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

/** Copies hash `i` of `from` to hash `j` of `to`, both as words. */
export function copyHash(from: Uint32Array, i: number, to: Uint32Array, j: number): void {
  copyWords(from, i * HASH_WORDS, to, j * HASH_WORDS);
}

/** Returns the hashes at the indices of an order, joined in that order. */
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
 * Returns joined hashes in ascending order, and further arrays of hashes in the same order as their first one. Many hashes are
 * first distributed by their first byte, so that each part that is then sorted fits in the processor's cache.
 */
export function sortHashes(hashes: Uint8Array, others: readonly Uint8Array[] = []): Uint8Array[] {
  const arrays = [hashes, ...others];
  const count = hashes.length / HASH_BYTES;
  if (count < DISTRIBUTE_FROM) {
    const order = orderHashes(hashes);
    return arrays.map((array) => arrangeHashes(array, order));
  }
  const starts = countFirstBytes(hashes);
  const distributed = distributeHashes(arrays, starts);
  const sizes = Array.from({ length: 256 }, (_, byte) => starts[byte + 1]! - starts[byte]!);
  const copy = new Uint32Array(Math.max(...sizes) * HASH_WORDS);
  sizes.forEach((size, byte) => {
    const parts = distributed.map((array) => hashesFrom(array, starts[byte]!, size));
    sortPart(parts, copy);
  });
  return distributed;
}

/** Returns for each first byte the index at which its hashes begin once they are sorted; the last element is the count. */
function countFirstBytes(hashes: Uint8Array): Uint32Array {
  const starts = new Uint32Array(257);
  for (let at = 0; at < hashes.length; at += HASH_BYTES) starts[hashes[at]! + 1]!++;
  for (let byte = 0; byte < 256; byte++) starts[byte + 1]! += starts[byte]!;
  return starts;
}

function distributeHashes(arrays: readonly Uint8Array[], starts: Uint32Array): Uint8Array[] {
  const [hashes] = arrays as [Uint8Array];
  const next = starts.slice();
  const places = new Uint32Array(hashes.length / HASH_BYTES);
  for (let i = 0; i < places.length; i++) places[i] = next[hashes[i * HASH_BYTES]!]!++;
  return arrays.map((array) => {
    const distributed = new Uint8Array(array.length);
    const [words, target] = [wordsOf(array), wordsOf(distributed)];
    for (let i = 0; i < places.length; i++) copyHash(words, i, target, places[i]!);
    return distributed;
  });
}

/** Sorts all arrays in place by the hashes of the first one; `copy` has space for one of them. */
function sortPart(parts: readonly Uint8Array[], copy: Uint32Array): void {
  const order = orderHashes(parts[0]!);
  for (const part of parts) {
    const words = wordsOf(part);
    copy.set(words);
    arrangeWords(copy, order, words);
  }
}

/** Joined 32-byte hashes, and the same memory as words. */
export interface HashArray {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
}

/** Returns joined hashes with both views. */
export function hashesOf(bytes: Uint8Array): HashArray {
  return { bytes, words: wordsOf(bytes) };
}
