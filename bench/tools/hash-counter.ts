/**
 * Counts every hash that core computes. Import it before core: it wraps the functions of hash-wasm and of core's kernel with
 * counters. Counting costs a little for each hash, so hashes are counted in another run than the one that is timed, except for the
 * verification of a proof file.
 */
import { BLOCK_BYTES } from '../../core/hashing/keccak-module.ts';

type Exports = WasmExports | KernelExports;

interface WasmExports {
  readonly Hash_Update: (length: number) => void;
}

interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly hash: (from: number, count: number, to: number) => void;
}

interface Wasm {
  instantiate: (...args: unknown[]) => Promise<{ exports: Exports }>;
}

const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
const instantiate = wasm.instantiate.bind(wasm);
let sizes: number[] | null = null;

wasm.instantiate = async (...args) => {
  const { exports } = await instantiate(...args);
  return { exports: 'hash' in exports ? countKernel(exports) : countWasm(exports) };
};

function countWasm(exports: WasmExports): WasmExports {
  const Hash_Update = (length: number): void => {
    sizes?.push(length);
    exports.Hash_Update(length);
  };
  return { ...exports, Hash_Update };
}

function countKernel({ memory, hash }: KernelExports): KernelExports {
  const counted = (from: number, count: number, to: number): void => {
    const length = sizes === null ? 0 : readLength(new Uint8Array(memory.buffer, from, BLOCK_BYTES));
    for (let i = 0; i < count; i++) sizes?.push(length);
    hash(from, count, to);
  };
  return { memory, hash: counted };
}

/** Returns the length of the message in a padded block. The padding begins with a 1; zeros follow up to the last byte. */
function readLength(block: Uint8Array): number {
  return block.lastIndexOf(1, BLOCK_BYTES - 2);
}

/** Returns the length of the input of each hash that a run computes. */
export async function countHashes(run: () => unknown): Promise<number[]> {
  const counted: number[] = [];
  sizes = counted;
  await run();
  sizes = null;
  return counted;
}
