import { sqrt } from '../../quantities/elementary.ts';
import type { Row } from '../../rows/row.ts';
import type { MeasurementError } from './measurement.ts';

/** The balances of a reconciliation as numbers: for each, the coefficient of each measurement that it counts. */
export type Coefficients = readonly ReadonlyMap<number, number>[];

/**
 * The numbers by which least squares move measurements x with the covariances V so that balances A hold (VDI 2048): with the gaps r = A x, the
 * matrix S = A V Aᵀ of their covariances and the net gaps u = D S⁻¹ r, where D is the diagonal of S, the adjustments are v = −V Aᵀ D⁻¹ u.
 */
export interface Weights {
  /** The variance of each gap: D. */
  readonly variances: Float64Array;
  /** D S⁻¹, row by row. */
  readonly net: readonly Float64Array[];
  /** V Aᵀ D⁻¹: for each measurement its part of the net gap of each balance. */
  readonly parts: readonly ReadonlyMap<number, number>[];
  /** The standard deviation of each adjustment. */
  readonly adjustments: Float64Array;
  /** The covariance of two adjustments. */
  readonly covarianceOf: (one: number, other: number) => number;
}

/** A balance whose gap follows from those before it, or that has no error at all. */
export class SingularWeights extends Error {
  readonly balance: number;

  constructor(balance: number) {
    super(`balance ${balance + 1} is singular`);
    this.balance = balance;
  }
}

/** Correlations of gaps leave at least this much of the variance of each. Below it, float64 would lose more than six of 16 digits. */
const LEAST_PIVOT = 1e-10;

/** Returns the weights of a reconciliation. @throws SingularWeights */
export function weigh(errors: readonly MeasurementError[], balances: Coefficients): Weights {
  const cross = crossCovariances(errors, balances);
  const size = balances.length;
  const covariances = balances.map((terms) => {
    const row = new Float64Array(size);
    for (const [at, coefficient] of terms)
      for (const [balance, covariance] of cross[at]!) row[balance]! += coefficient * covariance;
    return row;
  });
  const variances = Float64Array.from(covariances, (row, at) => row[at]!);
  balances.forEach((terms, balance) => {
    let alone = 0;
    for (const [at, coefficient] of terms)
      for (const deviation of errors[at]!.values())
        alone += coefficient * deviation * (coefficient * deviation);
    if (!(variances[balance]! > LEAST_PIVOT * alone)) throw new SingularWeights(balance);
  });
  const inverse = invert(covariances, variances);
  const parts = cross.map(
    (own) => new Map([...own].map(([balance, covariance]) => [balance, covariance / variances[balance]!])),
  );
  const covarianceOf = (one: number, other: number): number => {
    let sum = 0;
    for (const [a, ofOne] of cross[one]!)
      for (const [b, ofOther] of cross[other]!) sum += ofOne * inverse[a]![b]! * ofOther;
    return sum;
  };
  return {
    variances,
    net: inverse.map((row, at) => dropSmall(row, variances).map((cell) => cell * variances[at]!)),
    parts,
    adjustments: Float64Array.from(errors, (_, at) => {
      const variance = covarianceOf(at, at);
      return variance > 0 ? sqrt(variance) : 0;
    }),
    covarianceOf,
  };
}

/** Below this part of the largest one, a weight is less than the last digit of a constant. */
const LEAST_WEIGHT = 1e-16;

/** Returns a row of S⁻¹ without what no digit shows: balances far away, by what their gaps weigh where they are as large as their standard deviations. */
function dropSmall(row: Float64Array, variances: Float64Array): Float64Array {
  const sizes = row.map((cell, at) => (cell < 0 ? -cell : cell) * sqrt(variances[at]!));
  const least = LEAST_WEIGHT * sizes.reduce((most, size) => (size > most ? size : most), 0);
  return row.map((cell, at) => (sizes[at]! < least ? 0 : cell));
}

/** Returns V Aᵀ: for each measurement its covariance with each gap, where there is one. */
function crossCovariances(
  errors: readonly MeasurementError[],
  balances: Coefficients,
): ReadonlyMap<number, number>[] {
  const members = new Map<Row | string, [at: number, deviation: number][]>();
  errors.forEach((error, at) => {
    for (const [source, deviation] of error) {
      const own = members.get(source);
      if (own === undefined) members.set(source, [[at, deviation]]);
      else own.push([at, deviation]);
    }
  });
  const cross = errors.map(() => new Map<number, number>());
  balances.forEach((terms, balance) => {
    const ofGap = new Map<Row | string, number>();
    for (const [at, coefficient] of terms)
      for (const [source, deviation] of errors[at]!)
        ofGap.set(source, (ofGap.get(source) ?? 0) + coefficient * deviation);
    for (const [source, deviation] of ofGap)
      for (const [at, own] of members.get(source)!)
        if (deviation !== 0) cross[at]!.set(balance, (cross[at]!.get(balance) ?? 0) + own * deviation);
  });
  return cross;
}

/** Returns the inverse of a matrix of covariances, by the Cholesky decomposition of their correlations. @throws SingularWeights */
function invert(covariances: readonly Float64Array[], variances: Float64Array): Float64Array[] {
  const size = variances.length;
  const lower = covariances.map(() => new Float64Array(size));
  const deviations = variances.map((variance) => sqrt(variance));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = covariances[row]![column]! / (deviations[row]! * deviations[column]!);
      for (let at = 0; at < column; at++) rest -= lower[row]![at]! * lower[column]![at]!;
      if (column < row) lower[row]![column] = rest / lower[column]![column]!;
      else if (rest > LEAST_PIVOT) lower[row]![row] = sqrt(rest);
      else throw new SingularWeights(row);
    }
  }
  return covariances.map((_, column) => {
    const x = solve(lower, column);
    return x.map((cell, row) => cell / (deviations[row]! * deviations[column]!));
  });
}

/** Returns the column of the inverse of L Lᵀ. */
function solve(lower: readonly Float64Array[], column: number): Float64Array {
  const size = lower.length;
  const x = new Float64Array(size);
  x[column] = 1;
  for (let row = column; row < size; row++) {
    for (let at = column; at < row; at++) x[row]! -= lower[row]![at]! * x[at]!;
    x[row]! /= lower[row]![row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let at = row + 1; at < size; at++) x[row]! -= lower[at]![row]! * x[at]!;
    x[row]! /= lower[row]![row]!;
  }
  return x;
}
