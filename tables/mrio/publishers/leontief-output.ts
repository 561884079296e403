import { faultIn } from '../fault.ts';

/** Terms of the series after which a table is given up. Real ones need about 100. */
const MOST_TERMS = 2000;
/** What a term may still add, over the output so far. */
const LEAST = 2 ** -52;

/**
 * Returns the output x = y + A·x of a table that states coefficients A, row by row, and final demand y: the sum of y + A·y + A²·y + …, until
 * a term changes no sector by more than one unit in the last place.
 * @throws DatasetRefused `unbalanced` if the series has no end: the table has no output
 */
export function computeOutput(file: string, a: Float64Array, y: Float64Array): Float64Array {
  const count = y.length;
  const output = y.slice();
  let term = y;
  for (let terms = 0; terms < MOST_TERMS; terms++) {
    const next = new Float64Array(count);
    for (let row = 0; row < count; row++) {
      let sum = 0;
      for (let column = 0; column < count; column++) sum += a[row * count + column]! * term[column]!;
      next[row] = sum;
    }
    let isDone = true;
    for (let row = 0; row < count; row++) {
      if (Math.abs(next[row]!) > LEAST * Math.abs(output[row]!)) isDone = false;
      output[row]! += next[row]!;
    }
    if (isDone) return output;
    term = next;
  }
  throw faultIn(file, 'unbalanced', 'the coefficients have no output: what they add does not become small');
}

/** Makes flows of coefficients: each column is multiplied by the output of its sector. */
export function scaleColumns(values: Float64Array, output: Float64Array): void {
  const width = output.length;
  for (let at = 0; at < values.length; at++) values[at]! *= output[at % width]!;
}
