/**
 * Counts every hash that core computes. Import it before core: it wraps the functions of core's kernel with counters. Counting costs a
 * little for each hash, so hashes are counted in another run than the one that is timed, except for the verification of a proof file.
 */
import type { Kernel } from '../../core/hashing/keccak-kernel.ts';
import { BLOCK_BYTES, STATE_BYTES } from '../../core/hashing/keccak-module.ts';

interface Wasm {
  Instance: new (...args: readonly unknown[]) => { readonly exports: Kernel };
}

const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
const { Instance } = wasm;
let sizes: number[] | null = null;

wasm.Instance = function instantiate(...args: readonly unknown[]) {
  const { exports } = new Instance(...args);
  return { exports: 'absorb' in exports ? countKernel(exports) : exports };
} as unknown as Wasm['Instance'];

function countKernel({ memory, hash, absorb }: Kernel): Kernel {
  const lengthAt = (at: number): number => readLength(new Uint8Array(memory.buffer, at, BLOCK_BYTES));
  /** The bytes of the message that is absorbed before the blocks of this call. */
  let before = 0;
  return {
    memory,
    hash(from, count, to) {
      const length = sizes === null ? 0 : lengthAt(from);
      for (let i = 0; i < count; i++) sizes?.push(length);
      hash(from, count, to);
    },
    absorb(from, count, state) {
      if (sizes !== null) {
        if (new Uint8Array(memory.buffer, state, STATE_BYTES).every((byte) => byte === 0)) before = 0;
        else sizes.pop();
        sizes.push(before + (count - 1) * BLOCK_BYTES + lengthAt(from + (count - 1) * BLOCK_BYTES));
        before += count * BLOCK_BYTES;
      }
      absorb(from, count, state);
    },
  };
}

/** Returns the length of the message in a padded block. The padding begins with a 1; zeros follow up to the last bit of the block. */
function readLength(block: Uint8Array): number {
  return block[BLOCK_BYTES - 1] === 0x81 ? BLOCK_BYTES - 1 : block.lastIndexOf(1, BLOCK_BYTES - 2);
}

/** Returns the length of the input of each hash that a run computes. */
export async function countHashes(run: () => unknown): Promise<number[]> {
  const counted: number[] = [];
  sizes = counted;
  await run();
  sizes = null;
  return counted;
}
