import { keccakText } from '../../core/hashing/keccak.ts';

/**
 * Pseudo-random numbers: xoshiro128** 1.1 (D. Blackman and S. Vigna), with a stream of its own for each name. The state of a stream is
 * the first 16 bytes of keccak256(utf8(`<seed> <name>`)), as four big-endian words. So the numbers of a stream depend on the seed and on
 * its name, and on nothing else.
 */
export class Stream {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** @param words four words of 32 bits, not all zero */
  constructor([a, b, c, d]: readonly [number, number, number, number]) {
    [this.#a, this.#b, this.#c, this.#d] = [a, b, c, d];
  }

  /** Returns the stream of a name under a seed, a whole number of at least 0. */
  static of(seed: number, name: string): Stream {
    const { buffer, byteOffset } = keccakText(`${seed} ${name}`);
    const bytes = new DataView(buffer, byteOffset);
    return new Stream([bytes.getUint32(0), bytes.getUint32(4), bytes.getUint32(8), bytes.getUint32(12)]);
  }

  /** Returns the next word: a whole number from 0 to 2^32 − 1. */
  next(): number {
    const b = this.#b;
    const fivefold = (b << 2) + b;
    const turned = (fivefold << 7) | (fivefold >>> 25);
    const word = ((turned << 3) + turned) >>> 0;
    this.#c ^= this.#a;
    this.#d ^= b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= b << 9;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return word;
  }

  /**
   * Returns the next uniform deviate: (k + ½) / 2^52, exactly, for a k of 52 random bits. It is above 0 and below 1, and as likely near
   * the one as near the other.
   */
  uniform(): number {
    const high = this.next() >>> 6;
    const low = this.next() >>> 6;
    return (high * 67_108_864 + low + 0.5) / 4_503_599_627_370_496;
  }
}
