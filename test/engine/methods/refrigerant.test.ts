import { beforeAll, describe, expect, it } from 'vitest';
import { runMethod } from '../../../engine/run.ts';
import { readDataFile } from '../../helpers/data-file.ts';
import { ALWAYS, COMMON, dataset, entry, figureOf, gwp, leak, type TestEntry } from '../dataset.ts';

describe('refrigerant@2', () => {
  // DEFRA 2021: 12 kg of PFC-3-1-10 at 8,860 kg CO2e/kg are 106,320 kg CO2e
  it('gives the published UK figure for PFC-3-1-10', () => {
    const inputs = [
      dataset('a', leak('leak', '12', 'kg', 'PFC-3-1-10')),
      dataset('b', gwp('PFC-3-1-10', 'AR4', '8860')),
    ];
    const figure = figureOf(
      runMethod('refrigerant@2', inputs, { ...COMMON, gwpSet: 'AR4' }),
      'scope1/refrigerant/C4F10',
    );
    expect(figure).toMatchObject({
      value: '106.32',
      unit: 't{CO2e}',
      detail: { gases: ['C4F10'], gwpSet: 'AR4' },
    });
  });

  it('uses the 100-year GWP of the set in the parameters', () => {
    const short = gwp('HFC-134a', 'AR5', '3710');
    const inputs = [
      dataset('a', leak('x', '10', 'kg', 'HFC-134a'), leak('y', '0.01', 't{HFC-134a}', 'HFC-134a')),
      dataset('b', gwp('HFC-134a', 'AR5', '1300'), gwp('HFC-134a', 'AR6', '1530'), {
        ...short,
        key: 'AR5/HFC-134a/20',
        detail: { ...short.detail, horizon: 20 },
      }),
    ];
    const run = (gwpSet: string): string =>
      figureOf(runMethod('refrigerant@2', inputs, { ...COMMON, gwpSet }), 'scope1/refrigerant/HFC-134a')
        .value;
    expect([run('AR5'), run('AR6')]).toEqual(['26', '30.6']);
  });

  // GHG Protocol Corporate Standard, chapter 4: gases outside the Kyoto Protocol are reported separately from the scopes
  it('shows gases of the Montreal Protocol outside the scopes, in no total', () => {
    const inputs = [
      dataset('a', leak('old', '1', 't', 'HCFC-22'), leak('new', '1', 't', 'HFC-134a')),
      dataset('b', gwp('HCFC-22', 'AR5', '1760'), gwp('HFC-134a', 'AR5', '1300')),
    ];
    const grids = { location: 'national', residual: 'national' };
    const { figures } = runMethod('inventory@2', inputs, { ...COMMON, gwpSet: 'AR5', grids });
    expect(figures.map(({ key, value, detail: { scope } }) => [key, value, scope])).toEqual([
      ['by-gas/HFC-134a', '1300', 1],
      ['outside-scopes/refrigerant/HCFC-22', '1760', null],
      ['scope1/refrigerant/HFC-134a', '1300', 1],
      ['scope1/total', '1300', 1],
      ['total/location', '1300', null],
      ['total/market', '1300', null],
    ]);
  });

  it('throws unit-mismatch for a leak with a unit that names another gas', () => {
    const inputs = [
      dataset('a', leak('x', '10', 'kg{CO2}', 'HFC-134a')),
      dataset('b', gwp('HFC-134a', 'AR5', '1300')),
    ];
    expect(() => runMethod('refrigerant@2', inputs, { ...COMMON, gwpSet: 'AR5' })).toThrow(
      expect.objectContaining({ code: 'unit-mismatch', value: 'kg{CO2}' }),
    );
  });
});

const data = new Map<string, TestEntry[]>();
beforeAll(async () => {
  for (const name of ['gwp-ar4', 'gwp-ar5', 'gwp-ar6', 'blends'])
    data.set(name, await readDataFile(`${name}.csv`));
});
const run = (gwpSet: string, ...leaks: TestEntry[]): ReturnType<typeof runMethod> => {
  const tables = [data.get(`gwp-${gwpSet.toLowerCase()}`)!, data.get('blends')!];
  const inputs = [
    dataset('a', ...leaks),
    ...tables.map((rows, index) => dataset(String(index + 1), ...rows)),
  ];
  return runMethod('refrigerant@2', inputs, { ...COMMON, gwpSet });
};

