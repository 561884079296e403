import fc from 'fast-check';
import type { DenseCoefficients, Panel, SparseCoefficients } from '../../../engine/linear/coefficients.ts';
import { type Ratio, scaled, solveWhole } from './exact-solve.ts';

/** A system (I − A) X = Y with a true solution that is known exactly. */
export interface System {
  readonly a: DenseCoefficients;
  readonly y: Panel;
  /** The spectral radius of |A|, up to the rounding of its coefficients. */
  readonly radius: number;
}

const RADII = [0, 0.3, 0.6, 0.9, 0.99, 0.9999, 1 - 1e-7, 1 - 1e-10];
const part = fc.double({ min: 0, max: 1, noNaN: true });
const sign = fc.constantFrom(1, 1, 1, -1);

/**
 * Systems from well-conditioned ones to a spectral radius of 1 − 1e-10. Rows and columns are scaled by up to 1e±12; there are negative
 * coefficients and right sides, and columns and rows without any. |A| v = radius · v for the scales v, as far as rounding allows.
 */
export const systemArbitrary: fc.Arbitrary<System> = fc
  .record({ size: fc.integer({ min: 1, max: 6 }), columns: fc.integer({ min: 1, max: 3 }) })
  .chain(({ size, columns }) => {
    const many = <T>(value: fc.Arbitrary<T>, count: number): fc.Arbitrary<T[]> =>
      fc.array(value, { minLength: count, maxLength: count });
    const cell = fc.oneof({ weight: 3, arbitrary: part }, { weight: 2, arbitrary: fc.constant(0) });
    return fc.record({
      size: fc.constant(size),
      columns: fc.constant(columns),
      cells: many(cell, size * size),
      signs: fc.oneof(fc.constant(null), many(sign, size * size)),
      scales: fc.oneof(fc.constant(null), many(fc.integer({ min: -12, max: 12 }), size)),
      empty: fc.option(fc.integer({ min: 0, max: size - 1 })),
      right: many(
        fc.oneof(part, fc.constant(0), fc.double({ min: -1, max: 1, noNaN: true })),
        size * columns,
      ),
      rightScale: fc.constantFrom(1, 1, 1e12, 1e-12, 1e-290, 1e240),
      radius: fc.constantFrom(...RADII),
    });
  })
  .map(({ size, columns, cells, signs, scales, empty, right, rightScale, radius }) => {
    const v = Array.from({ length: size }, (_, row) => 10 ** (scales?.[row] ?? 0));
    const values = new Float64Array(size * size);
    for (let row = 0; row < size; row++) {
      const own = cells
        .slice(row * size, (row + 1) * size)
        .map((value, column) => (column === empty ? 0 : value));
      const sum = own.reduce((total, value) => total + value, 0);
      if (sum < 1e-3) continue;
      for (const [column, value] of own.entries())
        values[row * size + column] =
          ((value / sum) * radius * v[row]! * (signs?.[row * size + column] ?? 1)) / v[column]!;
    }
    const y = Float64Array.from(right, (value, at) => value * v[Math.floor(at / columns)]! * rightScale);
    return { a: { form: 'dense', size, values }, y: { rows: size, columns, values: y }, radius };
  });

/** A table whose columns need 0.35 to 0.75 of their output, with 40 % of its cells filled: the same at each call. */
export function makeTable(size: number, columns: number, filled = 0.4): System {
  let state = size;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const values = Float64Array.from({ length: size * size }, () => (next() < filled ? next() : 0));
  for (let column = 0; column < size; column++) {
    let sum = 0;
    for (let row = 0; row < size; row++) sum += values[row * size + column]!;
    const share = sum === 0 ? 0 : (0.35 + 0.4 * next()) / sum;
    for (let row = 0; row < size; row++) values[row * size + column]! *= share;
  }
  const y = Float64Array.from({ length: size * columns }, next);
  return { a: { form: 'dense', size, values }, y: { rows: size, columns, values: y }, radius: 0.75 };
}

