import { type Coefficients, type Panel, type Reading, RowReader, checkSystem } from './coefficients.ts';
import { Elimination, type Inverse } from './elimination.ts';
import { EngineError } from '../errors.ts';
import type { Kernel } from './kernel.ts';
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
 * @throws EngineError `out-of-range` if the system is singular, has no solution that float64 can hold, or is not well formed
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
  const reading = { isTransposed: options.isTransposed === true, isAbsolute: false };
  const x = yield* solveSystem(kernelOf(options.kernel), a, y, reading);
  if (!x.values.every((value) => isFinite(value)))
    throw new EngineError('out-of-range', 'the solution is larger than float64 can hold', null);
  return x;
}

/** Solves a system that is known to be well formed. */
export function* solveSystem(
  kernel: Kernel,
  a: Coefficients,
  y: Panel,
  reading: Reading,
): Generator<Step, Panel> {
  return (yield* invertSystem(kernel, a, y, reading)).x;
}

/** Solves a system, and returns what solves it for other right sides of as many columns. */
export function* invertSystem(
  kernel: Kernel,
  a: Coefficients,
  y: Panel,
  reading: Reading,
): Generator<Step, { x: Panel; inverse: Inverse }> {
  return yield* eliminate(kernel, a, y, reading);
}

/** A correction above this part of the solution tells that the pivots of the diagonal were too small: 2^−10. */
const LARGEST_CORRECTION = 0.0009765625;

/**
 * By LU decomposition with pivots on the diagonal, and one step of refinement in the same precision (Higham, Accuracy and Stability of
 * Numerical Algorithms, 2nd ed., 12.2). If a pivot is missing, or the correction is large, again with the largest pivots.
 */
function* eliminate(
  kernel: Kernel,
  a: Coefficients,
  y: Panel,
  reading: Reading,
): Generator<Step, { x: Panel; inverse: Inverse }> {
  const { columns } = y;
  try {
    const inverse = yield* Elimination.of(kernel, a, reading, { columns, pivots: 'diagonal' });
    const refined = yield* refine(kernel, a, y, reading, inverse);
    if (refined.correction <= LARGEST_CORRECTION) return { x: refined.x, inverse };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
  const inverse = yield* Elimination.of(kernel, a, reading, { columns, pivots: 'largest' });
  return { x: (yield* refine(kernel, a, y, reading, inverse)).x, inverse };
}

/** Solves, and adds the solution for the residual once. `correction` is its largest part of the largest value in its column. */
function* refine(
  kernel: Kernel,
  a: Coefficients,
  y: Panel,
  reading: Reading,
  inverse: Inverse,
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
  yield* multiplyStrips(space, a, source, target);
  const product = readStrips(space.cells, target, x.columns);
  const values = product.values.map((value, at) => y.values[at]! - x.values[at]! + value);
  return { ...product, values };
}

function absolute(value: number): number {
  return value < 0 ? -value : value;
}
