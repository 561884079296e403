import { type Amount } from '../quantities/decimal.ts';
import { fromFloat, toFloat } from '../quantities/float.ts';
import { Decomposition } from '../quantities/linear.ts';
import type { Expression, LinearSystem } from './expression.ts';

/**
 * Returns the solution of a linear system whose cells are exact amounts: computed in float64, each component rounded to 12 significant
 * digits.
 * @throws EngineError `out-of-range` when the matrix is singular
 */
export function solveExact(system: LinearSystem, evaluate: (cell: Expression) => Amount): readonly Amount[] {
  const { matrix, vector } = cellsOf(system, (cell) => toFloat(evaluate(cell)));
  const values = new Decomposition(matrix, vector.length).solve(vector);
  return Array.from(values, (value) => fromFloat(value));
}

/** Returns the cells of a system as float64: the matrix row by row, and the right side. */
export function cellsOf(
  { matrix, vector }: LinearSystem,
  evaluate: (cell: Expression) => number,
): { matrix: Float64Array; vector: Float64Array } {
  const valueOf = (cell: Expression | null): number => (cell === null ? 0 : evaluate(cell));
  return {
    matrix: Float64Array.from(matrix.flat(), valueOf),
    vector: Float64Array.from(vector, valueOf),
  };
}
