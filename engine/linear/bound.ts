import { type Coefficients, type Panel, RowReader, checkSystem } from './coefficients.ts';
import { EngineError } from '../errors/engine-error.ts';
import type { Kernel } from './kernel.ts';
import { kernelOf } from './kernels.ts';
import { type Residual, residualOf } from './residual.ts';
import { type System, type SystemOptions, invertSystem } from './solve.ts';
import { type Step, type Watch, runNow, runWatched } from './steps.ts';

/**
 * How far a candidate X of (I − A) X = Y can be from the true solution, proven whatever X is and however it was found.
 *
 * **Claim.** Let |Ã − A| ≤ δ |A| and |Ỹ − Y| ≤ E be what is not known about the system, X̃ the solution of (I − Ã) X̃ = Ỹ. Given v > 0
 * and u > 0 with (1 + δ) |A| v ≤ v − u, and R with |Y − X + A X| + δ |A| |X| + E ≤ R: |X − X̃| ≤ v b in each row, b = max R / u.
 *
 * **Proof.** T = (1 + δ) |A| ≥ |Ã| has T v < v, so its spectral radius is below 1 (L. Collatz 1942, H. Wielandt 1950), and
 * |(I − Ã)⁻¹| ≤ Σ |Ã|ᵏ ≤ Σ Tᵏ = (I − T)⁻¹. As (I − Ã) (X̃ − X) = Y − X + A X + (Ã − A) X + (Ỹ − Y), |X̃ − X| ≤ (I − T)⁻¹ R. From
 * R ≤ b u ≤ b (I − T) v follows (I − T)⁻¹ R ≤ b v, because (I − T)⁻¹ ≥ 0. (S. M. Rump, Verification methods, Acta Numerica 2010, 10.)
 *
 * **Rounding.** With unit roundoff ε = 2⁻⁵³ and N values in a row, `residualOf` sums N + 2 terms as Dot2: s₀ = y − x and the products,
 * p = a x − e, s + p = s' − q (all exact), r = fl(s + lost), lost = fl(Σ fl(e + q)). Let M = |y| + |x| + Σ |a x|, γₘ = m ε / (1 − m ε).
 * Each |e| ≤ ε |a x|; each |s| ≤ (1 + ε)ᴺ⁺¹ M, so |q| ≤ ε (1 + ε)ᴺ⁺¹ M; so Σ |e + q| ≤ ε (N + 2) (1 + ε)ᴺ⁺¹ M, and the sum of these N + 1
 * numbers is wrong by at most γ of N + 2 times that (Higham, 4.2). Hence |true − r| ≤ ε |r| + γ² M with the γ of N + 4.
 * M ≤ size (1 + 2⁻²⁹), since `size` is a sum of N ≤ 2²² numbers fl(|a x|).
 *
 * **Underflow.** Sums are exact where they underflow. A product below 2⁻⁹⁶⁰ may have another error than the e computed; then both,
 * and every number from which e is computed, are below 2⁻⁹⁵⁷, and the roundings of those below 2⁻¹⁰⁰⁰ together. A larger product has no
 * part that underflows. So N 2⁻¹⁰⁰⁰ is added, unless all of x is zero. Numbers of A, X and Y are below 2⁹⁹⁰, so halves do not overflow;
 * what overflows later makes the bound infinite or not a number, which is an error.
 *
 * Every other operation below has at most 12 roundings of numbers that are not negative, so (1 + 2⁻⁴⁸) of its result is above.
 */
export interface ErrorBound {
  /** v: how errors spread over the rows; above zero. */
  readonly weights: Float64Array;
  /** One number for each column: |X − X_true|[i, c] ≤ weights[i] · columns[c]. */
  readonly columns: Float64Array;
  /** Returns a float64 that is not below weights[row] · columns[column]. */
  at(row: number, column: number): number;
}

