import { HASH_BYTES, compareAt, hashAt } from '../../core/hashing/hash-order.ts';

const MIN_SLOTS = 1024;
const EMPTY = 0;

/**
 * Different 32-byte hashes with numbers from 0, in the order in which they were added. It takes 32 bytes for each hash and 4 to 8 for
 * finding it, which a Map of a million texts does not.
 */
export class HashTable {
  #count = 0;
  #hashes = new Uint8Array((MIN_SLOTS * HASH_BYTES) / 2);
  /** Open addressing: the number of a hash plus 1 in the first free slot after its own. At most half of the slots are used. */
  #slots = new Uint32Array(MIN_SLOTS);
  /** Nobody can choose hashes that fall on one slot without knowing it. */
  readonly #seed = crypto.getRandomValues(new Uint32Array(1))[0]! | 1;

  get count(): number {
    return this.#count;
  }

  /** Returns the hash with this number, as a view that is valid until the next `add`. */
  at(index: number): Uint8Array {
    return hashAt(this.#hashes, index);
  }

  /** Returns the number of hash `index` of joined hashes; −1 if it is not here. */
  find(hashes: Uint8Array, index: number): number {
    return this.#slots[this.#slotOf(hashes, index)]! - 1;
  }

  /** Returns the number of hash `index` of joined hashes, which is added if it is not here. */
  add(hashes: Uint8Array, index: number): number {
    const slot = this.#slotOf(hashes, index);
    const known = this.#slots[slot]!;
    if (known !== EMPTY) return known - 1;
    const number = this.#count++;
    if (this.#count * HASH_BYTES > this.#hashes.length) this.#hashes = enlarge(this.#hashes);
    this.#hashes.set(hashAt(hashes, index), number * HASH_BYTES);
    this.#slots[slot] = number + 1;
    if (2 * this.#count > this.#slots.length) this.#rebuild(2 * this.#slots.length);
    return number;
  }

  #slotOf(hashes: Uint8Array, index: number): number {
    const mask = this.#slots.length - 1;
    let slot = mix(hashes, index * HASH_BYTES, this.#seed) & mask;
    for (;;) {
      const known = this.#slots[slot]!;
      if (known === EMPTY || compareAt(this.#hashes, known - 1, hashes, index) === 0) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #rebuild(slots: number): void {
    this.#slots = new Uint32Array(slots);
    for (let number = 0; number < this.#count; number++)
      this.#slots[this.#slotOf(this.#hashes, number)] = number + 1;
  }
}

/** Returns the hashes of items, joined. */
export function joinHashes<Item>(items: readonly Item[], hashOf: (item: Item) => Uint8Array): Uint8Array {
  const joined = new Uint8Array(items.length * HASH_BYTES);
  items.forEach((item, index) => joined.set(hashOf(item), index * HASH_BYTES));
  return joined;
}

function enlarge(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * bytes.length);
  larger.set(bytes);
  return larger;
}

function mix(bytes: Uint8Array, at: number, seed: number): number {
  const a = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  const b = bytes[at + 4]! | (bytes[at + 5]! << 8) | (bytes[at + 6]! << 16) | (bytes[at + 7]! << 24);
  const mixed = Math.imul(a ^ seed, 0x9e3779b1) ^ Math.imul(b + seed, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
