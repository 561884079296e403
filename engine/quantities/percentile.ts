import { powerOf, sqrt } from './elementary.ts';

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

/**
 * Sorts numbers as far as `quantileOf` and `standardErrorOf` read them for a probability below ½ and for 1 − it: the middle stays in any order. Of a
 * million numbers it takes a tenth of the time of sorting them all.
 */
export function sortTails(numbers: Float64Array, probability: number): void {
  const { length } = numbers;
  const away = 2 * sqrt(length * probability * (1 - probability));
  const low = ((length - 1) * probability + away + 2) | 0;
  const high = length - 1 - low;
  if (low >= high) {
    numbers.sort();
    return;
  }
  placeRank(numbers, low, 0, length - 1);
  placeRank(numbers, high, low + 1, length - 1);
  numbers.subarray(0, low).sort();
  numbers.subarray(high + 1).sort();
}

/** Ranges of more numbers are first divided by one that a part of them finds. */
const MANY = 1000;

/**
 * Places the number with a rank where it is among sorted numbers, smaller ones before and larger ones after it. R. W. Floyd and R. L. Rivest,
 * Algorithm 489: the algorithm SELECT (1975), not read; the number that divides is sought in a sixteenth of the numbers, and is moved from the
 * expected rank by two standard deviations, so that what is left is the smaller part.
 */
function placeRank(numbers: Float64Array, rank: number, first: number, last: number): void {
  let [left, right] = [first, last];
  while (left < right) {
    if (right - left > MANY) {
      const size = (right - left) / 16;
      const before = (rank - left) / 16;
      const shift = before < size / 2 ? -2 * sqrt(size) : 2 * sqrt(size);
      const from = (rank - before + shift) | 0;
      const until = (rank + size - before + shift) | 0;
      placeRank(
        numbers,
        rank,
        from < left ? left : from > rank ? rank : from,
        until > right ? right : until < rank ? rank : until,
      );
    }
    const divider = numbers[rank]!;
    let below = left;
    let above = right;
    while (below <= above) {
      while (numbers[below]! < divider) below++;
      while (numbers[above]! > divider) above--;
      if (below > above) break;
      const moved = numbers[below]!;
      numbers[below++] = numbers[above]!;
      numbers[above--] = moved;
    }
    if (rank <= above) right = above;
    else if (rank >= below) left = below;
    else return;
  }
}

/**
 * Returns the ends of the shortest interval that holds this part of the numbers, which ascend: that of the least y(r + q) − y(r) with q = ⌊p n + ½⌋
 * (JCGM 101:2008, 7.7.4), and of several the lowest.
 */
export function shortestOf(sorted: Float64Array, probability: number): Interval {
  const last = sorted.length - 1;
  const rounded = sorted.length * probability + 0.5;
  const held = rounded - (rounded % 1) < last ? rounded - (rounded % 1) : last;
  let [low, width] = [0, Infinity];
  for (let at = 0; at + held <= last; at++) {
    const own = sorted[at + held]! - sorted[at]!;
    if (own < width) [low, width] = [at, own];
  }
  return { low: sorted[low]!, high: sorted[low + held]! };
}

/** How many parts of the draws are compared for the error of a shortest interval, and the fewest draws of a part. */
const PARTS = 25;
const FEWEST = 100;

/**
 * Returns the standard errors of both ends of a shortest interval, from draws in the order in which they were made: those between parts of them, by
 * the cube root of how many parts there are, because the error falls by the cube root of the draws (R. Grübel, The length of the shorth, Annals of
 * Statistics 16 (1988), not read). Null where there are too few draws.
 */
export function shortestErrorsOf(draws: Float64Array, probability: number): Interval | null {
  const size = (draws.length / PARTS) | 0;
  if (size < FEWEST) return null;
  const ends = Array.from({ length: PARTS }, (_, part) =>
    shortestOf(draws.slice(part * size, (part + 1) * size).sort(), probability),
  );
  return { low: errorOf(ends.map(({ low }) => low)), high: errorOf(ends.map(({ high }) => high)) };
}

/** The ends of an interval, or what is known of each of them. */
interface Interval {
  readonly low: number;
  readonly high: number;
}

function errorOf(ends: readonly number[]): number {
  const mean = ends.reduce((sum, end) => sum + end, 0) / PARTS;
  const squares = ends.reduce((sum, end) => sum + (end - mean) * (end - mean), 0);
  return sqrt(squares / (PARTS - 1)) / powerOf(PARTS, 1, 3);
}

function atRank(sorted: Float64Array, rank: number): number {
  const part = rank % 1;
  const [below, above] = [sorted[rank - part]!, sorted[rank - part + 1]];
  return above === undefined ? below : below + (above - below) * part;
}
