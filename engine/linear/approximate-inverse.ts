import { type Coefficients, type Panel, RowReader } from './coefficients.ts';
import { Elimination } from './elimination.ts';
import { EngineError } from '../errors/engine-error.ts';
import type { Kernel } from './kernel.ts';
import { boundResidual, DOWN, SUM_UP, TINY, UP } from './residual-bound.ts';
import { residualOf } from './residual.ts';
import { refine } from './solve.ts';
import type { Step } from './steps.ts';
import { aimOf, type Compared, largestRatios, raiseToLeast } from './weights.ts';

/**
 * An approximate inverse R of I − A, however it was found: |R|, and E with |I − R (I − Ã)| ≤ E for each Ã that is as near to A as is known.
 *
 * **Claim.** Given (I − Ã) D = H with |H| ≤ S, and v > 0, u > 0 with E v ≤ v − u: |D| ≤ q + (v − u) b, q = |R| S, b = max q / u.
 *
 * **Proof.** |D| = |R (I − Ã) D + (I − R (I − Ã)) D| ≤ q + E |D|. E has a spectral radius below 1 (Collatz, Wielandt), so |D| ≤ (I − E)⁻¹ q,
 * and I − Ã has an inverse. From q ≤ b u ≤ b (I − E) v follows (I − E)⁻¹ q ≤ b v, so |D| ≤ q + E b v. (S. M. Rump, Verification methods:
 * rigorous results using floating-point arithmetic, Acta Numerica 2010, 10.)
 *
 * **E.** Row i of R is found as a column z of (I − Aᵀ) z = eᵢ, so row i of E is the bound of its residual.
 */
interface ApproximateInverse {
  readonly size: number;
  /** |R|, row by row. */
  readonly sizes: Float64Array;
  /** E, row by row. */
  readonly excess: Float64Array;
}

/** The largest matrix whose inverse is sought. It takes 24 bytes for each cell. */
export const LARGEST_INVERTED = 5000;

/** Columns that are solved together. */
const TOGETHER = 64;
/** How often v is raised by what E takes. Below a spectral radius of about 0.9, it is enough. */
const ATTEMPTS = 64;

/**
 * Bounds |D| for (I − Ã) D = H with |H| ≤ S; null where I − A is too near to a singular matrix for float64.
 * @param s finite, and not negative
 */
export function* boundByInverse(
  kernel: Kernel,
  system: Compared,
  s: Panel,
): Generator<Step, Float64Array | null> {
  const found = yield* invert(kernel, system);
  if (found === null) return null;
  const { columns } = s;
  const q = multiplyUp(found.sizes, s);
  const aim = aimOf(q, columns);
  raiseToLeast(aim);
  const weights = raiseWeights(found, aim);
  if (weights === null) return null;
  const { u, taken } = weights;
  const factors = largestRatios(q, u, columns);
  return q.map((value, at) => {
    const factor = factors[at % columns]!;
    return factor === 0 ? 0 : (value + taken[(at - (at % columns)) / columns]! * factor) * UP + TINY;
  });
}

/** Finds v by v ← aim + E v, from v = aim. Returns u and E v, each on its safe side. */
function raiseWeights(
  { size, excess }: ApproximateInverse,
  aim: Float64Array,
): { readonly u: Float64Array; readonly taken: Float64Array } | null {
  for (let [attempt, v] = [0, aim]; attempt < ATTEMPTS; attempt++) {
    const taken = multiplyUp(excess, { rows: size, columns: 1, values: v });
    const u = v.map((value, row) => (value - taken[row]!) * DOWN);
    if (u.every((value) => value > 0)) return { u, taken };
    v = aim.map((value, row) => value + taken[row]!);
  }
  return null;
}

function* invert(
  kernel: Kernel,
  { a, isTransposed, relative }: Compared,
): Generator<Step, ApproximateInverse | null> {
  const { size } = a;
  const reading = { isTransposed: !isTransposed, isCompared: false };
  const elimination = yield* tryToEliminate(kernel, a, reading);
  if (elimination === null) return null;
  const reader = new RowReader(a, reading);
  const [sizes, excess] = [new Float64Array(size * size), new Float64Array(size * size)];
  for (let first = 0; first < size; first += TOGETHER) {
    const y = unitColumns(size, first);
    const { x } = yield* refine(kernel, { a, reading, y }, elimination);
    if (!x.values.every((value) => value < MOST && value > -MOST)) return null;
    const above = boundResidual(y, x, yield* residualOf(kernel, reader, y, x), { relative, right: null });
    for (let row = 0, at = 0; row < size; row++)
      for (let column = first; column < first + y.columns; column++, at++) {
        const value = x.values[at]!;
        sizes[column * size + row] = value < 0 ? -value : value;
        excess[column * size + row] = above[at]!;
      }
  }
  return { size, sizes, excess };
}

/** 2^990 */
const MOST = 1.0463951242053392e298;

function* tryToEliminate(
  kernel: Kernel,
  a: Coefficients,
  reading: { isTransposed: boolean; isCompared: boolean },
): Generator<Step, Elimination | null> {
  try {
    return yield* Elimination.of(kernel, a, reading, { columns: TOGETHER, pivots: 'largest' });
  } catch (error) {
    if (error instanceof EngineError && error.code === 'out-of-range') return null;
    throw error;
  }
}

function unitColumns(size: number, first: number): Panel {
  const columns = size - first < TOGETHER ? size - first : TOGETHER;
  const values = new Float64Array(size * columns);
  for (let column = 0; column < columns; column++) values[(first + column) * columns + column] = 1;
  return { rows: size, columns, values };
}

/** Returns what a product of two matrices without negative numbers is at most. */
function multiplyUp(matrix: Float64Array, { rows, columns, values }: Panel): Float64Array {
  const product = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let inner = 0; inner < rows; inner++) {
      const factor = matrix[row * rows + inner]!;
      if (factor === 0) continue;
      for (let column = 0; column < columns; column++)
        product[row * columns + column]! += factor * values[inner * columns + column]!;
    }
  const isZero = new Uint8Array(columns).fill(1);
  for (let at = 0; at < values.length; at++) if (values[at] !== 0) isZero[at % columns] = 0;
  return product.map((value, at) => (isZero[at % columns] === 1 ? 0 : value * SUM_UP + rows * TINY));
}
