import { HASH_BYTES, wordsOf } from './hash-order.ts';
import { BLOCK_BYTES, CONSTANT_BYTES, MEMORY_BYTES, writeModule } from './keccak-module.ts';
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
  /** Hashes the first `count` messages; `count` is at least 1. */
  hash(count: number): void;
}

/** What core uses of WebAssembly. TypeScript declares it only together with a browser's other globals. */
interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean;
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object): Promise<{ readonly exports: Kernel }>;
}

interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly hash: (from: number, count: number, to: number) => void;
}

declare const WebAssembly: WebAssemblyApi;

const MESSAGES_AT = CONSTANT_BYTES;
const HASHES_AT = MESSAGES_AT + BATCH * BLOCK_BYTES;

/** Null where the machine has no 128-bit vectors. */
const code = writeModule();
const kernelModule = WebAssembly.validate(code) ? await WebAssembly.compile(code) : null;

/** Whether batches are hashed by vectors on this machine. Only then may a message be padded by its writer, for a length of its own. */
export const HAS_VECTORS = kernelModule !== null;

/** Returns space for messages of `length` bytes, a multiple of 4 and less than a block, with its own WebAssembly instance to hash them. */
export async function createBatch(length: number): Promise<HashBatch> {
  if (kernelModule === null) return createSlowBatch(length);
  const { memory, hash } = (await WebAssembly.instantiate(kernelModule)).exports;
  return {
    ...placeBatch(memory.buffer, length),
    hash: (count) => hash(MESSAGES_AT, count, HASHES_AT),
  };
}

/** Returns the same space, but messages are hashed one by one, for machines without 128-bit vectors. */
export function createSlowBatch(length: number): HashBatch {
  const memory = new ArrayBuffer(MEMORY_BYTES);
  const { messages, hashes } = placeBatch(memory, length);
  const hash = (count: number): void => {
    for (let i = 0; i < count; i++) {
      const message = new Uint8Array(memory, MESSAGES_AT + i * BLOCK_BYTES, length);
      hashes.set(wordsOf(keccak(message)), (i * HASH_BYTES) / 4);
    }
  };
  return { messages, hashes, hash };
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
