import { type Coefficients, type Panel, type Reading, RowReader, checkSystem } from './coefficients.ts';
import { Elimination } from './elimination.ts';
import type { Goal, Inverse } from './inverse.ts';
import { Iteration, NoConvergence } from './iteration.ts';
import { EngineError } from '../errors/engine-error.ts';
import { type Kernel, LANES, stripsOf } from './kernel.ts';
import { kernelOf } from './kernels.ts';
import { multiplyStrips } from './residual.ts';
import { type Step, type Watch, runNow, runWatched } from './steps.ts';
import { Layout, readStrips, writeStrips } from './strips.ts';

export interface SystemOptions {
  /** Whether the system is (I − Aᵀ) X = Y. */
  readonly isTransposed?: boolean | undefined;
  /** Which loops run: those of WebAssembly, where it is there, or the plain ones. Both give the same bits. */
  readonly kernel?: 'plain' | 'wasm' | undefined;
}

/**
 * Solves (I − A) X = Y, or (I − Aᵀ) X = Y, for all columns of Y at once. The bits are the same on every machine. How far X can be from
 * the true solution is `boundError`.
 * @throws EngineError `out-of-range` if the system is singular, has no solution that float64 can hold, or is not well formed;
 * `too-large`, before memory is taken
 */
export function solve(a: Coefficients, y: Panel, options: SystemOptions & Watch = {}): Promise<Panel> {
  return runWatched(solveInSteps(a, y, options), options);
}

/** The same without a pause, for a caller that cannot wait. */
export function solveNow(a: Coefficients, y: Panel, options: SystemOptions = {}): Panel {
  return runNow(solveInSteps(a, y, options));
}

function* solveInSteps(a: Coefficients, y: Panel, options: SystemOptions): Generator<Step, Panel> {
  checkSystem(a, y);
  const reading = { isTransposed: options.isTransposed === true, isCompared: false };
  const { x } = yield* invertSystem(kernelOf(options.kernel), { a, reading, y }, 'solution');
  if (!x.values.every((value) => isFinite(value)))
    throw new EngineError('out-of-range', 'the solution is larger than float64 can hold', null);
  return x;
}

/** A solution, and what solves the system for other right sides of as many columns. */
interface Solved {
  readonly x: Panel;
  readonly inverse: Inverse;
}

/** A system: the matrix, how it is read, and the right side. */
export interface System {
  readonly a: Coefficients;
  readonly reading: Reading;
  readonly y: Panel;
}

/** Up to this size a matrix is always decomposed; above the other, it is so only if the iteration does not end. */
const SMALL = 128;
const LARGE = 4096;
/** The largest matrix that is decomposed: about 1 GiB. */
const LARGEST = 11_585;
/** A decomposition takes about as long as so many products with the columns of the right side; an iteration usually takes fewer. */
const PRODUCTS = 30;

/** Solves a system that is known to be well formed. */
export function* invertSystem(kernel: Kernel, system: System, goal: Goal): Generator<Step, Solved> {
  if (!isIterated(system)) return yield* eliminate(kernel, system);
  try {
    const { a, reading, y } = system;
    const inverse = new Iteration(kernel, new RowReader(a, reading), y.columns);
    return { x: yield* inverse.solve(y, goal), inverse };
  } catch (error) {
    if (!(error instanceof NoConvergence)) throw error;
  }
  if (system.a.size > LARGEST)
    throw new EngineError(
      'out-of-range',
      `the iteration found no solution, because the system is singular or nearly so, and up to ${LARGEST} rows can be decomposed instead: group the table`,
      system.a.size,
    );
  return yield* eliminate(kernel, system);
}

/** Whether an iteration is cheaper. It depends on the system alone, so that the bits do. */
function isIterated({ a, y }: System): boolean {
  const { size } = a;
  if (size <= SMALL || size > LARGE) return size > LARGE;
  let entries = 0;
  for (const value of a.values) if (value !== 0) entries++;
  const lanes = y.columns === 1 ? 1 : stripsOf(y.columns) * LANES;
  return 2 * PRODUCTS * entries * lanes < (size * size * size) / 3;
}

/** A correction above this part of the solution tells that the pivots of the diagonal were too small: 2^−10. */
const LARGEST_CORRECTION = 0.0009765625;

/**
 * By LU decomposition with pivots on the diagonal, and one step of refinement in the same precision (Higham, Accuracy and Stability of
 * Numerical Algorithms, 2nd ed., 12.2). If a pivot is missing, or the correction is large, again with the largest pivots.
 */
function* eliminate(kernel: Kernel, system: System): Generator<Step, Solved> {
  const { a, reading, y } = system;
  const { columns } = y;
  try {
    const inverse = yield* Elimination.of(kernel, a, reading, { columns, pivots: 'diagonal' });
    const refined = yield* refine(kernel, system, inverse);
    if (refined.correction <= LARGEST_CORRECTION) return { x: refined.x, inverse };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
  const inverse = yield* Elimination.of(kernel, a, reading, { columns, pivots: 'largest' });
  return { x: (yield* refine(kernel, system, inverse)).x, inverse };
}

/** Solves, and adds the solution for the residual once. `correction` is its largest part of the largest value in its column. */
export function* refine(
  kernel: Kernel,
  { a, reading, y }: System,
  inverse: Elimination,
): Generator<Step, { x: Panel; correction: number }> {
  const x = yield* inverse.solve(y);
  const residual = yield* plainResidual(kernel, new RowReader(a, reading), y, x);
  const change = yield* inverse.solve(residual);
  const { rows, columns, values } = x;
  let correction = 0;
  for (let column = 0; column < columns; column++) {
    let [largest, most] = [0, 0];
    for (let at = column; at < rows * columns; at += columns) {
      const [value, by] = [values[at]!, change.values[at]!];
      if (!(absolute(value) <= largest)) largest = absolute(value);
      if (!(absolute(by) <= most)) most = absolute(by);
      values[at] = value + by;
    }
    const part = most === 0 ? 0 : most / largest;
    if (!(part <= correction)) correction = part;
  }
  return { x, correction };
}

/** Y − X + A X, each operation rounded. */
function* plainResidual(kernel: Kernel, a: RowReader, y: Panel, x: Panel): Generator<Step, Panel> {
  const layout = new Layout();
  const [source, target] = [layout.strips(x.rows, x.columns), layout.strips(x.rows, x.columns)];
  const space = layout.open(kernel, a.mostEntries);
  writeStrips(space.cells, source, x);
  yield* multiplyStrips(space, a, [source, target], { stage: 'check', share: 0 });
  const product = readStrips(space.cells, target);
  const values = product.values.map((value, at) => y.values[at]! - x.values[at]! + value);
  return { ...product, values };
}

function absolute(value: number): number {
  return value < 0 ? -value : value;
}
