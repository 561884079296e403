/** The width of a hash in bytes. */
export const HASH_BYTES = 32;
/** The width of a hash in 32-bit words. */
export const HASH_WORDS = 8;

/** The bits of a digit of the radix sort: its table of places stays in the processor's cache. */
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
/** From how many hashes on the radix sort's tables pay. */
const RADIX_FROM = 1024;

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

/** Returns hash `index` of hashes joined in one array, as a view. */
export function hashAt(hashes: Uint8Array, index: number): Uint8Array {
  return hashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
}

/** Returns bytes as 32-bit words: a view, or a view of a copy where they do not stand on a word's boundary. */
export function wordsOf(bytes: Uint8Array): Uint32Array {
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

/** Copies hash `i` of `from` to place `j` of `to`, both as words: a tenth of the time that `set` and a view take. */
export function copyHash(from: Uint32Array, i: number, to: Uint32Array, j: number): void {
  const source = i * HASH_WORDS;
  const target = j * HASH_WORDS;
  for (let at = 0; at < HASH_WORDS; at++) to[target + at] = from[source + at]!;
}

/** Returns those hashes that an order names, in that order, joined in a new array. */
export function arrangeHashes(hashes: Uint8Array, order: Uint32Array): Uint8Array {
  const words = wordsOf(hashes);
  const arranged = new Uint8Array(order.length * HASH_BYTES);
  const target = wordsOf(arranged);
  for (let position = 0; position < order.length; position++)
    copyHash(words, order[position]!, target, position);
  return arranged;
}
