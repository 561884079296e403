import { LANES } from './kernel.ts';

/** Sums and multiples of the columns of a strip, eight or one, each column by itself and row by row. */

/** Returns the inner product of two columns. */
export function dotColumn(cells: Float64Array, a: number, b: number, rows: number): Float64Array {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += cells[a + row]! * cells[b + row]!;
  return Float64Array.of(sum);
}

/** Subtracts a multiple of a column from another. */
export function subtractColumn(
  cells: Float64Array,
  to: number,
  from: number,
  factor: number,
  rows: number,
): void {
  for (let row = 0; row < rows; row++) cells[to + row]! -= factor * cells[from + row]!;
}

/** Returns the eight inner products of two strips. */
export function dotLanes(cells: Float64Array, a: number, b: number, rows: number): Float64Array {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let s5 = 0;
  let s6 = 0;
  let s7 = 0;
  for (let at = 0; at < rows * LANES; at += LANES) {
    const [inA, inB] = [a + at, b + at];
    s0 += cells[inA]! * cells[inB]!;
    s1 += cells[inA + 1]! * cells[inB + 1]!;
    s2 += cells[inA + 2]! * cells[inB + 2]!;
    s3 += cells[inA + 3]! * cells[inB + 3]!;
    s4 += cells[inA + 4]! * cells[inB + 4]!;
    s5 += cells[inA + 5]! * cells[inB + 5]!;
    s6 += cells[inA + 6]! * cells[inB + 6]!;
    s7 += cells[inA + 7]! * cells[inB + 7]!;
  }
  return Float64Array.of(s0, s1, s2, s3, s4, s5, s6, s7);
}

/** Subtracts multiples of a strip from another, one factor for each column. */
export function subtractLanes(
  cells: Float64Array,
  to: number,
  from: number,
  factors: Float64Array,
  rows: number,
): void {
  const [f0, f1, f2, f3] = [factors[0]!, factors[1]!, factors[2]!, factors[3]!];
  const [f4, f5, f6, f7] = [factors[4]!, factors[5]!, factors[6]!, factors[7]!];
  for (let at = 0; at < rows * LANES; at += LANES) {
    const [target, source] = [to + at, from + at];
    cells[target]! -= f0 * cells[source]!;
    cells[target + 1]! -= f1 * cells[source + 1]!;
    cells[target + 2]! -= f2 * cells[source + 2]!;
    cells[target + 3]! -= f3 * cells[source + 3]!;
    cells[target + 4]! -= f4 * cells[source + 4]!;
    cells[target + 5]! -= f5 * cells[source + 5]!;
    cells[target + 6]! -= f6 * cells[source + 6]!;
    cells[target + 7]! -= f7 * cells[source + 7]!;
  }
}

/** Multiplies each column of a strip by its factor. */
export function scaleLanes(cells: Float64Array, at: number, factors: Float64Array, rows: number): void {
  const lanes = factors.length;
  for (let row = 0; row < rows; row++)
    for (let lane = 0; lane < lanes; lane++) cells[at + row * lanes + lane]! *= factors[lane]!;
}