describe('blends by composition', () => {
  // by hand from the tables of the IPCC: R-410A is half HFC-32, half HFC-125 (675 and 3500; 677 and 3170; 771 and 3740). R-404A is
  // 44 % HFC-125, 52 % HFC-143a, 4 % HFC-134a (3500, 4470, 1430; 3170, 4800, 1300; 3740, 5810, 1530)
  it.each([
    ['R-410A', 'AR4', '2087.5'],
    ['R-410A', 'AR5', '1923.5'],
    ['R-410A', 'AR6', '2255.5'],
    ['R-404A', 'AR4', '3921.6'],
    ['R-404A', 'AR5', '3942.8'],
    ['R-404A', 'AR6', '4728'],
  ])('one tonne of %s under %s is %s t CO2e', (blend, set, expected) => {
    const figure = figureOf(run(set, leak('x', '1', 't', blend)), `scope1/refrigerant/${blend}`);
    expect([figure.value, figure.unit, figure.detail.gwpSet]).toEqual([expected, 't{CO2e}', set]);
    expect(figure.detail.gases).toContain('HFC-125');
    expect(figure.detail.derivation.formula).toBe('AD * sum(w[i] * GWP[i])');
  });

  it('have one name in any case, with or without hyphens', () => {
    const result = run(
      'AR5',
      leak('x', '1', 't', 'R410A'),
      leak('y', '1', 't', 'r-410a'),
      leak('z', '1', 't', 'R-410A'),
    );
    expect(result.figures.map(({ key, value }) => [key, value])).toEqual([
      ['scope1/refrigerant/R-410A', '5770.5'],
    ]);
  });

  // R-401A: 53 % HCFC-22 (1760), 34 % HCFC-124 (527), 13 % HFC-152a (138)
  it('count only their gases of the Kyoto Protocol in scope 1', () => {
    const { figures } = run('AR5', leak('x', '1', 't', 'R-401A'));
    expect(figures.map(({ key, value, detail: { scope, gases } }) => [key, value, scope, gases])).toEqual([
      ['outside-scopes/refrigerant/R-401A', '1111.98', null, ['HCFC-124', 'HCFC-22']],
      ['scope1/refrigerant/R-401A', '17.94', 1, ['HFC-152a']],
    ]);
  });

  it('need their composition, unless a row gives the GWP of the blend itself', () => {
    const leaks = dataset('a', leak('x', '1', 't', 'R-410A'));
    expect(() => runMethod('refrigerant@2', [leaks], { ...COMMON, gwpSet: 'AR5' })).toThrow(
      expect.objectContaining({
        code: 'missing-factor',
        message: expect.stringContaining('add a row blend-share for each of its gases') as string,
      }),
    );
    const inputs = [leaks, dataset('b', gwp('R-410A', 'AR4', '2088'))];
    const { figures } = runMethod('refrigerant@2', inputs, { ...COMMON, gwpSet: 'AR4' });
    expect(figures[0]!.value).toBe('2088');
  });

  it('need their composition where gases of the Montreal Protocol are in them, whatever GWP a row gives', () => {
    const inputs = [dataset('a', leak('x', '1', 't', 'R502')), dataset('b', gwp('R502', 'MINE', '4786'))];
    expect(() => runMethod('refrigerant@2', inputs, { ...COMMON, gwpSet: 'MINE' })).toThrow(
      expect.objectContaining({
        code: 'missing-factor',
        message: expect.stringContaining('a blend with gases of the Montreal Protocol') as string,
      }),
    );
  });

  it('must have shares that add up to 1', () => {
    const share = (gas: string, value: string): TestEntry =>
      entry(gas, value, '1', { row: 'blend-share', blend: 'mix', gas }, ALWAYS);
    const inputs = [
      dataset('a', leak('x', '1', 't', 'mix')),
      dataset(
        'b',
        share('HFC-32', '0.5'),
        share('HFC-125', '0.49'),
        gwp('HFC-32', 'AR5', '677'),
        gwp('HFC-125', 'AR5', '3170'),
      ),
    ];
    expect(() => runMethod('refrigerant@2', inputs, { ...COMMON, gwpSet: 'AR5' })).toThrow(
      expect.objectContaining({
        code: 'out-of-range',
        message: 'the shares of mix add up to 0.99, expected 1: HFC-125, HFC-32',
      }),
    );
  });
});

