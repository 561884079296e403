import { keccakText } from '../../core/hashing/keccak.ts';

/** The name of the generator, as runs state it. */
export const GENERATOR = 'threefry4x32-20';

/** Four words of 32 bits. */
export type Words = readonly [number, number, number, number];

/** The constant of Skein's key schedule, of 32 bits: with it, words of a key that are all zero do not stay so. */
const PARITY = 0x1bd11bda;

/**
 * Writes following blocks of the generator Threefry-4x32 with 20 rounds: each a function of a counter and a key, made of additions, rotations and
 * exclusive ors. J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, Parallel random numbers: as easy as 1, 2, 3 (2011). Rounds are
 * written out, without a loop or a list: so they take a third of the time.
 * @param c0 the first of the four words of the counter of the first block; each next block has one more
 * @param words gets four words of 32 bits for each block, as signed integers
 */
// oxlint-disable-next-line max-lines-per-function -- twenty rounds, written out
export function writeBlocks(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  key: Words,
  words: Int32Array,
): void {
  const k0 = key[0];
  const k1 = key[1];
  const k2 = key[2];
  const k3 = key[3];
  const k4 = PARITY ^ k0 ^ k1 ^ k2 ^ k3;
  for (let at = 0; at < words.length; at += 4) {
    let a = (c0 + (at >> 2) + k0) | 0;
    let b = (c1 + k1) | 0;
    let c = (c2 + k2) | 0;
    let d = (c3 + k3) | 0;
    a = (a + b) | 0;
    b = ((b << 10) | (b >>> 22)) ^ a;
    c = (c + d) | 0;
    d = ((d << 26) | (d >>> 6)) ^ c;
    a = (a + d) | 0;
    d = ((d << 11) | (d >>> 21)) ^ a;
    c = (c + b) | 0;
    b = ((b << 21) | (b >>> 11)) ^ c;
    a = (a + b) | 0;
    b = ((b << 13) | (b >>> 19)) ^ a;
    c = (c + d) | 0;
    d = ((d << 27) | (d >>> 5)) ^ c;
    a = (a + d) | 0;
    d = ((d << 23) | (d >>> 9)) ^ a;
    c = (c + b) | 0;
    b = ((b << 5) | (b >>> 27)) ^ c;
    a = (a + k1) | 0;
    b = (b + k2) | 0;
    c = (c + k3) | 0;
    d = (d + k4 + 1) | 0;
    a = (a + b) | 0;
    b = ((b << 6) | (b >>> 26)) ^ a;
    c = (c + d) | 0;
    d = ((d << 20) | (d >>> 12)) ^ c;
    a = (a + d) | 0;
    d = ((d << 17) | (d >>> 15)) ^ a;
    c = (c + b) | 0;
    b = ((b << 11) | (b >>> 21)) ^ c;
    a = (a + b) | 0;
    b = ((b << 25) | (b >>> 7)) ^ a;
    c = (c + d) | 0;
    d = ((d << 10) | (d >>> 22)) ^ c;
    a = (a + d) | 0;
    d = ((d << 18) | (d >>> 14)) ^ a;
    c = (c + b) | 0;
    b = ((b << 20) | (b >>> 12)) ^ c;
    a = (a + k2) | 0;
    b = (b + k3) | 0;
    c = (c + k4) | 0;
    d = (d + k0 + 2) | 0;
    a = (a + b) | 0;
    b = ((b << 10) | (b >>> 22)) ^ a;
    c = (c + d) | 0;
    d = ((d << 26) | (d >>> 6)) ^ c;
    a = (a + d) | 0;
    d = ((d << 11) | (d >>> 21)) ^ a;
    c = (c + b) | 0;
    b = ((b << 21) | (b >>> 11)) ^ c;
    a = (a + b) | 0;
    b = ((b << 13) | (b >>> 19)) ^ a;
    c = (c + d) | 0;
    d = ((d << 27) | (d >>> 5)) ^ c;
    a = (a + d) | 0;
    d = ((d << 23) | (d >>> 9)) ^ a;
    c = (c + b) | 0;
    b = ((b << 5) | (b >>> 27)) ^ c;
    a = (a + k3) | 0;
    b = (b + k4) | 0;
    c = (c + k0) | 0;
    d = (d + k1 + 3) | 0;
    a = (a + b) | 0;
    b = ((b << 6) | (b >>> 26)) ^ a;
    c = (c + d) | 0;
    d = ((d << 20) | (d >>> 12)) ^ c;
    a = (a + d) | 0;
    d = ((d << 17) | (d >>> 15)) ^ a;
    c = (c + b) | 0;
    b = ((b << 11) | (b >>> 21)) ^ c;
    a = (a + b) | 0;
    b = ((b << 25) | (b >>> 7)) ^ a;
    c = (c + d) | 0;
    d = ((d << 10) | (d >>> 22)) ^ c;
    a = (a + d) | 0;
    d = ((d << 18) | (d >>> 14)) ^ a;
    c = (c + b) | 0;
    b = ((b << 20) | (b >>> 12)) ^ c;
    a = (a + k4) | 0;
    b = (b + k0) | 0;
    c = (c + k1) | 0;
    d = (d + k2 + 4) | 0;
    a = (a + b) | 0;
    b = ((b << 10) | (b >>> 22)) ^ a;
    c = (c + d) | 0;
    d = ((d << 26) | (d >>> 6)) ^ c;
    a = (a + d) | 0;
    d = ((d << 11) | (d >>> 21)) ^ a;
    c = (c + b) | 0;
    b = ((b << 21) | (b >>> 11)) ^ c;
    a = (a + b) | 0;
    b = ((b << 13) | (b >>> 19)) ^ a;
    c = (c + d) | 0;
    d = ((d << 27) | (d >>> 5)) ^ c;
    a = (a + d) | 0;
    d = ((d << 23) | (d >>> 9)) ^ a;
    c = (c + b) | 0;
    b = ((b << 5) | (b >>> 27)) ^ c;
    a = (a + k0) | 0;
    b = (b + k1) | 0;
    c = (c + k2) | 0;
    d = (d + k3 + 5) | 0;
    words[at] = a;
    words[at + 1] = b;
    words[at + 2] = c;
    words[at + 3] = d;
  }
}