/** The true solution, cell by cell, of a system with coefficients A (1 + δ θ) and right sides Y + ε; null if it is singular. */
export function solveTruly(
  { a, y }: System,
  {
    isTransposed = false,
    isCompared = false,
    coefficientAt = scaled,
    right = [...y.values].map(scaled),
  }: {
    isTransposed?: boolean;
    /** Whether its comparison matrix is meant: sizes on the diagonal of I − A, minus sizes beside it. */
    isCompared?: boolean;
    /** The coefficient · 2^1074 for one of A. */
    coefficientAt?: (value: number, at: number) => bigint;
    right?: readonly bigint[];
  } = {},
): Ratio[] | null {
  const one = scaled(1);
  const { size } = a;
  const matrix = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => {
      const at = isTransposed ? column * size + row : row * size + column;
      const cell = (row === column ? one : 0n) - coefficientAt(a.values[at]!, at);
      return isCompared ? sized(cell) * (row === column ? 1n : -1n) : cell;
    }),
  );
  const sides = Array.from({ length: size }, (_, row) => right.slice(row * y.columns, (row + 1) * y.columns));
  const found = solveWhole(matrix, sides);
  if (found === null) return null;
  // Both sides have the factor 2^1074, which cancels.
  const { determinant } = found;
  return found.numerators
    .flat()
    .map((numerator) =>
      determinant < 0n
        ? { numerator: -numerator, denominator: -determinant }
        : { numerator, denominator: determinant },
    );
}

function sized(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/**
 * Systems with any signs, whose I − A is seldom an H-matrix, often indefinite and sometimes singular; blocks of zeros part them into
 * strong components. Coefficients are a few units, or near them; rows and columns are scaled by up to 1e±9.
 */
export const signedArbitrary: fc.Arbitrary<System> = fc
  .record({ size: fc.integer({ min: 2, max: 7 }), columns: fc.integer({ min: 1, max: 2 }) })
  .chain(({ size, columns }) => {
    const many = <T>(value: fc.Arbitrary<T>, count: number): fc.Arbitrary<T[]> =>
      fc.array(value, { minLength: count, maxLength: count });
    const cell = fc.oneof(
      {
        weight: 2,
        arbitrary: fc.double({ min: -3, max: 3, noNaN: true }).map((v) => (Math.abs(v) < 1e-6 ? 0 : v)),
      },
      { weight: 1, arbitrary: fc.integer({ min: -3, max: 3 }) },
      { weight: 1, arbitrary: fc.constant(0) },
    );
    return fc.record({
      size: fc.constant(size),
      columns: fc.constant(columns),
      cells: many(cell, size * size),
      scales: fc.oneof(fc.constant(null), many(fc.integer({ min: -9, max: 9 }), size)),
      /** Rows from here on do not need those before. */
      split: fc.integer({ min: 0, max: size }),
      /** How far the last row is from being the sum of the others: of the system, not of A. */
      apart: fc.constantFrom(null, null, null, null, null, 1e-3, 1e-9, 1e-14, 0),
      right: many(fc.double({ min: -1, max: 1, noNaN: true }), size * columns),
    });
  })
  .map(({ size, columns, cells, scales, split, apart, right }) => {
    const scaleOf = (row: number): number => 2 ** (3 * (scales?.[row] ?? 0));
    const values = Float64Array.from(cells);
    for (let row = split; row < size; row++) values.fill(0, row * size, row * size + split);
    if (apart !== null && size > 1)
      for (let column = 0; column < size; column++) {
        let sum = 0;
        for (let row = 0; row < size - 1; row++)
          sum += (row === column ? 1 : 0) - values[row * size + column]!;
        const last = size - 1;
        values[last * size + column] = (column === last ? 1 : 0) - sum - (column === last ? apart : 0);
      }
    const scaledValues = values.map(
      (value, at) => (value * scaleOf(Math.floor(at / size))) / scaleOf(at % size),
    );
    const y = Float64Array.from(right, (value, at) => value * scaleOf(Math.floor(at / columns)));
    const a = { form: 'dense', size, values: scaledValues } as const;
    return { a, y: { rows: size, columns, values: y }, radius: Infinity };
  });

/** Returns the same coefficients as compressed rows. */
export function compress({ size, values }: DenseCoefficients): SparseCoefficients {
  const [starts, columns, kept] = [[0], [] as number[], [] as number[]];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const value = values[row * size + column]!;
      if (value === 0) continue;
      columns.push(column);
      kept.push(value);
    }
    starts.push(kept.length);
  }
  return {
    form: 'sparse',
    size,
    starts: Uint32Array.from(starts),
    columns: Uint32Array.from(columns),
    values: Float64Array.from(kept),
  };
}
