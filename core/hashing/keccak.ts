import { keccak_256 } from '@noble/hashes/sha3.js';
import { formatHex, type Hex } from '../encoding/hex.ts';
import { HASH_BYTES } from './hash-order.ts';
import { type Kernel, openKernel } from './keccak-kernel.ts';
import { BLOCK_BYTES, CONSTANT_BYTES, MEMORY_BYTES, STATE_BYTES } from './keccak-module.ts';

const utf8 = new TextEncoder();

/** Returns the Keccak-256 of bytes, 32 bytes. */
export function keccak(bytes: Uint8Array): Uint8Array {
  const hasher = findHasher();
  return hasher === null ? keccak_256(bytes) : hasher.hash(bytes);
}

/** Returns the Keccak-256 of bytes as hex. */
export function keccakHex(bytes: Uint8Array): Hex {
  return formatHex(keccak(bytes));
}

/** Returns the Keccak-256 of the UTF-8 of a text. */
export function keccakText(text: string): Uint8Array {
  const hasher = findHasher();
  return hasher === null ? keccak_256(utf8.encode(text)) : hasher.hashText(text);
}

/** Opened at the first call; null where the platform has no kernel. */
let found: Hasher | null | undefined;

function findHasher(): Hasher | null {
  if (found !== undefined) return found;
  const kernel = openKernel();
  return (found = kernel === null ? null : new Hasher(kernel));
}

const STATE_AT = CONSTANT_BYTES;
const BLOCKS_AT = STATE_AT + STATE_BYTES;
/** The blocks that fit in the memory. */
const MOST_BLOCKS = Math.floor((MEMORY_BYTES - BLOCKS_AT) / BLOCK_BYTES);

/** Hashes one message of any length at a time, with an instance of the kernel. */
class Hasher {
  readonly #absorb: Kernel['absorb'];
  readonly #state: Uint8Array;
  readonly #blocks: Uint8Array;

  constructor({ memory: { buffer }, absorb }: Kernel) {
    this.#absorb = absorb;
    this.#state = new Uint8Array(buffer, STATE_AT, STATE_BYTES);
    this.#blocks = new Uint8Array(buffer, BLOCKS_AT, MOST_BLOCKS * BLOCK_BYTES);
  }

  hash(bytes: Uint8Array): Uint8Array {
    const { length } = this.#blocks;
    this.#state.fill(0);
    let rest = bytes;
    for (; rest.length >= length; rest = rest.subarray(length)) {
      this.#blocks.set(rest.subarray(0, length));
      this.#absorb(BLOCKS_AT, MOST_BLOCKS, STATE_AT);
    }
    this.#blocks.set(rest);
    return this.#finish(rest.length);
  }

  /** A short text is written where it is hashed: allocating its bytes takes longer than hashing them. */
  hashText(text: string): Uint8Array {
    if (text.length * 3 >= this.#blocks.length) return this.hash(utf8.encode(text));
    this.#state.fill(0);
    return this.#finish(utf8.encodeInto(text, this.#blocks).written);
  }

  /** Pads the last bytes of a message: with a 1, zeros, and the last bit of the block, as Keccak did before it became SHA-3. */
  #finish(length: number): Uint8Array {
    const count = Math.floor(length / BLOCK_BYTES) + 1;
    const end = count * BLOCK_BYTES;
    this.#blocks.fill(0, length, end);
    this.#blocks[length] = 0x01;
    this.#blocks[end - 1]! |= 0x80;
    this.#absorb(BLOCKS_AT, count, STATE_AT);
    return this.#state.slice(0, HASH_BYTES);
  }
}
