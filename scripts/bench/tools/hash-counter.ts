/**
 * Counts every hash that core computes, whoever asks for it: imported before core, it puts a counter on hash-wasm's own
 * function. It costs a little for each hash, so what is timed is not what is counted, but for the verification of a bundle.
 */
interface KeccakExports {
  readonly Hash_Update: (length: number) => void;
}

interface Wasm {
  instantiate: (...args: unknown[]) => Promise<{ exports: KeccakExports }>;
}

const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
const instantiate = wasm.instantiate.bind(wasm);
let sizes: number[] | null = null;

wasm.instantiate = async (...args) => {
  const { exports } = await instantiate(...args);
  const Hash_Update = (length: number): void => {
    sizes?.push(length);
    exports.Hash_Update(length);
  };
  return { exports: { ...exports, Hash_Update } };
};

/** Returns how many bytes each hash that a run asks for is over. */
export async function countHashes(run: () => unknown): Promise<number[]> {
  const counted: number[] = [];
  sizes = counted;
  await run();
  sizes = null;
  return counted;
}