/** 2^52, 2^26 and 2^32. */
const DEVIATES = 4_503_599_627_370_496;
const HALF = 67_108_864;
const WORDS = 4_294_967_296;

/**
 * The uniform deviates of a name under a seed: a function of the number of the draw, so that any range of draws can be computed alone.
 * The key is the first 16 bytes of keccak256(utf8(`<seed> <name>`)), as four big-endian words. The counter is ⌊draw / 2⌋, its lower
 * word first; of the four words of the block an even draw takes the first two, an odd one the others.
 */
export class Deviates {
  readonly #key: Words;

  constructor(key: Words) {
    this.#key = key;
  }

  /** Returns the deviates of a name under a seed, a whole number of at least 0. */
  static of(seed: number, name: string): Deviates {
    const { buffer, byteOffset } = keccakText(`${seed} ${name}`);
    const bytes = new DataView(buffer, byteOffset);
    return new Deviates([bytes.getInt32(0), bytes.getInt32(4), bytes.getInt32(8), bytes.getInt32(12)]);
  }

  /**
   * Writes the deviates of the draws `first`, `first + 1`, … into `deviates`. Each is exactly (k + ½) / 2^52 for a k of 52 random bits,
   * the upper 26 of two words: above 0 and below 1, and as likely near the one as near the other.
   * @param first a whole number below 2^53
   */
  fill(first: number, deviates: Float64Array): void {
    const half = first % 2;
    // The first of two words is that of the draw before, where the first draw is odd.
    for (let at = -half; at < deviates.length; at += DRAWS) {
      this.#write((first + at) / 2);
      const end = at + DRAWS < deviates.length ? at + DRAWS : deviates.length;
      writeDeviates(AHEAD, at < 0 ? 2 : 0, deviates, at < 0 ? 0 : at, end);
    }
  }

  /** Writes the blocks from a number on. A lower word that would overflow ends a range: those after it are written one by one. */
  #write(number: number): void {
    const low = number % WORDS;
    const high = (number - low) / WORDS;
    if (low + DRAWS / 2 <= WORDS) {
      writeBlocks(low | 0, high | 0, 0, 0, this.#key, AHEAD);
      return;
    }
    for (let block = 0; block < DRAWS / 2; block++) {
      const next = number + block;
      const [below, above] = [next % WORDS, (next - (next % WORDS)) / WORDS];
      writeBlocks(below | 0, above | 0, 0, 0, this.#key, AHEAD.subarray(4 * block, 4 * block + 4));
    }
  }
}

/** How many draws are written at once, and the words of their blocks: no deviate depends on it. */
const DRAWS = 64;
const AHEAD = new Int32Array(2 * DRAWS);

/** Writes the deviates `from` to `end` − 1 from two words each. */
function writeDeviates(
  words: Int32Array,
  word: number,
  deviates: Float64Array,
  from: number,
  end: number,
): void {
  for (let draw = from; draw < end; draw++, word += 2)
    deviates[draw] = ((words[word]! >>> 6) * HALF + (words[word + 1]! >>> 6) + 0.5) / DEVIATES;
}
