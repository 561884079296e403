import { sqrt } from '../../quantities/elementary.ts';
import { apart, isLargeSlip, isSlip, isSlipBetween } from './slips.ts';

/** Some values of a list that are unlike the others. */
export interface Unlike {
  /** The places of those that are unlike the others, ascending. */
  readonly places: readonly number[];
  /** How many times the median of the others they are: the median of them. */
  readonly ratio: number;
}

/** A value so many times above or below all others is unlike them, however much these vary; amounts near zero are common. */
const FAR = { above: 20, below: 100, belowFew: 500 };
/** How far a value must at least be from the others: with the ratio of a slip, above them, and below them, as where a works stands still. */
const SLIP = 2;
const ABOVE = 2.5;
const BELOW = 20;
/** Values beside a slip differ by at most this: heating before and after a month of spring differs threefold. */
const SEASON = 3.5;
/** How near the ratio must be to that of a slip. */
const NEAR = 1.12;
/** The range of fewer values than these is known less well. */
const MANY = 6;
const UNSURE = 1.7;
/** Values that agree so well, and are so many times the others, show a slip as small as that of gross and net energy. */
const EVEN = { spread: 1.02, least: 5, apart: 1.06, share: 4 };

/**
 * Returns the values that are unlike the others: those beyond the widest gap, where it is wider than the square of the range of the
 * others; for a slip above them, than its power of 1.5. Zeros are not judged. Null where all are alike, or are too few to say which are right.
 */
export function findUnlike(values: readonly number[]): Unlike | null {
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
  const others: Part = isHigh ? { sorted, from: 0, until: gap } : { sorted, from: gap, until: length };
  const few: Part = isHigh ? { sorted, from: gap, until: length } : { sorted, from: 0, until: gap };
  const ratio = middle(few) / middle(others);
  if (widest < limitOf(others, few, ratio, widest)) return null;
  const border = sorted[gap]!;
  const places = [...values.keys()].filter((at) => values[at]! > 0 && values[at]! >= border === isHigh);
  return { places, ratio };
}

/** A part of ascending values. */
interface Part {
  readonly sorted: readonly number[];
  readonly from: number;
  readonly until: number;
}

function sizeOf({ from, until }: Part): number {
  return until - from;
}

/** Returns the median; of two, the lower one. */
function middle({ sorted, from, until }: Part): number {
  return sorted[(from + until - 1) >> 1]!;
}

/** Returns the largest value over the smallest. */
function spreadOf({ sorted, from, until }: Part): number {
  return sorted[until - 1]! / sorted[from]!;
}

/** Returns how wide the gap between these values and the few others must be. */
function limitOf(others: Part, few: Part, ratio: number, gap: number): number {
  const length = sizeOf(others);
  if (length < 3) return FAR.above;
  const [isMany, isAbove] = [length >= MANY, ratio > 1];
  const isNear = isMany || isAbove ? isSlip(ratio, NEAR) : isLargeSlip(ratio);
  if (isNear && isEven(others, few)) return EVEN.apart;
  if (!isNear && !isAbove && !isMany) return FAR.belowFew;
  const isLike = isNear || (gap >= SLIP && isSlipOfSome(ratio, others));
  const wide = widen(spreadOf(others), isMany, isLike && isAbove);
  return within(wide, leastGap(isLike, isAbove), isAbove ? FAR.above : FAR.below);
}

/** Returns the gap that the range of the others makes usual: its square; a slip above many others is surer. */
function widen(spread: number, isMany: boolean, isSure: boolean): number {
  if (!isMany) return spread * spread * UNSURE;
  return spread * (isSure ? sqrt(spread) : spread) * 1.04;
}

/** Returns how far above the others, or below them, values must be that a slip leads to, or does not. */
function leastGap(isLike: boolean, isAbove: boolean): number {
  if (isLike) return SLIP;
  return isAbove ? ABOVE : BELOW;
}

/** Whether a slip leads from some value in the range of the others to one of this ratio to their median. */
function isSlipOfSome(ratio: number, others: Part): boolean {
  const value = ratio * middle(others);
  return isSlipBetween(value / others.sorted[others.from]!, value / others.sorted[others.until - 1]!, NEAR);
}

