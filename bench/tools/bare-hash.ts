import { createKeccak } from 'hash-wasm';
import { BATCH, createBatch } from '../../core/hashing/keccak-batch.ts';
import { keccak } from '../../core/hashing/keccak.ts';
import { type Measured, measure } from './measure.ts';

const hasher = await createKeccak(256);

/** Returns the Keccak-256 of bytes by a direct call of hash-wasm. */
export function hashBare(bytes: Uint8Array): Uint8Array {
  return hasher.init().update(bytes).digest('binary');
}

/** Measures hash-wasm alone: `count` hashes of inputs of `size` bytes. */
export function measureBare(count: number, size: number): Promise<Measured<void>> {
  const bytes = new Uint8Array(size);
  return measure(() => {
    for (let i = 0; i < count; i++) hashBare(bytes);
  });
}

/** Measures core's kernel alone: `count` hashes of pairs of nodes, which cost as much as hashes of items. */
export async function measureKernel(count: number): Promise<Measured<void>> {
  const batch = createBatch(64);
  const run = (): void => {
    for (let i = 0; i < count; i += BATCH) batch.hash(Math.min(BATCH, count - i));
  };
  // A first run, not counted, in which the code is compiled.
  run();
  return measure(run);
}

/** Returns different unsorted hashes, joined in one array: the hashes of `from`, `from` + 1, and so on. */
export function makeHashes(count: number, from = 0): Uint8Array {
  const hashes = new Uint8Array(count * 32);
  const number = new Uint8Array(8);
  const view = new DataView(number.buffer);
  for (let i = 0; i < count; i++) {
    view.setFloat64(0, from + i);
    hashes.set(keccak(number), i * 32);
  }
  return hashes;
}
