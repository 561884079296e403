import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashJson } from '../../../core/hashing/json-hash.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { Amount, parseAmount, sumAmounts } from '../../../engine/quantities/decimal.ts';
import { repeatRun, describeRun, runMethod } from '../../../engine/run.ts';
import {
  COMMON,
  COMPANY,
  certificate,
  dataset,
  electricity,
  figureOf,
  fuelDefaults,
  fuelUse,
  gridFactor,
  gwp,
  leak,
  roundHalfEven,
  type TestEntry,
} from '../dataset.ts';
import { namedRows, withoutCounts } from '../named-rows.ts';

const PARAMETERS = {
  ...COMMON,
  gwpSet: 'AR5',
  grids: { location: 'national', residual: 'national' },
  entities: [COMPANY],
  totals: { co2Only: 'list' },
} as const;
const DIGEST = `0x${'7'.repeat(64)}`;

/** Coal, a leak and certified electricity; amounts in grams, grams and watt-hours. */
function company(coal: number, refrigerant: number, used: number, certified: number): InputRecord[] {
  const amount = (value: number): string => roundHalfEven(BigInt(value), 6, 6);
  return [
    dataset(
      '4',
      fuelUse('coal', amount(coal), 't', 'anthracite'),
      leak('leak', amount(refrigerant), 't', 'HFC-134a'),
      electricity('use', amount(used), 'MW.h'),
      // A certificate of nothing has no serial number.
      ...(certified === 0 ? [] : [certificate('c', amount(certified), 'MW.h')]),
    ),
    dataset('5', fuelUse('more', amount(coal), 't', 'anthracite'), fuelUse('again', '1', 't', 'anthracite')),
    dataset('2', ...fuelDefaults('anthracite', '26.7', '1', { CO2: '98300', CH4: '10' })),
    dataset('3', gwp('HFC-134a', 'AR5', '1300'), gwp('CH4', 'AR5', '28'), gwp('SF6', 'AR5', '23500')),
    dataset('1', gridFactor('average', '0.5306', 'average'), gridFactor('residual', '0.6096', 'residual')),
  ];
}

const amounts = fc.tuple(
  fc.integer({ min: 0, max: 10 ** 12 }),
  fc.integer({ min: 0, max: 10 ** 9 }),
  fc.integer({ min: 1, max: 10 ** 12 }),
  fc.integer({ min: 0, max: 10 ** 12 }),
);

const DIRECT: [bigint, string][] = [
  [1n, 'scope1/combustion/anthracite/CO2'],
  [28n, 'scope1/combustion/anthracite/CH4'],
  [1n, 'scope1/refrigerant/HFC-134a'],
];
/** The totals of the company below, and what each adds up. */
const TOTALS: [string, [bigint, string][]][] = [
  ['scope1/total', DIRECT],
  ['total/location', [...DIRECT, [1n, 'scope2/location']]],
  ['total/market', [...DIRECT, [1n, 'scope2/market']]],
];

