import { solveWhole } from '../linear/exact-solve.ts';
import type { Numbers, SmallTable } from './small-table.ts';

/** A decimal as a whole number of 10^−scale. */
function whole(text: number | string, scale: number): bigint {
  const [sign, size] = String(text).startsWith('-') ? [-1n, String(text).slice(1)] : [1n, String(text)];
  const [integer = '', fraction = ''] = size.split('.');
  return sign * BigInt(integer + fraction.padEnd(scale, '0'));
}

export function thousandths(matrix: Numbers): bigint[][] {
  return matrix.map((row) => row.map((value) => whole(value, 3)));
}

/** A number without any rounding. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** A flow of emissions, in kilograms. All have one denominator. */
export type ExactFlow = (stressor: number, from: string, to: string) => Fraction;

/**
 * The flows of a table in rational arithmetic. With X = x̂ W, (I − Z x̂⁻¹) X = Y is (x̂ − Z) W = Y, and S X = F W.
 */
export function solveExactly(
  { industries, demands, z, y, f }: SmallTable,
  regions: readonly string[],
): ExactFlow {
  const [sales, bought, emitted] = [thousandths(z), thousandths(y), thousandths(f)];
  const matrix = sales.map((row, i) => {
    const x = [...row, ...bought[i]!].reduce((sum, value) => sum + value, 0n);
    return row.map((value, j) => (i === j ? x : 0n) - value);
  });
  const isOf = (name: string, region: string): boolean => name.startsWith(`${region}/`);
  const right = bought.map((row) =>
    regions.map((region) =>
      row.reduce((sum, value, c) => (isOf(demands[c]!, region) ? sum + value : sum), 0n),
    ),
  );
  const { numerators, determinant } = solveWhole(matrix, right)!;
  return (stressor, from, to) => ({
    numerator: industries.reduce(
      (sum, name, i) =>
        isOf(name, from) ? sum + emitted[stressor]![i]! * numerators[i]![regions.indexOf(to)]! : sum,
      0n,
    ),
    denominator: determinant * 1000n,
  });
}

/** Whether |shown − numerator / denominator| ≤ bound, for decimals with at most 60 places. */
export function isWithin(shown: string, bound: string, { numerator, denominator }: Fraction): boolean {
  const difference = whole(shown, 60) * denominator - numerator * 10n ** 60n;
  const [size, room] = [difference < 0n ? -difference : difference, whole(bound, 60) * denominator];
  return size <= (room < 0n ? -room : room);
}
