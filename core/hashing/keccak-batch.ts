import { HASH_BYTES, wordsOf } from './hash-order.ts';
import { openKernel } from './keccak-kernel.ts';
import { BLOCK_BYTES, CONSTANT_BYTES, MEMORY_BYTES } from './keccak-module.ts';
import { keccak } from './keccak.ts';

/** How many messages one call hashes: with their hashes they fit in the processor's first-level cache. */
export const BATCH = 128;
/** The distance in words from one message to the next: each message has its own block. */
export const BLOCK_WORDS = BLOCK_BYTES / 4;

/** Space for messages of one length, shorter than a block, and for their hashes. Not a batch of records. */
export interface HashBatch {
  /** Message `i` begins at word `i * BLOCK_WORDS`. */
  readonly messages: Uint32Array;
  /** Hash `i` begins at word `i * HASH_WORDS`; the next call overwrites it. */
  readonly hashes: Uint32Array;
  /** Whether messages are hashed as they are padded, so that a writer may pad one for a length of its own. */
  readonly takesPadding: boolean;
  /** Hashes the first `count` messages; `count` is at least 1. */
  hash(count: number): void;
}

const MESSAGES_AT = CONSTANT_BYTES;
const HASHES_AT = MESSAGES_AT + BATCH * BLOCK_BYTES;

/** Returns space for messages of `length` bytes, a multiple of 4 and less than a block, with an instance of the kernel to hash them. */
export function createBatch(length: number): HashBatch {
  const kernel = openKernel();
  if (kernel === null) return createSlowBatch(length);
  const { memory, hash } = kernel;
  return {
    ...placeBatch(memory.buffer, length),
    takesPadding: true,
    hash: (count) => hash(MESSAGES_AT, count, HASHES_AT),
  };
}

/** Returns the same space, but messages are hashed one by one, where the platform has no kernel. */
export function createSlowBatch(length: number): HashBatch {
  const memory = new ArrayBuffer(MEMORY_BYTES);
  const { messages, hashes } = placeBatch(memory, length);
  const hash = (count: number): void => {
    for (let i = 0; i < count; i++) {
      const message = new Uint8Array(memory, MESSAGES_AT + i * BLOCK_BYTES, length);
      hashes.set(wordsOf(keccak(message)), (i * HASH_BYTES) / 4);
    }
  };
  return { messages, hashes, takesPadding: false, hash };
}

/** Pads every message once: with a 1, zeros, and the last bit of the block, as Keccak did before it became SHA-3. */
function placeBatch(memory: ArrayBuffer, length: number): Pick<HashBatch, 'messages' | 'hashes'> {
  const bytes = new Uint8Array(memory);
  for (let at = MESSAGES_AT; at < HASHES_AT; at += BLOCK_BYTES) {
    bytes[at + length] = 0x01;
    bytes[at + BLOCK_BYTES - 1]! |= 0x80;
  }
  return {
    messages: new Uint32Array(memory, MESSAGES_AT, (BATCH * BLOCK_BYTES) / 4),
    hashes: new Uint32Array(memory, HASHES_AT, (BATCH * HASH_BYTES) / 4),
  };
}
