import { type Coefficients, type Panel, RowReader } from './coefficients.ts';
import { EngineError } from '../errors/engine-error.ts';
import { NoConvergence } from './iteration.ts';
import type { Kernel } from './kernel.ts';
import { lowerProduct, UP } from './residual-bound.ts';
import { residualOf } from './residual.ts';
import { invertSystem } from './solve.ts';
import type { Step } from './steps.ts';

/** Two positive vectors with ⟨I − Ã⟩ v ≥ u for each Ã that is as near to A as is known. */
export interface Weights {
  readonly v: Float64Array;
  readonly u: Float64Array;
}

/** How often v is sought with a larger aim. */
const ATTEMPTS = 6;
/** 2^−50, the least part of v that the aim is at the first attempt: below, u would be lost in the rounding of v. */
const LEAST_PART = 8.881784197001252e-16;

/**
 * Finds v and u with u nearly proportional to `aim`, which it may raise: solves ⟨I − A⟩ v = aim, and raises the aim where u is not above
 * zero. Returns null if none is found: I − A is not an H-matrix, or float64 can't tell it from one that is not.
 */
export function* findWeights(
  kernel: Kernel,
  system: Compared,
  aim: Float64Array,
): Generator<Step, Weights | null> {
  try {
    return yield* seekWeights(kernel, system, aim);
  } catch (error) {
    if (error instanceof NoConvergence) return null;
    if (error instanceof EngineError && error.code === 'out-of-range') return null;
    throw error;
  }
}

/** A matrix whose comparison matrix is meant, and what is not known about its coefficients. */
export interface Compared {
  readonly a: Coefficients;
  readonly isTransposed: boolean;
  readonly relative: number;
}

function* seekWeights(
  kernel: Kernel,
  { a, isTransposed, relative }: Compared,
  aim: Float64Array,
): Generator<Step, Weights | null> {
  const reading = { isTransposed, isCompared: true };
  const reader = new RowReader(a, reading);
  raiseToLeast(aim);
  const { x, inverse } = yield* invertSystem(kernel, { a, reading, y: panelOf(aim) }, 'size');
  for (let [attempt, part, v] = [0, LEAST_PART, x.values]; attempt < ATTEMPTS; attempt++, part *= 8) {
    if (!v.every((value) => value > 0 && value < MOST)) return null;
    const u = lowerProduct(v, yield* residualOf(kernel, reader, null, panelOf(v)), relative);
    if (u.every((value) => value > 0)) return { v, u };
    raiseTo(aim, part, v);
    v = (yield* inverse.solve(panelOf(aim), 'size')).values;
  }
  return null;
}

/** 2^990: a residual is bounded below it. */
const MOST = 1.0463951242053392e298;

/** 2^−1074: what a ratio that underflows is below. */
const LEAST = 5e-324;

/** Returns what the largest s / u of each column is at most. */
export function largestRatios(s: Float64Array, u: Float64Array, columns: number): Float64Array {
  const largest = new Float64Array(columns);
  for (let at = 0; at < s.length; at++) {
    if (s[at] === 0) continue;
    const column = at % columns;
    const ratio = (s[at]! / u[(at - column) / columns]!) * UP + LEAST;
    if (ratio > largest[column]!) largest[column] = ratio;
  }
  return largest;
}

/** Returns w, to which u shall be nearly proportional: the largest R of each row, when the largest of each column is 1. */
export function aimOf(above: Float64Array, columns: number): Float64Array {
  const scales = new Float64Array(columns);
  for (let at = 0; at < above.length; at++)
    if (above[at]! > scales[at % columns]!) scales[at % columns] = above[at]!;
  const aim = new Float64Array(above.length / columns);
  for (let at = 0; at < above.length; at++) {
    const column = at % columns;
    const row = (at - column) / columns;
    const part = above[at]! / scales[column]!;
    if (part > aim[row]!) aim[row] = part;
  }
  return aim;
}

/** 2^−300: what is less of an aim, whose largest number is 1, would be lost among what underflow may change. */
const LEAST_AIM = 4.909093465297727e-91;

/** Raises each number to the smallest one from `LEAST_AIM`, or to 1 if there is none. */
export function raiseToLeast(aim: Float64Array): void {
  let least = Infinity;
  for (const value of aim) if (value >= LEAST_AIM && value < least) least = value;
  raiseTo(aim, least === Infinity ? 1 : least, null);
}

/** Raises each number to `part` of its number in `of`, or to `part`. */
function raiseTo(values: Float64Array, part: number, of: Float64Array | null): void {
  for (let at = 0; at < values.length; at++) {
    const least = of === null ? part : part * of[at]!;
    if (values[at]! < least) values[at] = least;
  }
}

function panelOf(values: Float64Array): Panel {
  return { rows: values.length, columns: 1, values };
}
