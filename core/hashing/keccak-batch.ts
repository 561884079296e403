import { HASH_BYTES, wordsOf } from './hash-order.ts';
import { BLOCK_BYTES, CONSTANT_BYTES, MEMORY_BYTES, writeModule } from './keccak-module.ts';
import { keccak } from './keccak.ts';

/** How many messages are hashed in one call: with their hashes they stay in the processor's first cache. */
export const BATCH = 128;
/** The words from one message of a batch to the next: each has a block of its own. */
export const BLOCK_WORDS = BLOCK_BYTES / 4;

/** Space for messages of one length, of less than a block, and for their hashes. */
export interface HashBatch {
  /** Message `i` begins at word `i * BLOCK_WORDS`. */
  readonly messages: Uint32Array;
  /** Hash `i` begins at word `i * HASH_WORDS`; it stands there until the next call. */
  readonly hashes: Uint32Array;
  /** Hashes the first `count` messages, at least one. */
  hash(count: number): void;
}

/** What core uses of WebAssembly, of which TypeScript knows only where it knows a browser. */
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

/** Compiled where the machine has vectors of 128 bits. */
const code = writeModule();
const kernelModule = WebAssembly.validate(code) ? await WebAssembly.compile(code) : null;

/** Returns space for messages of so many bytes, a multiple of 4 below a block, which a kernel of its own hashes. */
export async function createBatch(length: number): Promise<HashBatch> {
  if (kernelModule === null) return createSlowBatch(length);
  const { memory, hash } = (await WebAssembly.instantiate(kernelModule)).exports;
  return {
    ...placeBatch(memory.buffer, length),
    hash: (count) => hash(MESSAGES_AT, count, HASHES_AT),
  };
}

/** Returns the same space for messages that are hashed one by one, where there are no vectors. */
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

/** Pads every message once and for all: with 1, zeros and the last bit of the block, as Keccak did before SHA-3. */
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
