/** A generator of random numbers that a seed repeats. */
export interface Random {
  /** Returns a whole number from 0 to `limit` − 1. */
  below(limit: number): number;
  /** Returns an item of a list, which must not be empty. */
  pick<Item>(list: readonly Item[]): Item;
}

/** Returns the generator for a seed (mulberry32). */
export function openRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return { below, pick: (list) => list[below(list.length)]! };
}
