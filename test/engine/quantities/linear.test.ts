import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { Decomposition } from '../../../engine/quantities/linear.ts';

type Matrix = readonly (readonly number[])[];

const flat = (matrix: Matrix): Float64Array => Float64Array.from(matrix.flat());
const transpose = (matrix: Matrix): number[][] => matrix.map((_, row) => matrix.map((line) => line[row]!));

/** Gaussian elimination as textbooks print it, on both sides of the equation at once. */
function solveLiterally(matrix: Matrix, vector: readonly number[]): number[] {
  const rows = matrix.map((row, index) => ({ cells: [...row], right: vector[index]! }));
  const size = rows.length;
  for (let step = 0; step < size; step++) {
    const column = rows.slice(step).map(({ cells }) => Math.abs(cells[step]!));
    const pivot = step + column.indexOf(Math.max(...column));
    [rows[step], rows[pivot]] = [rows[pivot]!, rows[step]!];
    for (const row of rows.slice(step + 1)) {
      const multiple = row.cells[step]! / rows[step]!.cells[step]!;
      for (let next = step; next < size; next++) row.cells[next]! -= multiple * rows[step]!.cells[next]!;
      row.right -= multiple * rows[step]!.right;
    }
  }
  const x: number[] = [];
  for (let row = size - 1; row >= 0; row--) {
    const { cells, right } = rows[row]!;
    let left = right;
    for (let column = row + 1; column < size; column++) left -= cells[column]! * x[column]!;
    x[row] = left / cells[row]!;
  }
  return x;
}

/** Returns |vector − matrix · x| without any rounding, for whole numbers in matrix and vector. */
function residualsOf(matrix: Matrix, vector: readonly number[], x: Float64Array): number[] {
  const places = 300;
  const exact = Array.from(x, (value) => BigInt(value * 2 ** places));
  return matrix.map((row, index) => {
    const product = row.reduce((sum, cell, column) => sum + BigInt(cell) * exact[column]!, 0n);
    const residual = Number((BigInt(vector[index]!) << BigInt(places)) - product) * 2 ** -places;
    return Math.abs(residual);
  });
}

/**
 * The residual of elimination with partial pivoting is at most 3 n u |L| |U| |x| (N. J. Higham, Accuracy and Stability, theorem 9.4), and a
 * row of |L| |U| adds up to at most n² 2^(n−1) times the largest cell.
 */
function boundOf(matrix: Matrix, x: Float64Array): number {
  const n = matrix.length;
  const largest = Math.max(...matrix.flat().map(Math.abs));
  return 3 * n * 2 ** -53 * n ** 2 * 2 ** (n - 1) * largest * Math.max(...x.map(Math.abs));
}

const cell = fc.integer({ min: -1000, max: 1000 });
const systemArbitrary = fc.integer({ min: 1, max: 7 }).chain((size) => {
  const line = fc.array(cell, { minLength: size, maxLength: size });
  return fc.tuple(fc.array(line, { minLength: size, maxLength: size }), line);
});

/** Returns the decomposition, or null for a matrix that elimination finds singular. */
function decompose(matrix: Matrix): Decomposition | null {
  try {
    return new Decomposition(flat(matrix), matrix.length);
  } catch (error) {
    expect(error).toMatchObject({ code: 'out-of-range' });
    return null;
  }
}

describe('Decomposition', () => {
  it('solves with the bits of a literal elimination', () => {
    fc.assert(
      fc.property(systemArbitrary, ([matrix, vector]) => {
        const made = decompose(matrix);
        if (made === null) return;
        expect([...made.solve(Float64Array.from(vector))]).toEqual(solveLiterally(matrix, vector));
      }),
    );
  });

  it('leaves no more of the right side than the bound of its method, for the matrix and its transpose', () => {
    fc.assert(
      fc.property(systemArbitrary, ([matrix, vector]) => {
        const made = decompose(matrix);
        if (made === null) return;
        const right = Float64Array.from(vector);
        for (const [given, x] of [
          [matrix, made.solve(right)],
          [transpose(matrix), made.solveTransposed(right)],
        ] as const) {
          const bound = boundOf(given, x);
          for (const residual of residualsOf(given, vector, x)) expect(residual).toBeLessThanOrEqual(bound);
        }
      }),
    );
  });

  it('needs a pivot that is not where it was: a zero on the diagonal is no reason to fail', () => {
    const made = new Decomposition(Float64Array.of(0, 2, 4, 0), 2);
    expect([...made.solve(Float64Array.of(6, 8))]).toEqual([2, 3]);
    expect([...made.solveTransposed(Float64Array.of(6, 8))]).toEqual([4, 1.5]);
  });

  it('takes the first of equal pivots, and leaves the right side as it was', () => {
    const right = Float64Array.of(3, 1);
    expect([...new Decomposition(Float64Array.of(1, 1, -1, 1), 2).solve(right)]).toEqual([1, 2]);
    expect([...right]).toEqual([3, 1]);
  });

  it('throws out-of-range for a singular matrix, and names the column without a pivot', () => {
    const build = (): Decomposition => new Decomposition(Float64Array.of(1, 2, 2, 4), 2);
    expect(build).toThrow(EngineError);
    expect(build).toThrow('the matrix is singular: column 2 has no pivot');
  });
});
