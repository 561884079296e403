import { type Coefficients, type Panel, RowReader, checkSystem } from './coefficients.ts';
import { boundParts, spreadWeights } from './bound-parts.ts';
import { EngineError } from '../errors/engine-error.ts';
import { kernelOf } from './kernels.ts';
import { boundResidual } from './residual-bound.ts';
import { residualOf } from './residual.ts';
import type { SystemOptions } from './solve.ts';
import { type Step, runNow } from './steps.ts';
import { aimOf, findWeights } from './weights.ts';

/**
 * How far a candidate X of (I − A) X = Y can be from the true solution, proven whatever X is and however it was found.
 *
 * **Claim.** Let |Ã − A| ≤ δ |A| and |Ỹ − Y| ≤ E be what is not known about the system, X̃ the solution of (I − Ã) X̃ = Ỹ. ⟨M⟩ is the
 * comparison matrix of M: the sizes on its diagonal, minus the sizes beside it. Given v > 0 and u > 0 with ⟨I − Ã⟩ v ≥ u for each such Ã,
 * and S with |Y − X + A X| + δ |A| |X| + E ≤ S: |X − X̃| ≤ v b in each row, b = max S / u.
 *
 * **Proof.** ⟨I − Ã⟩ is an M-matrix, because it takes a positive vector to a positive one, so I − Ã is an H-matrix and
 * |(I − Ã)⁻¹| ≤ ⟨I − Ã⟩⁻¹ (A. M. Ostrowski 1937). As (I − Ã) (X̃ − X) = Y − X + A X + (Ã − A) X + (Ỹ − Y), |X̃ − X| ≤ ⟨I − Ã⟩⁻¹ S. From
 * S ≤ b u ≤ b ⟨I − Ã⟩ v follows ⟨I − Ã⟩⁻¹ S ≤ b v, because ⟨I − Ã⟩⁻¹ ≥ 0. (S. M. Rump, Verification methods, Acta Numerica 2010, 10.)
 *
 * If no such v is found for the whole matrix, its strong components are bounded one after the other (`boundParts`): by such vectors, or by
 * an approximate inverse.
 */
export interface ErrorBound {
  /** What the weakest strong component is bounded by: positive vectors, an approximate inverse, or nothing. */
  readonly by: 'vector' | 'inverse' | 'nothing';
  /** |X − X̃| is at most this, in each row and column: a proven number, or infinite where nothing is proven. */
  readonly limits: Panel;
  /** Returns the limit of a row and column. */
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
 * v, which solves for one column. An approximate inverse of n rows costs n such products.
 * @throws EngineError `out-of-range` if the system is not well formed
 */
export function boundError(a: Coefficients, y: Panel, x: Panel, options: BoundOptions = {}): ErrorBound {
  return runNow(boundInSteps(a, y, x, options));
}

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
  const own = new RowReader(a, { isTransposed, isCompared: false });
  const above = boundResidual(y, x, yield* residualOf(kernel, own, y, x), { relative, right });
  const system = { a, isTransposed, relative };
  const weights = yield* findWeights(kernel, system, aimOf(above, x.columns));
  if (weights !== null) return boundOf('vector', x, spreadWeights(weights, above, x.columns));
  const { by, limits } = yield* boundParts(kernel, system, above);
  return boundOf(by, x, limits);
}

function boundOf(by: ErrorBound['by'], { rows, columns }: Panel, values: Float64Array): ErrorBound {
  for (let at = 0; at < values.length; at++) if (!(values[at]! >= 0)) values[at] = Infinity;
  return { by, limits: { rows, columns, values }, at: (row, column) => values[row * columns + column]! };
}
