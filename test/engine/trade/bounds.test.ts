import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineError } from '../../../engine/errors/engine-error.ts';
import type { Figure } from '../../../engine/figures/figure.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON } from '../dataset.ts';
import { besideChecks } from './beside-checks.ts';
import { isWithin, solveExactly } from './exact-flows.ts';
import { randomTable, signedTable } from './random-tables.ts';
import { recordOf, type SmallTable } from './small-table.ts';

const { period } = COMMON;

/** Two industries that take their output from each other, with signs and up to this part: nearly singular for a part near 1. */
function returning(part: number): SmallTable {
  const [taken, rest] = [`-${part * 100}`, `${100 + part * 100}`];
  return {
    industries: ['a/1', 'b/1'],
    demands: ['a/y', 'b/y'],
    stressors: { CO2: 'kg{CO2}' },
    z: [
      ['0', taken],
      [taken, '0'],
    ],
    y: [
      [rest, '0'],
      ['0', rest],
    ],
    f: [['5', '7']],
  };
}

describe('the bound of a figure', () => {
  it('holds for tables with negative cells, whether a positive vector or an inverse proves it', () => {
    const seen = { shown: 0, refused: 0 };
    fc.assert(
      fc.property(signedTable, ({ table, regions }) => {
        const rounding = { mode: 'half-even', digits: 17 };
        const parameters = { period, rounding, accounts: ['flow'], unsureDigits: 'drop', mass: 'kg' };
        let figures: readonly Figure[];
        try {
          ({ figures } = runMethod('trade@1', [recordOf(table)], parameters));
        } catch (error) {
          // Nearly singular, so that no digit of a figure is known; or without negative cells, and unproductive.
          expect(['too-few-digits', 'unproductive-table']).toContain((error as EngineError).code);
          seen.refused++;
          return;
        }
        const exact = solveExactly(table, regions);
        seen.shown++;
        for (const { key, value, detail } of figures) {
          const [, from, to, name] = key.split('/') as [string, string, string, string];
          const truth = exact(name === 'CO2' ? 0 : 1, from, to);
          expect(isWithin(value, detail.bound!, truth), `${key} ${value} ± ${detail.bound!}`).toBe(true);
        }
      }),
    );
    expect(seen.refused).toBeLessThan(seen.shown / 3);
  });

  it('is there where sizes alone exceed output, but then paths do not get smaller and are refused', () => {
    const run = (paths: object): RunResult =>
      runMethod('trade@1', [recordOf(returning(1.5))], { period, accounts: ['cba'], mass: 'kg', ...paths });
    // With A = −1.5 between both, a demand of 250 from the first needs (−200, 300), at 0.05 and 0.07 kg.
    const [first] = run({}).figures;
    expect([first!.key, Number(first!.value)]).toEqual(['cba/a/CO2', 11]);
    expect(Number(first!.detail.bound)).toBeLessThan(1e-4);
    const paths = { region: 'a', stressor: 'CO2', depth: 4, threshold: '0.01', largest: 5 };
    expect(() => run({ paths })).toThrow(expect.objectContaining({ code: 'unproductive-table' }) as Error);
  });

  it('is not proven where a table with negative cells is nearly singular, and the figure says so', () => {
    const run = (part: number): RunResult =>
      runMethod('trade@1', [recordOf(returning(part))], { period, accounts: ['cba'], mass: 'kg' });
    const { figures, warnings } = run(0.9999999999999998);
    expect(figures.map(({ detail }) => detail.bound)).toEqual(['not proven', 'not proven']);
    expect(warnings.map(({ code }) => code)).toContain('not-proven');
    const ofFigures = besideChecks(figures.flatMap(({ detail }) => detail.derivation.warnings));
    expect(ofFigures.map(({ code }) => code)).toEqual(figures.map(() => 'not-proven'));
    expect(run(0.9).figures.every(({ detail }) => Number(detail.bound) < 1e-4)).toBe(true);
  });

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
