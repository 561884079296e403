/** Seconds before the first retry. */
const FIRST = 5;

/** The part of a pause that is random: attempts that failed together are not repeated together. */
const JITTER = 0.25;

/**
 * Returns the seconds before the next attempt after `failures` in a row: 5, 10, 20, … up to `longest`, and up to a quarter less.
 * `wish` is what the receiver asked for (`Retry-After`), which counts if it is longer, up to `longest`. `random` is from 0 to 1.
 */
export function choosePause(
  failures: number,
  longest: number,
  { wish = 0, random = Math.random() }: { readonly wish?: number; readonly random?: number } = {},
): number {
  const pause = Math.min(longest, FIRST * 2 ** Math.min(failures - 1, 40));
  return Math.max(pause * (1 - JITTER * random), Math.min(wish, longest));
}
