import type { SparseCoefficients } from '../coefficients.ts';
import { multiplyColumn } from '../column-product.ts';
import type { Pivots } from '../triangles.ts';
import { decompose, decomposeAgain, type Factors } from './factors.ts';
import { planSparse } from './plan.ts';
import { substitute, substituteTransposed } from './substitution.ts';

/** A correction above this part of the solution tells that the pivots were too small: 2^−10. */
const LARGEST_CORRECTION = 0.0009765625;
/** Diagonal pivots are stable for an H-matrix, whatever its scales are (see `Pivots`); for others, the largest are tried too. */
const PIVOTS: readonly Pivots[] = ['diagonal', 'largest'];

/** I − A for a sparse A, decomposed once, which solves for any right side, and for those of the transpose. */
export class SparseSystem {
  readonly #a: SparseCoefficients;
  readonly #factors: Factors;

  private constructor(a: SparseCoefficients, factors: Factors) {
    [this.#a, this.#factors] = [a, factors];
  }

  /** Decomposes a matrix; null where its factors would fill in too much (see `MOST_PRODUCTS`), or it is singular. */
  static of(a: SparseCoefficients): SparseSystem | null {
    const plan = planSparse(a);
    if (plan === null) return null;
    for (const pivots of PIVOTS) {
      const factors = decompose(plan, a, pivots);
      if (factors === null) continue;
      const system = new SparseSystem(a, factors);
      if (system.#isStable()) return system;
    }
    return null;
  }

  /** Decomposes a matrix with coefficients at the same places; null where it needs other pivots. */
  withValues(a: SparseCoefficients): SparseSystem | null {
    const factors = decomposeAgain(this.#factors, a);
    return factors === null ? null : new SparseSystem(a, factors);
  }

  /**
   * Solves (I − A) x = right, or (I − Aᵀ) x = right, and adds the solution for the residual once; null where that changes it so much that the
   * factors can't be trusted.
   */
  solve(right: Float64Array, isTransposed: boolean): Float64Array | null {
    const run = isTransposed ? substituteTransposed : substitute;
    const x = run(this.#factors, this.#a, right);
    const product = multiplyColumn(this.#a, x, { isTransposed, isCompared: false });
    const residual = product.map((value, row) => right[row]! - x[row]! + value);
    const change = run(this.#factors, this.#a, residual);
    let [largest, most] = [0, 0];
    for (let row = 0; row < x.length; row++) {
      const [size, by] = [absolute(x[row]!), absolute(change[row]!)];
      if (!(size <= largest)) largest = size;
      if (!(by <= most)) most = by;
      x[row]! += change[row]!;
    }
    return most <= LARGEST_CORRECTION * largest ? x : null;
  }

  /** Whether it solves for a right side of ones. */
  #isStable(): boolean {
    return this.solve(new Float64Array(this.#a.size).fill(1), false) !== null;
  }
}

function absolute(value: number): number {
  return value < 0 ? -value : value;
}
