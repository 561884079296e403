import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runMethod } from '../../../engine/run.ts';
import { COMMON } from '../dataset.ts';
import { solveWhole } from '../linear/exact-solve.ts';
import { randomTable } from './random-tables.ts';
import { recordOf, type Numbers, type SmallTable } from './small-table.ts';

const { period } = COMMON;

/** A decimal as a whole number of 10^−scale. */
function whole(text: number | string, scale: number): bigint {
  const [sign, size] = String(text).startsWith('-') ? [-1n, String(text).slice(1)] : [1n, String(text)];
  const [integer = '', fraction = ''] = size.split('.');
  return sign * BigInt(integer + fraction.padEnd(scale, '0'));
}

function thousandths(matrix: Numbers): bigint[][] {
  return matrix.map((row) => row.map((value) => whole(value, 3)));
}

/** A flow of emissions without any rounding, in kilograms: numerator / denominator. */
type Exact = (stressor: number, from: string, to: string) => { numerator: bigint; denominator: bigint };

/**
 * The flows of a table in rational arithmetic. With X = x̂ W, (I − Z x̂⁻¹) X = Y is (x̂ − Z) W = Y, and S X = F W.
 */
function solveExactly({ industries, demands, z, y, f }: SmallTable, regions: readonly string[]): Exact {
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
function isWithin(
  shown: string,
  bound: string,
  { numerator, denominator }: { numerator: bigint; denominator: bigint },
): boolean {
  const difference = whole(shown, 60) * denominator - numerator * 10n ** 60n;
  const [size, room] = [difference < 0n ? -difference : difference, whole(bound, 60) * denominator];
  return size <= (room < 0n ? -room : room);
}

describe('the bound of a figure', () => {
  it('holds: the true flow, in rational arithmetic, is never outside', () => {
    const bounds = { inside: 0, above: 0 };
    fc.assert(
      fc.property(randomTable, ({ table, regions }) => {
        const rounding = { mode: 'half-even', digits: 17 };
        const parameters = { period, rounding, accounts: ['flow'], unsureDigits: 'drop', mass: 'kg' };
        const { figures } = runMethod('trade@1', [recordOf(table)], parameters);
        const exact = solveExactly(table, regions);
        for (const { key, value, detail } of figures) {
          const [, from, to, name] = key.split('/') as [string, string, string, string];
          const truth = exact(name === 'CO2' ? 0 : 1, from, to);
          expect(isWithin(value, detail.bound!, truth), `${key} ${value} ± ${detail.bound!}`).toBe(true);
          // A bound that is a thousand times as narrow fails for most figures, so that the comparison can fail at all.
          bounds[isWithin(value, (Number(detail.bound) / 1000).toFixed(40), truth) ? 'inside' : 'above']++;
        }
      }),
    );
    expect(bounds.above).toBeGreaterThan(bounds.inside);
  });

  it('is below one unit of the last digit that is shown', () => {
    fc.assert(
      fc.property(randomTable, ({ table }) => {
        for (const { key, value, detail } of runMethod('trade@1', [recordOf(table)], {
          period,
          unsureDigits: 'drop',
        }).figures) {
          if (detail.bound === undefined || Number(value) === 0) continue;
          const rounding = detail.derivation.rounding;
          const exponent = Math.floor(Math.log10(Math.abs(Number(value))));
          const decimals = 'decimals' in rounding ? rounding.decimals : rounding.digits - 1 - exponent;
          expect(Number(detail.bound), key).toBeLessThanOrEqual(10 ** -decimals * (1 + 1e-9));
        }
      }),
      { numRuns: 30 },
    );
  });
});
