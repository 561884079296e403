import type { Panel } from './coefficients.ts';
import type { Residual } from './residual.ts';

/**
 * How far a residual can be from the true one.
 *
 * **Rounding.** With unit roundoff ε = 2⁻⁵³ and N values in a row, `residualOf` sums N + 2 terms as Dot2: s₀ = y − x and the products,
 * p = a x − e, s + p = s' − q (all exact), r = fl(s + lost), lost = fl(Σ fl(e + q)). Let M = |y| + |x| + Σ |a x|, γₘ = m ε / (1 − m ε).
 * Each |e| ≤ ε |a x|; each |s| ≤ (1 + ε)ᴺ⁺¹ M, so |q| ≤ ε (1 + ε)ᴺ⁺¹ M; so Σ |e + q| ≤ ε (N + 2) (1 + ε)ᴺ⁺¹ M, and the sum of these N + 1
 * numbers is wrong by at most γ of N + 2 times that (Higham, 4.2). Hence |true − r| ≤ ε |r| + γ² M with the γ of N + 4.
 * M ≤ size (1 + 2⁻²⁹), since `size` is a sum of N ≤ 2²² numbers fl(|a x|).
 *
 * **Underflow.** Sums are exact where they underflow. A product below 2⁻⁹⁶⁰ may have another error than the e computed; then both,
 * and every number from which e is computed, are below 2⁻⁹⁵⁷, and the roundings of those below 2⁻¹⁰⁰⁰ together. A larger product has no
 * part that underflows. So N 2⁻¹⁰⁰⁰ is added, unless all of x is zero. Numbers of A, X and Y are below 2⁹⁹⁰, so halves do not overflow;
 * what overflows later makes the bound infinite or not a number, and so proves nothing.
 *
 * Every other operation has at most 12 roundings of numbers that are not negative, so (1 + 2⁻⁴⁸) of its result is above.
 */

/** 2^−53 */
const UNIT = 1.1102230246251565e-16;
/** 2^−1000 */
export const TINY = 9.332636185032189e-302;
/** 1 + 2^−48: more than 12 roundings. */
export const UP = 1.0000000000000036;
/** 1 − 2^−48 */
export const DOWN = 0.9999999999999964;
/** 1 + 2^−29: more than the roundings of a sum of 2^22 numbers that are not negative. */
export const SUM_UP = 1.0000000018626451;

/** What is not known about a system: each coefficient up to a part of its size, and each number of the right side. */
export interface Unknown {
  readonly relative: number;
  readonly right: Panel | null;
}

/** Returns S for each row and column: |Y − X + A X| + δ |A| |X| + E is at most S. Infinite where float64 overflows. */
export function boundResidual(
  y: Panel,
  x: Panel,
  { values, sizes }: Residual,
  { relative, right }: Unknown,
): Float64Array {
  const isZero = zeroColumns(x);
  const gamma = gammaOf(x.rows);
  return values.map((value, at) => {
    const outside = right === null ? 0 : absolute(right.values[at]!);
    if (isZero[at % x.columns] === 1) return (absolute(value) + outside) * UP;
    const product = sizes[at]! * SUM_UP + x.rows * TINY;
    const size = absolute(y.values[at]!) + absolute(x.values[at]!) + product;
    const bound =
      (absolute(value) * (1 + 2 * UNIT) +
        gamma * gamma * size +
        x.rows * TINY +
        relative * product +
        outside) *
      UP;
    return bound >= 0 ? bound : Infinity;
  });
}

/**
 * Returns what (I − B) v is at least, less what is not known, from the residual −v + B v of the comparison matrix. A coefficient on the
 * diagonal of A is at most as large as that of B, and 2: see `compareDiagonal`.
 */
export function lowerProduct(v: Float64Array, { values, sizes }: Residual, relative: number): Float64Array {
  const gamma = gammaOf(v.length);
  return values.map((value, at) => {
    const product = sizes[at]! * SUM_UP + v.length * TINY;
    const error =
      absolute(value) * 2 * UNIT +
      gamma * gamma * (product + v[at]!) +
      v.length * TINY +
      relative * (product + 2 * v[at]!);
    return (-value - error * UP) * DOWN;
  });
}

/** γ of the number of terms and four, rounded up. */
function gammaOf(size: number): number {
  return (size + 4) * UNIT * SUM_UP;
}

function zeroColumns({ columns, values }: Panel): Uint8Array {
  const isZero = new Uint8Array(columns).fill(1);
  for (let at = 0; at < values.length; at++) if (values[at] !== 0) isZero[at % columns] = 0;
  return isZero;
}

function absolute(value: number): number {
  return value < 0 ? -value : value;
}
