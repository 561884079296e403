import { describe, expect, it } from 'vitest';
import { runMethod } from '../../../engine/run.ts';
import { COMPANY, dataset, documentOf, entry, retiredFor } from '../dataset.ts';
import { assess, ASKED, factorOf, figureOf, normal, noteOf, TOTAL, uniform, use, within } from './rows.ts';

const Z = 1.959963984540054;
const ONE = { approach: 1 };

describe('the figures of uncertainty@1', () => {
  it('are those of the method that it names: the same keys and values, and the same details but for the uncertainty', () => {
    const rows = [use('a', '3', within('0.1')), factorOf('a', '0.7'), use('b', '1'), factorOf('b', '5')];
    const { method, parameters, ...common } = ASKED;
    const inputs = [dataset('a', ...rows)];
    const plain = runMethod(method, inputs, { ...common, ...parameters });
    const assessed = assess(rows, ONE);
    const withoutNotes = assessed.figures.map(({ detail: { uncertainty: _, ...detail }, ...figure }) => ({
      ...figure,
      detail,
    }));
    expect(withoutNotes).toEqual(plain.figures);
    expect(assessed.used).toEqual(plain.used);
    expect(assessed.reconciliation).toEqual(plain.reconciliation);
  });

  it.each([
    [{ method: 'nothing@1' }, 'unknown-method'],
    [{ method: 'uncertainty@1' }, 'unknown-method'],
    [{ parameters: { gwpSet: 'AR5', period: ASKED.period } }, 'bad-parameters'],
    [{ parameters: {} }, 'bad-parameters'],
    [{ approach: 3 }, 'bad-parameters'],
    [{ level: '1.5' }, 'bad-parameters'],
    [{ draws: 5 }, 'bad-parameters'],
  ])('are refused with %j: %s', (changed, code) => {
    expect(() => assess([use('a', '1'), factorOf('a', '1')], { ...ONE, ...changed })).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

describe('Approach 1', () => {
  it('counts a factor that several activities share as one variable: its parts are wholly correlated', () => {
    // 3 × 2 and 5 × 2, with a factor of ±10 %: the sum is ±10 %, and not √(0.6² + 1²).
    const again = { ...use('a', '5'), key: 'use/again' };
    const run = assess([use('a', '3'), again, factorOf('a', '2', within('0.1'))], ONE);
    expect(noteOf(run, TOTAL)).toMatchObject({ below: '-10', above: '10', low: '14.4', high: '17.6' });
  });

  it('states an interval in the unit in which the figure is shown', () => {
    const run = assess([use('a', '3', within('0.1')), factorOf('a', '2')], { ...ONE, mass: 'kg' });
    expect(figureOf(run, TOTAL).unit).toBe('kg{CO2e}');
    expect(noteOf(run, TOTAL)).toMatchObject({ low: '5400', high: '6600' });
  });

  it('counts a symmetric row with its standard deviation at any level', () => {
    const rows = [use('a', '3', uniform('0.5', '1.5')), factorOf('a', '2')];
    for (const level of ['0.95', '0.8', '0.5']) {
      const note = noteOf(assess(rows, { ...ONE, level }), TOTAL);
      expect(note).not.toHaveProperty('asymmetric');
      expect(Number(note.standardDeviation), level).toBeCloseTo(6 / Math.sqrt(12), 12);
    }
  });

  it('refuses a variance that float64 cannot hold, in place of computing without end', () => {
    const spread = { distribution: 'lognormal', geometricStandardDeviation: '1000000000' };
    expect(() => assess([use('a', '3', spread), factorOf('a', '2')], ONE)).toThrow(
      expect.objectContaining({ code: 'out-of-range' }),
    );
  });

  it('warns where a standard deviation is above 30 % of the mean, and approach 1 does not hold', () => {
    const warned = (deviation: string): string[] => {
      const spread = { distribution: 'lognormal', geometricStandardDeviation: deviation };
      const { warnings } = assess([use('a', '3', spread), factorOf('a', '2', spread)], ONE);
      return warnings.map(({ code }) => code);
    };
    expect(warned('5')).toEqual(['wide-interval']);
    // √(exp(2 ln²1.25) − 1) is 0.32, and with 1.2 it is 0.26, about which each side of a row adds less than 0.04.
    expect(warned('1.25')).toEqual(['wide-interval']);
    expect(warned('1.15')).toEqual([]);
  });

  it('widens an interval with its level', () => {
    const run = assess([use('a', '3', normal('0.1')), factorOf('a', '2')], { ...ONE, level: '0.9' });
    const { level, high } = noteOf(run, TOTAL);
    expect(level).toBe('0.9');
    expect(Number(high)).toBeCloseTo(6 + 1.6448536269514722 * 0.6, 12);
  });

  it('lists the largest contributions to the variance, and the rest with its share', () => {
    const items = ['a', 'b', 'c'].flatMap((item, index) => [
      use(item, String(index + 1), within('0.1')),
      factorOf(item, '1'),
    ]);
    const { contributions, remainder } = noteOf(assess(items, { ...ONE, contributions: 2 }), TOTAL);
    // 1, 4 and 9 of 14.
    expect(contributions.map(({ key, share }) => [key, share])).toEqual([
      ['use/c', '0.642857'],
      ['use/b', '0.285714'],
    ]);
    expect(remainder).toEqual({ rows: 1, share: '0.0714286' });
  });

  it('says how many rows state no uncertainty, and their share of the magnitude: half of an activity × factor', () => {
    const run = assess(
      [use('a', '3', within('0.1')), factorOf('a', '2'), use('b', '4'), factorOf('b', '1')],
      ONE,
    );
    // Terms of 6 and 4. Of the first the factor is unstated, of the second both: (6 + 4 + 4) / (2 × 10).
    expect(noteOf(run, TOTAL).unstated).toEqual({ rows: 3, of: 4, share: '0.7' });
    expect(run.warnings.find(({ code }) => code === 'no-uncertainty')?.message).toMatch(
      /^3 of 4 rows state no/,
    );
  });

  it('states no interval where no row states an uncertainty', () => {
    const run = assess([use('a', '3'), factorOf('a', '2')], { approach: 'both' });
    const { low, high, above, unstated, propagated } = noteOf(run, TOTAL);
    expect([low, high, above, propagated]).toEqual([undefined, undefined, undefined, undefined]);
    expect(unstated).toEqual({ rows: 2, of: 2, share: '1' });
  });

  it('never takes a quantity that a member of a detail states as one with an uncertainty', () => {
    const rows = [
      entry('use', '10', 'MW.h', {
        row: 'electricity-use',
        category: 'c',
        geography: 'DE',
        uncertainty: within('0.1'),
      }),
      entry('green', '4', 'MW.h', {
        row: 'instrument',
        id: 'x',
        vintage: '2023',
        retirement: retiredFor(COMPANY),
        factor: '0.5',
        factorUnit: 't{CO2}/MW.h',
        gases: ['CO2'],
        geography: 'DE',
        uncertainty: within('0.1'),
      }),
      ...(['average', 'residual'] as const).map((mix) =>
        entry(mix, '1', 't{CO2}/MW.h', {
          row: 'grid-factor',
          mix,
          grid: 'g',
          gases: ['CO2'],
          basis: 'generation',
          geography: 'DE',
          year: 2023,
          uncertainty: within('0.1'),
        }),
      ),
    ];
    const run = assess(rows, {
      ...ONE,
      method: 'scope2@2',
      parameters: { grids: { location: 'g', residual: 'g' }, entities: [COMPANY] },
    });
    // Market-based: 6 × 1 + 4 × 0.5. The factor of the certificate is unstated.
    expect(noteOf(run, 'scope2/market').unstated).toMatchObject({ rows: 1 });
    expect(noteOf(run, 'scope2/location').unstated).toBeUndefined();
  });

  it('takes the larger difference of an asymmetric row for both sides, and says so', () => {
    const lognormal = { distribution: 'lognormal', geometricStandardDeviation: '1.1' };
    const { low, high, asymmetric } = noteOf(
      assess([use('a', '3', lognormal), factorOf('a', '2')], ONE),
      TOTAL,
    );
    expect(asymmetric).toBe(1);
    // The value is the median, and differences are from the mean.
    expect((Number(high) - Number(low)) / 12).toBeCloseTo(1.1 ** Z - Math.exp(Math.log(1.1) ** 2 / 2), 11);
  });

  it('takes the standard deviation of a symmetric row', () => {
    const { standardDeviation, asymmetric } = noteOf(
      assess([use('a', '3', uniform('0.9', '1.1')), factorOf('a', '2')], ONE),
      TOTAL,
    );
    expect(asymmetric).toBeUndefined();
    expect(Number(standardDeviation)).toBeCloseTo((6 * 0.2) / Math.sqrt(12), 12);
  });

  it('gives a lognormal interval where the deviation is above 0.3 of a figure that cannot be negative', () => {
    const wide = uniform('0', '2');
    const { shape, low, high, above } = noteOf(assess([use('a', '3', wide), factorOf('a', '2')], ONE), TOTAL);
    const variation = 2 / Math.sqrt(12);
    const spread = Math.sqrt(Math.log(1 + variation ** 2));
    const median = 6 / Math.sqrt(1 + variation ** 2);
    expect(shape).toBe('lognormal');
    expect(Number(low)).toBeCloseTo(median * Math.exp(-Z * spread), 9);
    expect(Number(high)).toBeCloseTo(median * Math.exp(Z * spread), 9);
    expect(Number(above)).toBeCloseTo((100 * (Number(high) - 6)) / 6, 9);
  });

  it('gives a normal interval to a wide figure whose rows are all normal', () => {
    const { shape, low } = noteOf(assess([use('a', '3', normal('0.6')), factorOf('a', '2')], ONE), TOTAL);
    expect(shape).toBe('normal');
    expect(Number(low)).toBeCloseTo(6 - Z * 3.6, 9);
  });

  it('takes the mean and the standard deviation that a figure of another result states, in the inventory of a group', () => {
    const detail = {
      method: 'inventory@2',
      scope: 1,
      categories: [],
      gases: ['CO2'],
      gwpSet: 'AR5',
      geographies: [],
      derivation: {},
      consolidation: 'operational-control',
    };
    const total = (digit: string, value: string, uncertainty?: object): ReturnType<typeof dataset> =>
      dataset(
        digit,
        entry('scope1/total', value, 't{CO2e}', {
          ...detail,
          entity: `urn:${digit}`,
          ...(uncertainty === undefined ? {} : { uncertainty: { approach: 1, ...uncertainty } }),
        }),
      );
    const inputs = [
      total('a', '100', { standardDeviation: '3' }),
      total('b', '50', { standardDeviation: '4', mean: '80' }),
      total('c', '7'),
      dataset(
        'e',
        ...['a', 'b', 'c'].map((name) =>
          documentOf(name, {
            ...{ row: 'entity', identifier: `urn:${name}`, name, geography: 'CN', operationalControl: 'yes' },
          }),
        ),
      ),
    ];
    const parameters = { gwpSet: 'AR5', figures: ['scope1/total'] };
    const run = runMethod('uncertainty@1', inputs, { ...ASKED, ...ONE, method: 'group@1', parameters });
    expect(noteOf(run, 'group/scope1/total')).toMatchObject({
      standardDeviation: '5',
      mean: '187',
      rowsState: { mean: 1, other: 1 },
      unstated: { rows: 1, of: 3 },
    });
  });
});
