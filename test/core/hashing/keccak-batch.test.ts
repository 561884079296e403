import { keccak_256 } from '@noble/hashes/sha3.js';
import fc from 'fast-check';
import { createKeccak } from 'hash-wasm';
import { describe, expect, it } from 'vitest';
import { hashAt } from '../../../core/hashing/hash-order.ts';
import { formatHex } from '../../../core/encoding/hex.ts';
import {
  BATCH,
  BLOCK_WORDS,
  type HashBatch,
  createBatch,
  createSlowBatch,
} from '../../../core/hashing/keccak-batch.ts';
import { BLOCK_BYTES, writeModule } from '../../../core/hashing/keccak-module.ts';

/** Every length of messages that a batch accepts. */
const LENGTHS = Array.from({ length: BLOCK_BYTES / 4 }, (_, index) => 4 * index);

const KINDS = LENGTHS.map((length) => ({
  length,
  kernel: createBatch(length),
  slow: createSlowBatch(length),
}));

function hashBy(batch: HashBatch, messages: readonly Uint8Array[]): string[] {
  const bytes = new Uint8Array(batch.messages.buffer, batch.messages.byteOffset, batch.messages.byteLength);
  messages.forEach((message, index) => bytes.set(message, 4 * BLOCK_WORDS * index));
  batch.hash(messages.length);
  const hashes = new Uint8Array(batch.hashes.buffer, batch.hashes.byteOffset, batch.hashes.byteLength);
  return messages.map((_, index) => formatHex(hashAt(hashes, index)));
}

const byNoble = (message: Uint8Array): string => formatHex(keccak_256(message));
const hashWasm = await createKeccak(256);
const byHashWasm = (message: Uint8Array): string => `0x${hashWasm.init().update(message).digest('hex')}`;

/** Different messages of one length, made from a number. */
function makeMessages(length: number, count: number, seed: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) =>
    Uint8Array.from(
      { length },
      (_, at) => (Math.imul(seed + index * 977 + at * 31, 0x9e3779b1) >>> 24) & 0xff,
    ),
  );
}

const anyMessages = fc.constantFrom(...LENGTHS).chain((length) =>
  fc.record({
    length: fc.constant(length),
    messages: fc.array(fc.uint8Array({ minLength: length, maxLength: length }), {
      minLength: 1,
      maxLength: 12,
    }),
  }),
);

describe('A batch of messages', () => {
  it('is hashed with the vectors of WebAssembly on this machine', () => {
    const { WebAssembly } = globalThis as unknown as {
      WebAssembly: { validate: (bytes: Uint8Array) => boolean };
    };
    expect(WebAssembly.validate(writeModule())).toBe(true);
    const { buffer } = createBatch(64).messages;
    // A transfer detaches memory of JavaScript, but never that of WebAssembly.
    expect(() => structuredClone(buffer, { transfer: [buffer as ArrayBuffer] })).toThrow();
  });

  it.each(KINDS)(
    'of $length bytes each has the hashes of noble, for any number of messages',
    ({ length, kernel }) => {
      for (const count of [1, 2, 3, 4, 5, 31, 32, 33, BATCH - 1, BATCH]) {
        const messages = makeMessages(length, count, length * count);
        expect(hashBy(kernel, messages)).toEqual(messages.map(byNoble));
      }
    },
  );

  it('of random bytes has the hashes of noble and hash-wasm, with and without vectors', () => {
    fc.assert(
      fc.property(anyMessages, ({ length, messages }) => {
        const { kernel, slow } = KINDS[length / 4]!;
        const hashes = messages.map(byNoble);
        expect(messages.map(byHashWasm)).toEqual(hashes);
        expect(hashBy(kernel, messages)).toEqual(hashes);
        expect(hashBy(slow, messages)).toEqual(hashes);
      }),
    );
  });

  it.each([64, 96])(
    'of %i bytes each: every hash depends on every bit of its own message and on no other',
    (length) => {
      const { kernel, slow } = KINDS[length / 4]!;
      const messages = Array.from({ length: 8 * length + 2 }, (_, bit) =>
        Uint8Array.from({ length }, (_, at) => (at === bit >> 3 ? 1 << (bit & 7) : 0)),
      );
      messages[8 * length + 1]!.fill(0xff);
      for (let from = 0; from < messages.length; from += BATCH) {
        const block = messages.slice(from, from + BATCH);
        expect(hashBy(kernel, block)).toEqual(block.map(byNoble));
        expect(hashBy(slow, block)).toEqual(block.map(byNoble));
      }
    },
  );

  it.each([64, 96])('of %i bytes each, hashed again after others, has the same hashes', (length) => {
    const { kernel } = KINDS[length / 4]!;
    const [some, others] = [makeMessages(length, BATCH, 1), makeMessages(length, BATCH, 2)];
    const first = hashBy(kernel, some);
    expect(hashBy(kernel, others)).not.toEqual(first);
    expect(hashBy(kernel, some)).toEqual(first);
    expect(new Set([...first, ...hashBy(kernel, others)]).size).toBe(2 * BATCH);
  });

  it('has its own memory, which another batch does not change', () => {
    const [one, other] = [createBatch(64), createBatch(64)];
    const messages = makeMessages(64, 3, 5);
    const hashes = hashBy(one, messages);
    hashBy(other, makeMessages(64, 3, 6));
    one.hash(3);
    expect(formatHex(new Uint8Array(one.hashes.buffer, one.hashes.byteOffset, 32))).toBe(hashes[0]);
  });

  it('of a hash and the hash before it, 2,000 times, gives the hash of noble', () => {
    const { kernel } = KINDS[16]!;
    let [a, b] = [new Uint8Array(32), new Uint8Array(32).fill(0xff)];
    let [x, y] = [a, b];
    for (let turn = 0; turn < 2000; turn++) {
      const pair = new Uint8Array([...a, ...b]);
      [a, b] = [b, Uint8Array.from(Buffer.from(hashBy(kernel, [pair])[0]!.slice(2), 'hex'))];
      [x, y] = [y, keccak_256(new Uint8Array([...x, ...y]))];
    }
    expect(formatHex(b)).toBe(formatHex(y));
  });
});
