import {
  compareDiagonal,
  diagonalOf,
  type Coefficients,
  type Reading,
  type SparseCoefficients,
} from './coefficients.ts';
import { whole } from './whole.ts';

/**
 * Returns A v, or Aᵀ v, for one column, in one pass over the numbers as they are stored: each result is a chain of sums in the order of the
 * columns (of the rows, for Aᵀ), so it has the bits that a panel gives. Of the comparison matrix, a diagonal that is not its size is
 * corrected at the end.
 */
export function multiplyColumn(
  a: Coefficients,
  v: Float64Array,
  { isTransposed, isCompared }: Reading,
): Float64Array {
  const result = new Float64Array(v.length);
  if (a.form === 'sparse') (isTransposed ? spreadRows : gatherRows)(a, v, isCompared, result);
  else if (isTransposed) addRows(a.values, v, isCompared, result);
  else sumRows(a.values, v, isCompared, result);
  if (isCompared) correctDiagonal(a, v, result);
  return result;
}

function correctDiagonal(a: Coefficients, v: Float64Array, result: Float64Array): void {
  for (let row = 0; row < v.length; row++) {
    const value = diagonalOf(a, row);
    const change = compareDiagonal(value) - absolute(value);
    if (change !== 0) result[row]! += change * v[row]!;
  }
}

function absolute(value: number): number {
  return value < 0 ? -value : value;
}

/** Four rows at once, because a sum waits for the one before it. */
function sumRows(values: Float64Array, v: Float64Array, isAbsolute: boolean, result: Float64Array): void {
  const whole = v.length - (v.length % 4);
  const sumFour = isAbsolute ? sumFourSizes : sumFourRows;
  for (let row = 0; row < whole; row += 4) sumFour(values, v, row, result);
  for (let row = whole; row < v.length; row++) {
    let sum = 0;
    for (let column = 0; column < v.length; column++) {
      const value = values[row * v.length + column]!;
      sum += (isAbsolute && value < 0 ? -value : value) * v[column]!;
    }
    result[row] = sum;
  }
}

function sumFourRows(values: Float64Array, v: Float64Array, row: number, result: Float64Array): void {
  const size = v.length;
  const first = row * size;
  const [second, third, fourth] = [first + size, first + 2 * size, first + 3 * size];
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let column = 0; column < size; column++) {
    const factor = v[column]!;
    s0 += values[first + column]! * factor;
    s1 += values[second + column]! * factor;
    s2 += values[third + column]! * factor;
    s3 += values[fourth + column]! * factor;
  }
  result[row] = s0;
  result[row + 1] = s1;
  result[row + 2] = s2;
  result[row + 3] = s3;
}

function sumFourSizes(values: Float64Array, v: Float64Array, row: number, result: Float64Array): void {
  const size = v.length;
  const first = row * size;
  const [second, third, fourth] = [first + size, first + 2 * size, first + 3 * size];
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let column = 0; column < size; column++) {
    const factor = v[column]!;
    s0 += absolute(values[first + column]!) * factor;
    s1 += absolute(values[second + column]!) * factor;
    s2 += absolute(values[third + column]!) * factor;
    s3 += absolute(values[fourth + column]!) * factor;
  }
  result[row] = s0;
  result[row + 1] = s1;
  result[row + 2] = s2;
  result[row + 3] = s3;
}

function addRows(values: Float64Array, v: Float64Array, isAbsolute: boolean, result: Float64Array): void {
  const size = v.length;
  for (let row = 0; row < size; row++) {
    const [factor, from] = [v[row]!, row * size];
    if (isAbsolute)
      for (let column = 0; column < size; column++)
        result[column]! += absolute(values[from + column]!) * factor;
    else for (let column = 0; column < size; column++) result[column]! += values[from + column]! * factor;
  }
}

function gatherRows(
  { size, starts, columns, values }: SparseCoefficients,
  v: Float64Array,
  isAbsolute: boolean,
  result: Float64Array,
): void {
  for (let row = 0; row < size; row++) {
    const until = whole(starts[row + 1]!);
    let sum = 0;
    if (isAbsolute)
      for (let at = whole(starts[row]!); at < until; at++) sum += absolute(values[at]!) * v[columns[at]!]!;
    else for (let at = whole(starts[row]!); at < until; at++) sum += values[at]! * v[columns[at]!]!;
    result[row] = sum;
  }
}

function spreadRows(
  { size, starts, columns, values }: SparseCoefficients,
  v: Float64Array,
  isAbsolute: boolean,
  result: Float64Array,
): void {
  for (let row = 0; row < size; row++) {
    const [factor, until] = [v[row]!, whole(starts[row + 1]!)];
    if (isAbsolute)
      for (let at = whole(starts[row]!); at < until; at++)
        result[columns[at]!]! += absolute(values[at]!) * factor;
    else for (let at = whole(starts[row]!); at < until; at++) result[columns[at]!]! += values[at]! * factor;
  }
}
