import { sqrt } from './elementary.ts';

/**
 * Returns a percentile of numbers in ascending order, at least one: linear between the two nearest (definition 7 of R. J. Hyndman and
 * Y. Fan, 1996), so that 0 is the least number, 50 the median and 100 the largest.
 */
export function percentileOf(sorted: Float64Array, percent: number): number {
  return atRank(sorted, ((sorted.length - 1) * percent) / 100);
}

/** Returns the quantile for a probability from 0 to 1, as `percentileOf`. */
export function quantileOf(sorted: Float64Array, probability: number): number {
  return atRank(sorted, (sorted.length - 1) * probability);
}

/**
 * Returns the standard error of a quantile of n independent draws, from the draws alone: how many of them are below the true quantile has
 * the binomial standard deviation s = √(n p (1 − p)), so it is a quarter of the distance between the draws 2 s ranks below and 2 s above.
 * Null where there are not so many draws.
 */
export function standardErrorOf(sorted: Float64Array, probability: number): number | null {
  const rank = (sorted.length - 1) * probability;
  const away = 2 * sqrt(sorted.length * probability * (1 - probability));
  if (rank - away < 0 || rank + away > sorted.length - 1) return null;
  return (atRank(sorted, rank + away) - atRank(sorted, rank - away)) / 4;
}

function atRank(sorted: Float64Array, rank: number): number {
  const part = rank % 1;
  const [below, above] = [sorted[rank - part]!, sorted[rank - part + 1]];
  return above === undefined ? below : below + (above - below) * part;
}
