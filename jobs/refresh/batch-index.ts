import type { BundleAnchor } from '../../core/proofs/bundle.ts';
import { type Hex, ZERO_HASH, bytesOf, formatHex } from '../../core/encoding/hex.ts';
import { HASH_BYTES, hashAt } from '../../core/hashing/hash-order.ts';
import type { Anchoring } from '../../core/verify/chain-reader.ts';

/** Hashes of a batch: its header id, the transaction and the block that anchored it. */
const HASHES = 3;
/** Numbers of a batch: its time of anchoring, its block, and the records of all batches up to it. */
const NUMBERS = 3;
const FIRST_SPACE = 256;

/** Where the chain anchored each batch, and how many records the batches have: 120 bytes a batch. */
export class BatchIndex {
  #count = 0;
  #hashes = new Uint8Array(FIRST_SPACE * HASHES * HASH_BYTES);
  #numbers = new Float64Array(FIRST_SPACE * NUMBERS);

  /** The number of the last batch. */
  get count(): number {
    return this.#count;
  }

  /** Adds the next batch; one with another number changes nothing. */
  add({ number, header, fields, anchoredAt, transaction, block, blockHash }: Anchoring): void {
    if (number !== this.#count + 1) return;
    if (this.#count * NUMBERS === this.#numbers.length) this.#enlarge();
    const records = this.recordsUpTo(this.#count) + fields.recordCount;
    [header, transaction, blockHash].forEach((hash, at) =>
      this.#hashes.set(bytesOf(hash), (this.#count * HASHES + at) * HASH_BYTES),
    );
    this.#numbers.set([anchoredAt, block, records], this.#count * NUMBERS);
    this.#count++;
  }

  #enlarge(): void {
    const [hashes, numbers] = [this.#hashes, this.#numbers];
    this.#hashes = new Uint8Array(2 * hashes.length);
    this.#hashes.set(hashes);
    this.#numbers = new Float64Array(2 * numbers.length);
    this.#numbers.set(numbers);
  }

  /** Returns how many records batches 1 to `number` have. */
  recordsUpTo(number: number): number {
    return number === 0 ? 0 : this.#numbers[(number - 1) * NUMBERS + 2]!;
  }

  /** Returns the batch with record `index` of all records, in the order in which they were sealed, from 0. A binary search. */
  batchOf(index: number): number {
    let [low, high] = [1, this.#count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.recordsUpTo(middle) > index) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Returns the header id of a batch; the zero hash if there is no such batch. */
  headerOf(number: number): Hex {
    return number >= 1 && number <= this.#count ? this.#hashOf(number, 0) : ZERO_HASH;
  }

  /** Returns where and when a batch was anchored. */
  anchorOf(number: number): BundleAnchor {
    const at = (number - 1) * NUMBERS;
    return {
      anchoredAt: this.#numbers[at]!,
      transaction: this.#hashOf(number, 1),
      block: this.#numbers[at + 1]!,
      blockHash: this.#hashOf(number, 2),
    };
  }

  #hashOf(number: number, at: number): Hex {
    return formatHex(hashAt(this.#hashes, (number - 1) * HASHES + at));
  }
}