function isEven(others: Part, few: Part): boolean {
  const length = sizeOf(others);
  return length >= EVEN.least && length >= EVEN.share * sizeOf(few) && spreadOf(others) <= EVEN.spread;
}

function within(value: number, least: number, most: number): number {
  if (value < least) return least;
  return value > most ? most : value;
}

/**
 * Returns the value that is unlike those just before and after it, in a series in the order of time: a slip that the seasons hide.
 * Each is compared with the geometric mean of its neighbours, the first and the last one with the one beside it.
 */
export function findUnlikeNeighbours(values: readonly number[]): Unlike | null {
  const last = values.length - 1;
  if (last < MANY) return null;
  return findUnlikeEnd(values, 0, 1) ?? findUnlikeEnd(values, last, last - 1) ?? findUnlikeInside(values);
}

/** An end of a series has one neighbour, so it must be further away. */
const END = 10;

/** Returns the first or last value where its step to the one beside it is unlike all other steps of the series. */
function findUnlikeEnd(values: readonly number[], place: number, beside: number): Unlike | null {
  if (values[place] === 0 || values[beside] === 0) return null;
  const ratio = values[place]! / values[beside]!;
  const far = apart(ratio, 1);
  if (far < END) return null;
  const skipped = place === 0 ? 1 : place;
  let usual = 1;
  for (let at = 1; at < values.length; at++) {
    const step = at === skipped ? 1 : apart(values[at]!, values[at - 1]!);
    if (step > usual) usual = step;
  }
  return far >= usual * usual * usual ? { places: [place], ratio } : null;
}

function findUnlikeInside(values: readonly number[]): Unlike | null {
  const { length } = values;
  let place = -1;
  let most = SLIP;
  for (let at = 1; at < length - 1; at++) {
    const away = distanceToNeighbours(values, at);
    if (away > most) [place, most] = [at, away];
  }
  if (place < 0 || apart(values[place - 1]!, values[place + 1]!) > SEASON) return null;
  const ratio = ratioToNeighbours(values, place);
  if (most < (ratio > 1 ? ABOVE : BELOW) && !isSlip(ratio, NEAR)) return null;
  const usual = usualDistance(values, place);
  return most >= usual * usual * usual ? { places: [place], ratio } : null;
}

/** Returns how far values are at most from their neighbours, but for one and those beside it; ∞ where they are few, or one is zero. */
function usualDistance(values: readonly number[], place: number): number {
  let usual = 1;
  let count = 0;
  for (let at = 1; at < values.length - 1; at++) {
    if (at >= place - 1 && at <= place + 1) continue;
    const away = distanceToNeighbours(values, at);
    if (away === 0) return Infinity;
    if (away > usual) usual = away;
    count++;
  }
  return count >= 5 ? usual : Infinity;
}

/** Returns by how many times a value is apart from the mean of its neighbours; 0 where one of them is zero. */
function distanceToNeighbours(values: readonly number[], at: number): number {
  const ratio = ratioToNeighbours(values, at);
  return ratio > 0 ? apart(ratio, 1) : 0;
}

/** Returns 0 where a value or a neighbour is zero. */
function ratioToNeighbours(values: readonly number[], at: number): number {
  const around = values[at - 1]! * values[at + 1]!;
  return around === 0 ? 0 : values[at]! / sqrt(around);
}

/** The most values that are sorted by insertion, which is faster for the months of a year: a million rows have many of them. */
const SHORT = 24;

/** Returns the values above zero, ascending. */
function sortPositive(values: readonly number[]): readonly number[] {
  if (values.length > SHORT) return values.filter((value) => value > 0).sort((a, b) => a - b);
  const sorted: number[] = [];
  for (const value of values) {
    if (value <= 0) continue;
    let at = sorted.length;
    sorted.push(value);
    for (; at > 0 && sorted[at - 1]! > value; at--) sorted[at] = sorted[at - 1]!;
    sorted[at] = value;
  }
  return sorted;
}

/** Returns the median of values above zero; of two, the lower one. */
export function medianOf(values: readonly number[]): number {
  const sorted = sortPositive(values);
  return middle({ sorted, from: 0, until: sorted.length });
}
