/** Rational numbers and systems without any rounding: the other side of what the engine computes in float64. */

/** numerator / denominator, the denominator above zero. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const view = new DataView(new ArrayBuffer(8));
/** The exponent of the smallest number above zero. */
const LEAST = 1074n;

/** Returns a float64 as an exact ratio. */
export function ratioOf(value: number): Ratio {
  return { numerator: scaled(value), denominator: 1n << LEAST };
}

/** Returns value · 2^1074, which is a whole number. */
export function scaled(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : ((1n << 52n) | fraction) << (exponent - 1n);
  return value < 0 ? -size : size;
}

/**
 * Solves matrix · X = right in whole numbers by Gaussian elimination without fractions (E. H. Bareiss, 1968): cell by cell, X times the
 * determinant. Returns null if the matrix is singular.
 */
export function solveWhole(
  matrix: readonly (readonly bigint[])[],
  right: readonly (readonly bigint[])[],
): { numerators: bigint[][]; determinant: bigint } | null {
  const size = matrix.length;
  const rows = matrix.map((row, index) => [...row, ...right[index]!]);
  let previous = 1n;
  for (let step = 0; step < size; step++) {
    const pivot = rows.findIndex((row, index) => index >= step && row[step] !== 0n);
    if (pivot < 0) return null;
    [rows[step], rows[pivot]] = [rows[pivot]!, rows[step]!];
    const top = rows[step]!;
    for (const [index, row] of rows.entries()) {
      if (index === step) continue;
      const multiple = row[step]!;
      for (let column = 0; column < row.length; column++)
        row[column] = (row[column]! * top[step]! - multiple * top[column]!) / previous;
    }
    previous = top[step]!;
  }
  // All cells of the diagonal are the determinant now, up to the sign of the exchanges, which the right sides share.
  return { numerators: rows.map((row) => row.slice(size)), determinant: previous };
}

/** Compares a with b: below zero, zero or above. */
export function compareRatios(a: Ratio, b: Ratio): bigint {
  return a.numerator * b.denominator - b.numerator * a.denominator;
}

/** Returns |a − b|. */
export function distance(a: Ratio, b: Ratio): Ratio {
  const difference = compareRatios(a, b);
  return {
    numerator: difference < 0n ? -difference : difference,
    denominator: a.denominator * b.denominator,
  };
}
