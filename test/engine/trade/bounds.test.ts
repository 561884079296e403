import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runMethod } from '../../../engine/run.ts';
import { COMMON } from '../dataset.ts';
import { isWithin, solveExactly } from './exact-flows.ts';
import { randomTable } from './random-tables.ts';
import { recordOf } from './small-table.ts';

const { period } = COMMON;

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