export interface BoundOptions extends SystemOptions {
  /** How far each coefficient can be from the true one, as a part of its size: 2^−52 if it is a rounded quotient of rounded numbers. 0 by default. */
  readonly relative?: number | undefined;
  /** How far each number of Y can be from the true one. */
  readonly right?: Panel | undefined;
}

/**
 * Returns a proven bound of the error of any candidate X. It costs one product in about twice the digits of float64, and the search for
 * v, which solves for one column.
 * @throws EngineError `out-of-range` if no v is found: the spectral radius of |A| is not below 1, or as near to 1 as float64 can tell
 */
export function boundError(a: Coefficients, y: Panel, x: Panel, options: BoundOptions = {}): ErrorBound {
  return runNow(boundInSteps(a, y, x, options));
}

/** The same, but it reports what is done and can be stopped. */
export function boundErrorWatched(
  a: Coefficients,
  y: Panel,
  x: Panel,
  options: BoundOptions & Watch = {},
): Promise<ErrorBound> {
  return runWatched(boundInSteps(a, y, x, options), options);
}

/** 2^−53 */
const UNIT = 1.1102230246251565e-16;
/** 2^−1000 */
const TINY = 9.332636185032189e-302;
/** 1 + 2^−48: more than 12 roundings. */
const UP = 1.0000000000000036;
/** 1 − 2^−48 */
const DOWN = 0.9999999999999964;
/** 1 + 2^−29 */
const SIZE_UP = 1.0000000018626451;

function* boundInSteps(
  a: Coefficients,
  y: Panel,
  x: Panel,
  options: BoundOptions,
): Generator<Step, ErrorBound> {
  const { relative = 0, right = null } = options;
  checkSystem(a, y, x, ...(right === null ? [] : [right]));
  if (!(relative >= 0 && relative < 1) || y.columns !== x.columns)
    throw new EngineError('out-of-range', 'the bound of another system was asked for', relative);
  const kernel = kernelOf(options.kernel);
  const isTransposed = options.isTransposed === true;
  const own = new RowReader(a, { isTransposed, isAbsolute: false });
  const residual = yield* residualOf(kernel, own, y, x);
  const above = boundResidual(y, x, residual, { relative, right });
  const { v, u } = yield* findWeights(kernel, a, isTransposed, relative, aimOf(above, x.columns));
  const columns = new Float64Array(x.columns);
  for (let at = 0; at < above.length; at++) {
    const column = at % x.columns;
    const ratio = (above[at]! / u[(at - column) / x.columns]!) * UP;
    if (!(ratio <= columns[column]!)) columns[column] = ratio;
  }
  if (!columns.every((bound) => isFinite(bound)))
    throw new EngineError('out-of-range', 'the bound of the error is larger than float64 can hold', null);
  return {
    weights: v,
    columns,
    at: (row, column) => (columns[column] === 0 ? 0 : v[row]! * columns[column]! * UP + TINY),
  };
}

/** Returns R for each row and column. */
function boundResidual(
  y: Panel,
  x: Panel,
  { values, sizes }: Residual,
  { relative, right }: { relative: number; right: Panel | null },
): Float64Array {
  const isZero = zeroColumns(x);
  const gamma = gammaOf(x.rows);
  return values.map((value, at) => {
    const outside = right === null ? 0 : absolute(right.values[at]!);
    if (isZero[at % x.columns] === 1) return (absolute(value) + outside) * UP;
    const product = sizes[at]! * SIZE_UP + x.rows * TINY;
    const size = absolute(y.values[at]!) + absolute(x.values[at]!) + product;
    return (
      (absolute(value) * (1 + 2 * UNIT) +
        gamma * gamma * size +
        x.rows * TINY +
        relative * product +
        outside) *
      UP
    );
  });
}

/** γ of the number of terms and four, rounded up. */
function gammaOf(size: number): number {
  return (size + 4) * UNIT * SIZE_UP;
}

