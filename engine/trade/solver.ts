import { EngineError } from '../errors.ts';
import { Decomposition } from '../quantities/linear.ts';
import { abs, TINY, UNIT, UPWARDS } from './rounding.ts';

/** n × k values, side by side: column c of row i is at i · k + c. */
export interface Panel {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** How far what a system is made of can be from what it stands for. */
export interface SystemErrors {
  /** Of each coefficient of A, over the coefficient. */
  readonly relative: number;
  /** Of each value of the right side, in its unit. */
  readonly right: Float64Array;
}

/** |X − true X|[i, c] ≤ weights[i] · columns[c]. */
export interface PanelBound {
  readonly weights: Float64Array;
  readonly columns: Float64Array;
}


/** Solves (I − A) X = Y. `a` is n × n, row by row. */
export function solve(a: Float64Array, y: Panel): Panel {
  const { rows: n, columns: k } = y;
  const matrix = a.map((value) => -value);
  for (let i = 0; i < n; i++) matrix[i * n + i]! += 1;
  const decomposition = new Decomposition(matrix, n);
  const values = new Float64Array(n * k);
  const right = new Float64Array(n);
  for (let c = 0; c < k; c++) {
    for (let i = 0; i < n; i++) right[i] = y.values[i * k + c]!;
    const x = decomposition.solve(right);
    for (let i = 0; i < n; i++) values[i * k + c] = x[i]!;
  }
  return { rows: n, columns: k, values };
}

/** Returns the transpose of an n × n matrix. */
export function transpose(a: Float64Array, n: number): Float64Array {
  const transposed = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) transposed[j * n + i] = a[i * n + j]!;
  return transposed;
}

/**
 * Bounds the error of a candidate X, however it was found.
 *
 * Let A' and Y' be the true coefficients and right side, with |A' − A| ≤ α|A| and |Y' − Y| ≤ δ, and X' the true solution. Then
 * (I − A')(X' − X) = (Y − (I − A)X) + (Y' − Y) + (A' − A)X, whose sizes are at most ρ = |Y − (I − A)X| + δ + α|A||X|. Let v > 0 have
 * u = v − (1 + α)|A|v > 0. By Collatz and Wielandt the spectral radius of (1 + α)|A| is below 1, so that |(I − A')⁻¹| ≤
 * (I − (1 + α)|A|)⁻¹, which is non-negative and takes u to v. Hence ρ ≤ θu gives |X' − X| ≤ θv. (S. M. Rump, Verification methods,
 * Acta Numerica 19 (2010), section 10; N. J. Higham, Accuracy and Stability of Numerical Algorithms (2002), sections 3.1 and 7.)
 *
 * The computed residual is wrong by at most γ(|Y| + |A||X| + |X|), γ = (n + 3) 2^−53 / (1 − (n + 3) 2^−53), in any order of the sum, and
 * by `TINY` where products are below the normal numbers. Sums of sizes have only non-negative terms, so that multiplying by `UPWARDS`
 * puts them above their exact values; what is subtracted in u is put above its exact value in the same way.
 * @throws EngineError `unproductive-table` if no v is found
 */
export function boundError(a: Float64Array, y: Panel, x: Panel, { relative, right }: SystemErrors): PanelBound {
  const { rows: n, columns: k } = y;
  const gamma = ((n + 3) * UNIT) / (1 - (n + 3) * UNIT);
  const rho = new Float64Array(n * k);
  const [sum, size] = [new Float64Array(k), new Float64Array(k)];
  for (let i = 0; i < n; i++) {
    sum.fill(0);
    size.fill(0);
    for (let j = 0; j < n; j++) {
      const cell = a[i * n + j]!;
      if (cell === 0) continue;
      for (let c = 0; c < k; c++) {
        const term = cell * x.values[j * k + c]!;
        sum[c]! += term;
        size[c]! += abs(term);
      }
    }
    for (let c = 0; c < k; c++) {
      const [own, given] = [x.values[i * k + c]!, y.values[i * k + c]!];
      const all = size[c]! + abs(own) + abs(given);
      const residual = abs(given + sum[c]! - own);
      const lost = all === 0 ? 0 : TINY;
      rho[i * k + c] = (residual + gamma * all + relative * size[c]! + right[i * k + c]! + lost) * UPWARDS;
    }
  }
  const weights = findWeights(a, rho, n, k);
  const room = roomBelow(a, weights, relative);
  const columns = new Float64Array(k);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < k; c++) {
      const least = (rho[i * k + c]! / room[i]!) * UPWARDS;
      if (least > columns[c]!) columns[c] = least;
    }
  return { weights, columns };
}

/** Returns v with (I − |A|) v = w approximately, where w is like the errors of the columns. Nothing about it is relied on. */
function findWeights(a: Float64Array, rho: Float64Array, n: number, k: number): Float64Array {
  const most = new Float64Array(k);
  rho.forEach((value, at) => {
    if (value > most[at % k]!) most[at % k] = value;
  });
  const w = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < k; c++) if (most[c]! > 0) w[i]! += rho[i * k + c]! / most[c]!;
    w[i]! += 9.313225746154785e-10;
  }
  return solve(a.map(abs), { rows: n, columns: 1, values: w }).values;
}

/** Returns a lower bound of u = v − (1 + α)|A|v. @throws EngineError `unproductive-table` unless u > 0 and v > 0 */
function roomBelow(a: Float64Array, v: Float64Array, relative: number): Float64Array {
  const n = v.length;
  return v.map((weight, i) => {
    let taken = 0;
    for (let j = 0; j < n; j++) taken += abs(a[i * n + j]!) * v[j]!;
    const room = (weight - (taken * (1 + relative) * UPWARDS + TINY)) / UPWARDS;
    if (weight > 0 && room > 0) return room;
    const text =
      'the industries of the table take at least as much as they sell, directly or through others: no bound of its solution exists';
    throw new EngineError('unproductive-table', text, i + 1);
  });
}
