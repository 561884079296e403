import { makeHashes } from './bare-hash.ts';

export const MAP_COUNT = 1_000_000;
export const UPDATE_COUNT = 10_000;

/** Returns the keys that are changed by update number `turn`. */
export function chooseKeys(keys: Uint8Array, turn: number): Uint8Array {
  const chosen = new Uint8Array(UPDATE_COUNT * 32);
  const step = MAP_COUNT / UPDATE_COUNT;
  for (let i = 0; i < UPDATE_COUNT; i++) {
    const from = (i * step + turn) * 32;
    chosen.set(keys.subarray(from, from + 32), i * 32);
  }
  return chosen;
}

/** Returns the new leaves of update number `turn`. */
export function makeLeaves(turn: number): Uint8Array {
  return makeHashes(UPDATE_COUNT, (turn + 2) * MAP_COUNT);
}