describe('a gas under several names', () => {
  it('of the Montreal Protocol is one gas outside the scopes', () => {
    const names = ['R-22', 'R22', 'HCFC-22', 'CHClF2', 'hcfc22', 'F2CHCl'];
    const { figures } = run('AR5', ...names.map((name) => leak(name, '1', 't', name)));
    expect(figures.map(({ key, value, detail: { gases } }) => [key, value, gases])).toEqual([
      ['outside-scopes/refrigerant/HCFC-22', '10560', ['HCFC-22']],
    ]);
    const keys = figures[0]!.detail.derivation.operands.flatMap((operand) =>
      'key' in operand ? [operand.key] : [],
    );
    expect(keys).toEqual(expect.arrayContaining(names));
  });

  it('keeps the names of its rows in the sets of the figure', () => {
    const leaks = ['R-22', 'HCFC-22'].flatMap((name) =>
      ['x', 'y'].map((key) => leak(`${name}/${key}`, '1', 't', name)),
    );
    const inputs = [dataset('a', ...leaks), dataset('b', gwp('HCFC-22', 'AR5', '1760'))];
    const { figures } = runMethod('refrigerant@2', inputs, { ...COMMON, gwpSet: 'AR5', listed: 0 });
    const sets = figures[0]!.detail.derivation.operands.flatMap((operand) =>
      'selection' in operand && operand.sum !== null ? [[operand.selection.where, operand.count]] : [],
    );
    expect(sets).toEqual([
      [{ gas: 'HCFC-22' }, 2],
      [{ gas: 'R-22' }, 2],
    ]);
  });

  it('finds its potential, and can be named in the unit of its mass', () => {
    const inputs = [
      dataset('a', leak('x', '10', 'kg{HFC-134a}', 'R-134a')),
      dataset('b', gwp('CH2FCF3', 'AR5', '1300')),
    ];
    const { figures } = runMethod('refrigerant@2', inputs, { ...COMMON, gwpSet: 'AR5' });
    expect(figures.map(({ key, value }) => [key, value])).toEqual([['scope1/refrigerant/HFC-134a', '13']]);
  });

  it('has a GWP of 1 as CO2, without a row', () => {
    expect(run('AR5', leak('x', '1', 't', 'R-744')).figures[0]).toMatchObject({
      key: 'scope1/refrigerant/CO2',
      value: '1',
    });
  });

  it('of a family of the Montreal Protocol is outside the scopes, even if no table has the gas', () => {
    const inputs = [
      dataset('a', leak('x', '1', 't', 'HBFC-31B1')),
      dataset('b', gwp('HBFC-31B1', 'AR5', '2')),
    ];
    const { figures } = runMethod('refrigerant@2', inputs, { ...COMMON, gwpSet: 'AR5' });
    expect(figures.map(({ key }) => key)).toEqual(['outside-scopes/refrigerant/HBFC-31B1']);
  });

  it('is one gas in measured and process emissions', () => {
    const done = { row: 'measured-emission', source: 'vent', category: 'c', geography: 'CN' };
    const rows = ['R-22', 'CHClF2'].map((gas) => entry(gas, '1', `t{${gas}}`, { ...done, gas }));
    const { figures } = runMethod('process@2', [dataset('a', ...rows)], COMMON);
    expect(figures.map(({ key, value, unit }) => [key, value, unit])).toEqual([
      ['outside-scopes/measured/vent/HCFC-22', '2', 't{HCFC-22}'],
    ]);
  });
});
