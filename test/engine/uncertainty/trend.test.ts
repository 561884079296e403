import { describe, expect, it } from 'vitest';
import { describeRun, repeatRun, runMethod } from '../../../engine/run.ts';
import type { UncertaintyNote } from '../../../engine/figures/uncertainty-note.ts';
import { withoutCounts } from '../named-rows.ts';
import { dataset, YEAR_2022, YEAR_2023, type TestEntry } from '../dataset.ts';
import { assess, ASKED, factorOf, figureOf, noteOf, TOTAL, use, within } from './rows.ts';

const Z = 1.959963984540054;
const before = (row: TestEntry): TestEntry => ({ ...row, key: `${row.key}/2022`, ...YEAR_2022 });
const TREND = { approach: 1, trend: { base: YEAR_2022 } };
const CHANGE = `trend/change/${TOTAL}`;

/** Two categories: 200 → 240 and 150 → 120, with uncertainties of activity data and factors in per cent. */
const [E, F] = [
  [5, 10],
  [20, 30],
] as const;
const [C, D] = [
  [200, 150],
  [240, 120],
] as const;
const ROWS = [
  before(use('a', '100', within('0.05'))),
  use('a', '120', within('0.05')),
  before(use('b', '50', within('0.1'))),
  use('b', '40', within('0.1')),
  factorOf('a', '2', within('0.2')),
  factorOf('b', '3', within('0.3')),
];

describe('a trend', () => {
  it('has the figures of the base year, of its period, and the change of each since in per cent', () => {
    const run = assess(ROWS, TREND);
    expect(figureOf(run, TOTAL)).toMatchObject({ value: '360', ...YEAR_2023 });
    expect(figureOf(run, `trend/base/${TOTAL}`)).toMatchObject({ value: '350', ...YEAR_2022 });
    expect(figureOf(run, CHANGE)).toMatchObject({ value: '2.857143', unit: '%', ...YEAR_2023 });
  });

  it('has the uncertainty that its derivatives give: a factor of both years is one variable, the activities are two', () => {
    const [c, d] = [350, 360];
    const parts = [0, 1].flatMap((index) => {
      const [base, year] = [C[index]!, D[index]!];
      const [activity, factor] = [E[index]!, F[index]!];
      return [
        (year / c) * activity,
        ((base * d) / c ** 2) * activity,
        (year / c - (base * d) / c ** 2) * factor,
      ];
    });
    const expected = Math.hypot(...parts);
    const { low, high } = noteOf(assess(ROWS, TREND), CHANGE);
    expect((Number(high) - Number(low)) / 2).toBeCloseTo(expected, 9);
  });

  it('cancels a factor that is the only uncertainty of one category', () => {
    const rows = [before(use('a', '100')), use('a', '120'), factorOf('a', '2', within('0.5'))];
    const { standardDeviation, low, high } = noteOf(assess(rows, TREND), CHANGE);
    expect(Number(standardDeviation)).toBeLessThan(1e-12);
    expect([Number(low), Number(high)]).toEqual([expect.closeTo(20, 9), expect.closeTo(20, 9)]);
  });

  it('states table 3.2 of the IPCC, column by column', () => {
    const { lines, level, trend } = noteOf(assess(ROWS, TREND), CHANGE).table!;
    const [sumC, sumD] = [350, 360];
    const expected = [0, 1].map((index) => {
      const [c, d, e, f] = [C[index]!, D[index]!, E[index]!, F[index]!];
      const g = Math.sqrt(e ** 2 + f ** 2);
      const a = Math.abs(
        ((0.01 * d + sumD - (0.01 * c + sumC)) / (0.01 * c + sumC)) * 100 - ((sumD - sumC) / sumC) * 100,
      );
      const b = Math.abs(d / sumC);
      const [k, l] = [a * f, b * e * Math.SQRT2];
      return {
        base: c,
        year: d,
        activity: e,
        factor: f,
        combined: g,
        contribution: (g * d) ** 2 / sumD ** 2,
        typeA: a,
        typeB: b,
        byFactor: k,
        byActivity: l,
        introduced: k ** 2 + l ** 2,
      };
    });
    expect(lines.map(({ figures }) => figures)).toEqual([
      ['scope3/3.1/life-cycle/a'],
      ['scope3/3.1/life-cycle/b'],
    ]);
    lines.forEach(({ figures: _, ...columns }, index) => {
      for (const [column, value] of Object.entries(columns))
        expect(Number(value), column).toBeCloseTo(expected[index]![column as 'base'], 8);
    });
    const rootOf = (column: 'contribution' | 'introduced'): number =>
      Math.sqrt(expected.reduce((sum, line) => sum + line[column], 0));
    expect(Number(level)).toBeCloseTo(rootOf('contribution'), 9);
    expect(Number(trend)).toBeCloseTo(rootOf('introduced'), 9);
  });

  it('tells activity data and factors apart in a category that only one of the years has', () => {
    const rows = [
      ...ROWS.slice(0, 2),
      use('b', '40', within('0.1')),
      before(use('c', '50', within('0.1'))),
      factorOf('a', '2', within('0.2')),
      factorOf('b', '3', within('0.3')),
      factorOf('c', '3', within('0.3')),
    ];
    const { lines, trend } = noteOf(assess(rows, TREND), CHANGE).table!;
    expect(lines.map(({ activity, factor }) => [Number(activity), Number(factor)])).toEqual([
      [5, 20],
      [10, 30],
      [10, 30],
    ]);
    // Type A of b is its share 120 / 350 of the base year; that of c is what 1 % more of its 150 changes.
    const typeA = [(362.4 / 352 - 360 / 350) * 100, 120 / 350, (360 / 351.5 - 360 / 350) * 100];
    const typeB = [240 / 350, 120 / 350, 0];
    const parts = [20, 30, 30].flatMap((factor, index) => [
      typeA[index]! * factor,
      typeB[index]! * [5, 10, 10][index]! * Math.SQRT2,
    ]);
    expect(Number(trend)).toBeCloseTo(Math.hypot(...parts), 9);
  });

  it('agrees with a simulation within its errors, where uncertainties are small', () => {
    const small = ROWS.map((row) => ({ ...row, detail: { ...row.detail, uncertainty: within('0.02') } }));
    const run = assess(small, { ...TREND, approach: 'both', draws: 20_000 });
    const { low, high, errors, propagated } = noteOf(run, CHANGE) as Required<UncertaintyNote>;
    // The part of second order of a ratio: the variance of the base year over its square, of a change of about 100 %.
    const second = 100 * (0.02 / Z) ** 2;
    expect(Math.abs(Number(low) - Number(propagated.low))).toBeLessThan(4 * Number(errors.low) + 4 * second);
    expect(Math.abs(Number(high) - Number(propagated.high))).toBeLessThan(
      4 * Number(errors.high) + 4 * second,
    );
  });

  it('is repeated from the rows of both years that the run names', () => {
    const inputs = [
      dataset('a', ...ROWS, use('c', '5'), factorOf('c', '1'), before(use('d', '1')), factorOf('d', '1')),
    ];
    const parameters = { ...ASKED, ...TREND };
    const made = runMethod('uncertainty@1', inputs, parameters);
    const keys = new Set(made.used.flatMap((used) => used.keys));
    const used = inputs.map(({ record, entries }) => ({
      record,
      entries: entries.filter(({ key }) => keys.has(key)),
    }));
    const again = repeatRun(describeRun('uncertainty@1', parameters, made, '0x'), used);
    expect(withoutCounts(again)).toEqual(withoutCounts(made));
    expect([...keys].filter((key) => key.endsWith('/2022'))).toHaveLength(3);
  });
});
