import { apart, distanceToSlip } from './slips.ts';

/** What a list of magnitudes says of some of them. */
export interface Unlike {
  /** The places of those that are unlike the others, ascending. */
  readonly places: readonly number[];
  /** How many times the median of the others they are: the median of them. */
  readonly ratio: number;
}

/** A value so many times the next one is unlike the others, however much these vary. */
const FAR = 20;
/** A low value is common where a works stands still, so it must be lower than this, or have the ratio of a slip. */
const LOW = 9;
/** How near the ratio of a low value must be to that of a slip. */
const NEAR = 1.06;
/** Values that agree so well show a slip as small as that of gross and net energy. */
const EVEN = { spread: 1.02, least: 5, apart: 1.06 };

/**
 * Returns the values that are unlike the others: those beyond the widest gap, where it is wider than the square of the range of the
 * others. Zeros are not judged. Null where all are alike, or are too few to say which are right.
 */
export function findUnlike(values: Float64Array): Unlike | null {
  const sorted = sortPositive(values);
  const { length } = sorted;
  let widest = 1;
  let gap = 0;
  for (let at = 1; at < length; at++) {
    const step = sorted[at]! / sorted[at - 1]!;
    if (step > widest) [widest, gap] = [step, at];
  }
  if (widest < EVEN.apart) return null;
  const isHigh = 2 * gap >= length;
  const [others, few] = isHigh
    ? [sorted.subarray(0, gap), sorted.subarray(gap)]
    : [sorted.subarray(gap), sorted.subarray(0, gap)];
  const ratio = middle(few) / middle(others);
  if (widest < limitOf(others, isHigh, ratio)) return null;
  const border = sorted[gap]!;
  const places = [...values.keys()].filter((at) => values[at]! > 0 && values[at]! >= border === isHigh);
  return { places, ratio };
}

/** Returns how wide the gap beside these values must be. */
function limitOf(others: Float64Array, isHigh: boolean, ratio: number): number {
  const { length } = others;
  const spread = others[length - 1]! / others[0]!;
  if (length >= EVEN.least && spread <= EVEN.spread) return distanceToSlip(ratio) < NEAR ? EVEN.apart : 2;
  if (length < 3) return FAR;
  const isSure = isHigh || distanceToSlip(ratio) < NEAR;
  const least = isSure ? (length >= 6 ? 2.5 : 3.5) : LOW;
  const wide = spread * spread * 1.04;
  return wide > FAR ? FAR : wide > least ? wide : least;
}

/**
 * Returns the value that is unlike those just before and after it, in a series in the order of time: a slip that the seasons hide.
 * Each is compared with the geometric mean of its neighbours.
 */
export function findUnlikeNeighbours(values: Float64Array): Unlike | null {
  const { length } = values;
  let place = -1;
  let most = 1;
  for (let at = 1; at < length - 1; at++) {
    const ratio = ratioToNeighbours(values, at);
    if (ratio > 0 && apart(ratio, 1) > most) [place, most] = [at, apart(ratio, 1)];
  }
  if (most < 2.5) return null;
  const ratio = ratioToNeighbours(values, place);
  if (ratio < 1 && most < LOW && distanceToSlip(ratio) >= NEAR) return null;
  let usual = 1;
  let count = 0;
  for (let at = 1; at < length - 1; at++) {
    if (at >= place - 1 && at <= place + 1) continue;
    const other = ratioToNeighbours(values, at);
    if (other === 0) return null;
    if (apart(other, 1) > usual) usual = apart(other, 1);
    count++;
  }
  return count >= 5 && most >= usual * usual * 1.2 ? { places: [place], ratio } : null;
}

/** Returns 0 where a value or a neighbour is zero. */
function ratioToNeighbours(values: Float64Array, at: number): number {
  const around = values[at - 1]! * values[at + 1]!;
  return around === 0 ? 0 : values[at]! / Math.sqrt(around);
}

/** Returns the median of ascending values; of two, the lower one. */
export function middle(sorted: Float64Array): number {
  return sorted[(sorted.length - 1) >> 1]!;
}

/** Sorts the values above zero, ascending. Short lists, as of months, are sorted in place: a million rows have many of them. */
export function sortPositive(values: Float64Array): Float64Array {
  const sorted = values.length <= SHORT.length ? SHORT : new Float64Array(values.length);
  let count = 0;
  for (const value of values) {
    if (value <= 0) continue;
    let at = count++;
    if (sorted === SHORT) for (; at > 0 && sorted[at - 1]! > value; at--) sorted[at] = sorted[at - 1]!;
    sorted[at] = value;
  }
  const found = sorted.subarray(0, count);
  return sorted === SHORT ? found : found.sort();
}

const SHORT = new Float64Array(24);