function zeroColumns({ columns, values }: Panel): Uint8Array {
  const isZero = new Uint8Array(columns).fill(1);
  for (let at = 0; at < values.length; at++) if (values[at] !== 0) isZero[at % columns] = 0;
  return isZero;
}

/** Returns w, to which u shall be nearly proportional: the largest R of each row, when the largest of each column is 1. */
function aimOf(above: Float64Array, columns: number): Float64Array {
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

interface Weights {
  readonly v: Float64Array;
  /** Not above v − (1 + δ) |A| v, and above zero. */
  readonly u: Float64Array;
}

/** How often v is sought with a larger aim. */
const ATTEMPTS = 6;
/** 2^−50, the least part of v that the aim is at the first attempt: below, u would be lost in the rounding of v. */
const LEAST_PART = 8.881784197001252e-16;

/** Finds v and u with u nearly proportional to `aim`: solves (I − |A|) v = aim, and raises the aim where u is not above zero. */
function* findWeights(
  kernel: Kernel,
  a: Coefficients,
  isTransposed: boolean,
  relative: number,
  aim: Float64Array,
): Generator<Step, Weights> {
  const reading = { isTransposed, isAbsolute: true };
  const reader = new RowReader(a, reading);
  raiseTo(aim, leastAbove(aim), null);
  const { x, inverse } = yield* invertAbsolute(kernel, { a, reading, y: panelOf(aim) });
  for (let [attempt, part, v] = [0, LEAST_PART, x.values]; attempt < ATTEMPTS; attempt++, part *= 8) {
    if (!v.every((value) => value > 0 && isFinite(value))) break;
    const u = lowerPart(v, yield* residualOf(kernel, reader, null, panelOf(v)), relative);
    if (u.every((value) => value > 0)) return { v, u };
    raiseTo(aim, part, v);
    v = (yield* inverse.solve(panelOf(aim), 'size')).values;
  }
  throw new EngineError('out-of-range', NO_WEIGHTS, null);
}

const NO_WEIGHTS =
  'no bound of the error is found: the spectral radius of the coefficients, without their signs, is not below 1, or too near to it';

function* invertAbsolute(kernel: Kernel, system: System): ReturnType<typeof invertSystem> {
  try {
    return yield* invertSystem(kernel, system, 'size');
  } catch (error) {
    if (error instanceof EngineError) throw new EngineError('out-of-range', NO_WEIGHTS, null);
    throw error;
  }
}

/** 2^−300: what is less of an aim, whose largest number is 1, would be lost among what underflow may change. */
const LEAST_AIM = 4.909093465297727e-91;

/** Returns the smallest number from `LEAST_AIM`, or 1 if there is none. */
function leastAbove(values: Float64Array): number {
  let least = Infinity;
  for (const value of values) if (value >= LEAST_AIM && value < least) least = value;
  return least === Infinity ? 1 : least;
}

/** Raises each number to `part` of its number in `of`, or to `part`. */
function raiseTo(values: Float64Array, part: number, of: Float64Array | null): void {
  for (let at = 0; at < values.length; at++) {
    const least = of === null ? part : part * of[at]!;
    if (values[at]! < least) values[at] = least;
  }
}

/** Returns what v − (1 + δ) |A| v is at least, from the residual −v + |A| v. */
function lowerPart(v: Float64Array, { values, sizes }: Residual, relative: number): Float64Array {
  const gamma = gammaOf(v.length);
  return values.map((value, at) => {
    const product = sizes[at]! * SIZE_UP + v.length * TINY;
    const error =
      absolute(value) * 2 * UNIT + gamma * gamma * (product + v[at]!) + v.length * TINY + relative * product;
    return (-value - error * UP) * DOWN;
  });
}

function panelOf(values: Float64Array): Panel {
  return { rows: values.length, columns: 1, values };
}

function absolute(value: number): number {
  return value < 0 ? -value : value;
}
