/** The width of a hash in bytes. */
export const HASH_BYTES = 32;
/** The width of a hash in 32-bit words. */
export const HASH_WORDS = 8;

/** Hashes are put into at most 2^16 buckets by their first bits: its table of counts fits in the processor's second-level cache. */
const MOST_BITS = 16;
/** Buckets of more hashes are sorted by comparison; chance makes none. */
const MOST_IN_BUCKET = 64;
/** From this many hashes on, it is faster to distribute them by their first byte before sorting. */
const DISTRIBUTE_FROM = 1 << 14;

/**
 * Returns the ascending order of joined hashes, as a list of their indices; equal ones keep their order. Each is put into a bucket by its first bits. There
 * are about as many buckets as hashes; the few in one bucket are then compared.
 * @param same how many first bytes all hashes have in common
 */
export function orderHashes(hashes: Uint8Array, same = 0): Uint32Array {
  const count = hashes.length / HASH_BYTES;
  const order = new Uint32Array(count);
  if (count < 2) return order;
  const prefixes = count > DISTRIBUTE_FROM ? new Uint32Array(count) : prefixRoom;
  readPrefixes(hashes, same, prefixes);
  const bits = Math.min(32 - Math.clz32(count - 1), MOST_BITS);
  const shift = 32 - bits;
  const places = placeRoom;
  places.fill(0, 0, (1 << bits) + 1);
  for (let i = 0; i < count; i++) places[(prefixes[i]! >>> shift) + 1]!++;
  for (let bucket = 1; bucket <= 1 << bits; bucket++) places[bucket]! += places[bucket - 1]!;
  for (let i = 0; i < count; i++) order[places[prefixes[i]! >>> shift]!++] = i;
  const compare = (a: number, b: number): number =>
    prefixes[a]! - prefixes[b]! || compareAt(hashes, a, hashes, b);
  // Now the place of each bucket is where the next one begins.
  for (let bucket = 0, from = 0; from < count; bucket++) {
    const until = places[bucket]!;
    if (until - from <= MOST_IN_BUCKET) sortFew(order, from, until, compare);
    else order.subarray(from, until).sort(compare);
    from = until;
  }
  return order;
}

const prefixRoom = new Uint32Array(DISTRIBUTE_FROM);
const placeRoom = new Uint32Array((1 << MOST_BITS) + 1);

/** Reads the four bytes of each hash that follow the first `same` ones. */
function readPrefixes(hashes: Uint8Array, same: number, prefixes: Uint32Array): void {
  const view = new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength);
  const count = hashes.length / HASH_BYTES;
  for (let i = 0; i < count; i++) prefixes[i] = view.getUint32(i * HASH_BYTES + same);
}

/** Sorts a part of a list by inserting one after the other. */
function sortFew(
  list: Uint32Array,
  from: number,
  until: number,
  compare: (a: number, b: number) => number,
): void {
  for (let at = from + 1; at < until; at++) {
    const value = list[at]!;
    let to = at;
    for (; to > from && compare(list[to - 1]!, value) > 0; to--) list[to] = list[to - 1]!;
    list[to] = value;
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
    sortPart(parts, copy, 1);
  });
  return distributed;
}

/**
 * Sorts joined hashes in their own memory. They begin at a multiple of 4 bytes. New memory costs more than to sort in it: the runtime counts it, and
 * then looks for what is no longer used among all that a program holds.
 */
export function sortInPlace(hashes: Uint8Array): void {
  if (hashes.length / HASH_BYTES < DISTRIBUTE_FROM) {
    sortPart([hashes], roomFor(hashes.length / HASH_BYTES), 0);
    return;
  }
  const starts = countFirstBytes(hashes);
  swapIntoPlaces(hashes, starts);
  for (let byte = 0; byte < 256; byte++) {
    const size = starts[byte + 1]! - starts[byte]!;
    sortPart([hashesFrom(hashes, starts[byte]!, size)], roomFor(size), 1);
  }
}

const room = new Uint32Array(DISTRIBUTE_FROM * HASH_WORDS);

function roomFor(count: number): Uint32Array {
  return count > DISTRIBUTE_FROM ? new Uint32Array(count * HASH_WORDS) : room;
}

/** Swaps hashes until each is among those with its first byte. */
function swapIntoPlaces(hashes: Uint8Array, starts: Uint32Array): void {
  const words = wordsOf(hashes);
  const next = starts.slice();
  for (let byte = 0; byte < 256; byte++)
    for (let at = next[byte]!; at < starts[byte + 1]!; at = next[byte]!) {
      const own = hashes[at * HASH_BYTES]!;
      const place = next[own]!++;
      if (own !== byte) swapHashes(words, at * HASH_WORDS, place * HASH_WORDS);
    }
}

function swapHashes(words: Uint32Array, one: number, other: number): void {
  for (let at = 0; at < HASH_WORDS; at++) {
    const moved = words[one + at]!;
    words[one + at] = words[other + at]!;
    words[other + at] = moved;
  }
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

/** Sorts all arrays in place by the hashes of the first one, whose `same` first bytes are equal; `copy` has space for one of them. */
function sortPart(parts: readonly Uint8Array[], copy: Uint32Array, same: number): void {
  const order = orderHashes(parts[0]!, same);
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