describe('inventory@2', () => {
  // openclimatedata/globalwarmingpotentials: AR5 28 and 265, AR6 27.9 and 273
  it.each([
    ['AR5', '28', '265', '182.5'],
    ['AR6', '27.9', '273', '183.1'],
  ])('adds 100 t CO2, 2 t CH4 and 0.1 t N2O under %s to %s', (set, ch4, n2o, expected) => {
    const factors = { CO2: '100000', CH4: '2000', N2O: '100' };
    const inputs = [
      dataset('a', fuelUse('use', '1', 'Gg', 'fuel')),
      dataset('b', ...fuelDefaults('fuel', '1', '1', factors), gwp('CH4', set, ch4), gwp('N2O', set, n2o)),
    ];
    const total = figureOf(runMethod('inventory@2', inputs, { ...PARAMETERS, gwpSet: set }), 'scope1/total');
    expect(total).toMatchObject({
      value: expected,
      unit: 't{CO2e}',
      detail: { gases: ['CH4', 'CO2', 'N2O'], gwpSet: set },
    });
  });

  it('gives every total as the rounded sum of exact parts, and its difference to the parts as shown', () => {
    fc.assert(
      fc.property(amounts, ([coal, refrigerant, used, certified]) => {
        const inputs = company(coal, refrigerant, used, Math.min(certified, used));
        const shown = runMethod('inventory@2', inputs, PARAMETERS);
        const rounding = { mode: 'half-even', decimals: 30 };
        const exact = runMethod('inventory@2', inputs, { ...PARAMETERS, rounding });
        const add = (result: typeof shown, ...terms: [bigint, string][]): Amount =>
          sumAmounts(
            terms.map(([times, key]) => parseAmount(figureOf(result, key).value).times(new Amount(times))),
          );
        for (const [total, terms] of TOTALS) {
          const figure = figureOf(shown, total);
          const value = parseAmount(figure.value);
          expect(String(value)).toBe(String(add(exact, ...terms).round(6)));
          const difference = parseAmount(figure.detail.derivation.roundingDifference ?? '0');
          expect(String(value.minus(difference))).toBe(String(add(shown, ...terms)));
        }
      }),
    );
  });

  it('gives the same bits for any order of records and entries', () => {
    const inputs = company(123456789, 987654, 1000000007, 499999999);
    const expected = hashJson(runMethod('inventory@2', inputs, PARAMETERS));
    const shuffledOf = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
      fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
    const shuffled = fc
      .tuple(...inputs.map((input) => shuffledOf(input.entries).map((entries) => ({ ...input, entries }))))
      .chain(shuffledOf);
    fc.assert(
      fc.property(shuffled, (records) => {
        expect(hashJson(runMethod('inventory@2', records, PARAMETERS))).toBe(expected);
      }),
    );
  });

  it('can be repeated from its own description and the rows that it names', () => {
    fc.assert(
      fc.property(amounts, ([coal, refrigerant, used, certified]) => {
        const inputs = company(coal, refrigerant, used, Math.min(certified, used));
        const first = runMethod('inventory@2', inputs, PARAMETERS);
        const run = describeRun('inventory@2', PARAMETERS, first, DIGEST);
        const named = first.used.map(({ record, keys }) => {
          const entries = inputs.find((input) => input.record === record)?.entries ?? [];
          return { record, entries: entries.filter(({ key }) => keys.includes(key)) };
        });
        expect(withoutCounts(repeatRun(run, named))).toEqual(withoutCounts(first));
      }),
    );
  });

  it('names as inputs, ascending, exactly the rows that it used', () => {
    const result = runMethod('inventory@2', company(1, 1, 1, 1), PARAMETERS);
    const run = describeRun('inventory@2', PARAMETERS, result, DIGEST);
    expect(run.inputs.map(({ record }) => record[2])).toEqual(['1', '2', '3', '4', '5']);
    expect(run.inputs[2]).toMatchObject({ keys: ['AR5/CH4', 'AR5/HFC-134a'] });
    expect(run.inputs[0]).toMatchObject({ keys: ['average'] });
    expect(run).toMatchObject({ method: 'inventory@2', digest: DIGEST, rounding: PARAMETERS.rounding });
    expect(run.parameters).not.toHaveProperty('rounding');
    expect(run.outputs).toEqual(result.figures.map(({ key }) => key));
  });

  it('splits figures by facility, and needs no residual mix when certificates cover all electricity', () => {
    const at = (facility: string, row: TestEntry): TestEntry => ({
      ...row,
      detail: { ...row.detail, facility },
    });
    const inputs = [
      dataset('a', at('north', electricity('a', '2', 'MW.h')), at('south', electricity('b', '3', 'MW.h'))),
      dataset('b', at('south', fuelUse('coal', '1', 't', 'coal')), certificate('c', '5', 'MW.h')),
      dataset(
        'c',
        ...fuelDefaults('coal', '1', '1', { CO2: '1000000' }),
        gridFactor('average', '0.5', 'average'),
      ),
    ];
    const result = runMethod('inventory@2', inputs, PARAMETERS);
    const values = result.figures.map(({ key, value }) => [key, value] as const);
    expect(values.filter(([key]) => key.startsWith('by-facility/'))).toEqual([
      ['by-facility/north/scope2/location', '1'],
      ['by-facility/south/scope1', '1'],
      ['by-facility/south/scope1/combustion/coal/CO2', '1'],
      ['by-facility/south/scope2/location', '1.5'],
    ]);
    expect(values).toContainEqual(['scope2/location', '2.5']);
    expect(values).toContainEqual(['scope2/market', '0']);
    const named = namedRows(result.figures);
    const used = result.used.flatMap(({ record, keys }) => keys.map((key) => `${record} ${key}`));
    expect(used).toEqual([...named].sort());
  });

  it('states in each total what each part covers', () => {
    const { detail } = figureOf(runMethod('inventory@2', company(1, 1, 2, 1), PARAMETERS), 'total/market');
    expect(detail.covers).toEqual([
      { key: 'scope1/combustion/anthracite/CO2', unit: 't{CO2}', gases: ['CO2'] },
      { key: 'scope1/combustion/anthracite/CH4', unit: 't{CH4}', gases: ['CH4'] },
      { key: 'scope1/refrigerant/HFC-134a', unit: 't{CO2e}', gases: ['HFC-134a'] },
      { key: 'scope2/market', unit: 't{CO2}', gases: ['CO2'] },
    ]);
    expect(detail.factors.map(({ name, count }) => [name, count])).toContainEqual(['RF', 1]);
  });

  it('throws mixed-gwp-sets instead of adding CO2e of two GWP sets', () => {
    const about = { gases: ['CO2'], gwpSet: 'AR6' };
    const factors = (['average', 'residual'] as const).map((mix) =>
      gridFactor(mix, '0.2', mix, about, COMMON.period, 'kg{CO2e}/kW.h'),
    );
    const inputs = [dataset('a', electricity('use', '5', 'MW.h')), dataset('b', ...factors)];
    expect(() => runMethod('inventory@2', inputs, PARAMETERS)).toThrow(
      expect.objectContaining({ code: 'mixed-gwp-sets' }),
    );
  });
});
