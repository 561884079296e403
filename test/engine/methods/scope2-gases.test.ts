import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import {
  ALWAYS,
  certificate,
  COMMON,
  COMPANY,
  dataset,
  electricity,
  entry,
  figureOf,
  gridFactor,
  gwp,
  YEAR_2022,
  YEAR_2023,
  YEAR_2024,
  type TestEntry,
} from '../dataset.ts';

const PARAMETERS = {
  ...COMMON,
  grids: { location: 'national', residual: 'national' },
  entities: [COMPANY],
  gwpSet: 'AR5',
};
const run = (rows: readonly TestEntry[], changes: object = {}, method = 'scope2@2'): RunResult =>
  runMethod(method, [dataset('a', ...rows)], { ...PARAMETERS, ...changes });
const valuesOf = ({ figures }: RunResult): object =>
  Object.fromEntries(figures.map(({ key, value, unit }) => [key, `${value} ${unit}`]));

const USE = electricity('use', '1000', 'MW.h', 'US');
const AR5 = [gwp('CH4', 'AR5', '28'), gwp('N2O', 'AR5', '265')];
/** Factors of a grid, one for each gas, in pounds per megawatt-hour as eGRID publishes them (values invented). */
const byGas = (mix: string, gases: Readonly<Record<string, string>>, geography = 'US'): TestEntry[] =>
  Object.entries(gases).map(([gas, value]) =>
    gridFactor(
      `${geography}/${mix}/${gas}`,
      value,
      mix,
      { gases: [gas], geography },
      undefined,
      `[lb_av]{${gas}}/MW.h`,
    ),
  );
const inCo2e = (mix: string, value: string, geography = 'DE', gwpSet = 'AR5'): TestEntry =>
  gridFactor(
    `${geography}/${mix}`,
    value,
    mix,
    { gases: ['CO2', 'CH4', 'N2O'], gwpSet, geography },
    undefined,
    't{CO2e}/MW.h',
  );
const THREE = { CO2: '800', CH4: '0.06', N2O: '0.009' };
const POUND = 0.45359237;

describe('scope2@2 with factors for each gas', () => {
  it('gives a figure for each gas, and their sum in CO2e by the set of the run', () => {
    const result = run([USE, ...byGas('average', THREE), ...byGas('residual', THREE), ...AR5]);
    expect(valuesOf(result)).toEqual({
      'scope2/location': '364.717749 t{CO2e}',
      'scope2/location/electricity/CO2': '362.873896 t{CO2}',
      'scope2/location/electricity/CH4': '0.027216 t{CH4}',
      'scope2/location/electricity/N2O': '0.004082 t{N2O}',
      'scope2/market': '364.717749 t{CO2e}',
      'scope2/market/electricity/CO2': '362.873896 t{CO2}',
      'scope2/market/electricity/CH4': '0.027216 t{CH4}',
      'scope2/market/electricity/N2O': '0.004082 t{N2O}',
      'scope2/coverage': '0 %',
    });
    expect(Number(figureOf(result, 'scope2/location').value)).toBeCloseTo(
      POUND * (800 + 28 * 0.06 + 265 * 0.009),
      6,
    );
    expect(figureOf(result, 'scope2/location').detail).toMatchObject({
      gases: ['CH4', 'CO2', 'N2O'],
      gwpSet: 'AR5',
    });
    expect(result.warnings).toEqual([]);
  });

  it('needs a GWP set to add them up', () => {
    const rows = [USE, ...byGas('average', THREE), ...byGas('residual', THREE), ...AR5];
    expect(() => run(rows, { gwpSet: undefined })).toThrow(
      expect.objectContaining({
        code: 'bad-parameters',
        row: expect.objectContaining({ column: 'parameters.gwpSet' }) as unknown,
      }),
    );
  });

  it('adds places in CO2e to places by gas, and shows them apart', () => {
    const rows = [
      USE,
      electricity('german', '10', 'MW.h', 'DE'),
      ...['average', 'residual'].flatMap((mix) => [...byGas(mix, THREE), inCo2e(mix, '0.4')]),
      ...AR5,
    ];
    expect(valuesOf(run(rows))).toMatchObject({
      'scope2/location': '368.717749 t{CO2e}',
      'scope2/location/electricity/CO2e': '4 t{CO2e}',
      'scope2/market': '368.717749 t{CO2e}',
    });
    const other = rows.map((row) => (row.key === 'DE/average' ? inCo2e('average', '0.4', 'DE', 'AR6') : row));
    expect(() => run(other)).toThrow(expect.objectContaining({ code: 'mixed-gwp-sets' }));
  });

  it('refuses a grid with factors in CO2e beside those of single gases, and a factor of one gas that lists others', () => {
    const both = [
      USE,
      ...byGas('average', THREE),
      inCo2e('average', '0.4', 'US'),
      ...byGas('residual', THREE),
      ...AR5,
    ];
    expect(() => run(both)).toThrow(expect.objectContaining({ code: 'mixed-gases' }));
    const wrong = byGas('average', THREE).map((row) => ({
      ...row,
      detail: { ...row.detail, gases: ['CO2', 'CH4'] },
    }));
    expect(() => run([USE, ...wrong, ...AR5])).toThrow(expect.objectContaining({ code: 'mixed-gases' }));
  });

  it('warns of a place that lacks a gas of other places, and names its row', () => {
    const rows = [
      USE,
      electricity('mexican', '10', 'MW.h', 'MX'),
      ...['average', 'residual'].flatMap((mix) => [
        ...byGas(mix, THREE),
        ...byGas(mix, { CO2: '900', CH4: '0.05' }, 'MX'),
      ]),
      ...AR5,
    ];
    const { warnings } = run(rows);
    expect(warnings).toMatchObject([{ code: 'missing-gases', row: { key: 'mexican' } }]);
    expect(warnings[0]!.message).toContain('N2O');
  });

  it('counts certificates in the figure of their gas, and takes the average by gas where no residual mix is given', () => {
    const about = {
      gases: ['CO2', 'CH4', 'N2O'],
      gwpSet: 'AR5',
      factorUnit: 'kg{CO2e}/kW.h',
      geography: 'US',
    };
    const rows = [USE, certificate('x', '400', 'MW.h', about), ...byGas('average', THREE), ...AR5];
    const result = run(rows, { grids: { ...PARAMETERS.grids, withoutResidual: 'average' } });
    expect(valuesOf(result)).toMatchObject({
      'scope2/market/electricity/CO2': '217.724338 t{CO2}',
      'scope2/market/electricity/CO2e': '0 t{CO2e}',
      'scope2/coverage': '40 %',
    });
    expect(result.warnings.map(({ code }) => code)).toContain('no-residual-mix');
  });

  it('is part of an inventory, for each facility too', () => {
    const north = { ...USE, detail: { ...USE.detail, facility: 'north' } };
    const rows = [north, ...byGas('average', THREE), ...byGas('residual', THREE), ...AR5];
    expect(valuesOf(run(rows, {}, 'inventory@2'))).toMatchObject({
      'total/location': '364.717749 t{CO2e}',
      'by-facility/north/scope2/location': '364.717749 t{CO2e}',
      'by-facility/north/scope2/location/electricity/N2O': '0.004082 t{N2O}',
    });
  });

  it('gives heat by gas too', () => {
    const heat = entry('heat', '100', 'GJ', {
      row: 'heat-use',
      carrier: 'heat',
      category: 'c',
      geography: 'US',
    });
    const factors = Object.entries({ CO2: '60', CH4: '0.001' }).map(([gas, value]) =>
      entry(
        `heat/${gas}`,
        value,
        `kg{${gas}}/GJ`,
        { row: 'heat-factor', carrier: 'heat', gases: [gas], year: 2023 },
        ALWAYS,
      ),
    );
    expect(valuesOf(run([heat, ...factors, ...AR5]))).toMatchObject({
      'scope2/location': '6.0028 t{CO2e}',
      'scope2/location/heat/CO2': '6 t{CO2}',
      'scope2/location/heat/CH4': '0.0001 t{CH4}',
    });
  });
});

const ratio = (name: string, value: string, unit = '1'): TestEntry =>
  entry(`ratio/${name}`, value, unit, { row: 'conversion-factor', factor: name, year: 2023 }, ALWAYS);

describe('scope2@2 with conversion factors', () => {
  const MIXES = [gridFactor('average', '0.5', 'average'), gridFactor('residual', '0.6', 'residual')];
  const lossy = {
    ...electricity('use', '95', 'MW.h'),
    detail: { ...electricity('', '1', '').detail, divisors: ['delivered'] },
  };

  it('counts use before its losses, and covers it with certificates after them', () => {
    const rows = [lossy, ratio('delivered', '95', '%'), ...MIXES];
    expect(valuesOf(run(rows))).toMatchObject({
      'scope2/location': '50 t{CO2}',
      'scope2/market': '60 t{CO2}',
    });
    expect(valuesOf(run([...rows, certificate('x', '100', 'MW.h')]))).toMatchObject({
      'scope2/market': '0 t{CO2}',
      'scope2/coverage': '100 %',
    });
    expect(() => run([...rows, certificate('x', '100.1', 'MW.h')])).toThrow(
      expect.objectContaining({ code: 'instruments-exceed-consumption' }),
    );
  });

  it('shows them in the derivation', () => {
    const { detail } = figureOf(run([lossy, ratio('delivered', '0.95'), ...MIXES]), 'scope2/location');
    expect(detail.derivation.formula).toBe('E * EF / K_delivered');
  });

  it('refuses a conversion factor of electricity that is not a ratio, and one of 0', () => {
    for (const [factor, code] of [
      [ratio('delivered', '3', 'GJ/t'), 'unit-mismatch'],
      [ratio('delivered', '0'), 'bad-value'],
    ] as const)
      expect(() => run([lossy, factor, ...MIXES])).toThrow(expect.objectContaining({ code }));
  });

  it('counts steam that is metered as a mass by its heat', () => {
    const steam = (factors: object): TestEntry =>
      entry('steam', '100', 't', {
        row: 'heat-use',
        carrier: 'steam',
        category: 'c',
        geography: 'CN',
        ...factors,
      });
    const factor = entry(
      'ef',
      '0.11',
      't{CO2}/GJ',
      { row: 'heat-factor', carrier: 'steam', gases: ['CO2'], year: 2015 },
      ALWAYS,
    );
    const rows = [ratio('enthalpy', '2.7', 'GJ/t'), factor];
    expect(valuesOf(run([steam({ factors: ['enthalpy'] }), ...rows]))).toMatchObject({
      'scope2/location': '29.7 t{CO2}',
    });
    expect(() => run([steam({}), ...rows])).toThrow(
      expect.objectContaining({
        code: 'unit-mismatch',
        row: expect.objectContaining({ key: 'steam' }) as unknown,
      }),
    );
  });
});

describe('scope2@2 in a fiscal year', () => {
  const MONTHS = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map((month) => {
    const at = (number: number): number => Date.UTC(2023, number - 1) / 1000;
    return { ...electricity(`month/${month}`, '10', 'MW.h'), from: at(month), until: at(month + 1) };
  });
  const period = { from: MONTHS[0]!.from, until: MONTHS[11]!.until };
  const mix = (name: string, value: string, year: typeof YEAR_2023): TestEntry =>
    gridFactor(`${name}/${year.from}`, value, name, {}, year);
  const FACTORS = [
    mix('average', '0.5', YEAR_2023),
    mix('average', '0.4', YEAR_2024),
    mix('residual', '0.7', YEAR_2023),
    mix('residual', '0.6', YEAR_2024),
  ];

  it('takes the factors and residual mixes of the calendar year of each month', () => {
    // 9 months of 2023 and 3 of 2024
    expect(valuesOf(run([...MONTHS, ...FACTORS], { period }))).toMatchObject({
      'scope2/location': '57 t{CO2}',
      'scope2/market': '81 t{CO2}',
    });
  });

  it('leaves what certificates do not cover to the residual mixes of all months, in proportion', () => {
    const covered = { ...certificate('x', '60', 'MW.h'), ...period };
    // half of 120 MW.h: half of 81 t
    expect(valuesOf(run([...MONTHS, covered, ...FACTORS], { period }))).toMatchObject({
      'scope2/market': '40.5 t{CO2}',
    });
  });

  it('stands the average in for the months alone whose residual mix is not given', () => {
    const parameters = { period, grids: { ...PARAMETERS.grids, withoutResidual: 'average' } };
    const result = run([...MONTHS, ...FACTORS.slice(0, 3)], parameters);
    expect(valuesOf(result)).toMatchObject({ 'scope2/market': '75 t{CO2}' });
    expect(result.warnings).toMatchObject([
      { code: 'no-residual-mix', row: { key: `average/${YEAR_2024.from}` } },
    ]);
  });

  it('refuses a month without a factor, and names it', () => {
    const old = FACTORS.map((row) => (row.from === YEAR_2024.from ? { ...row, ...YEAR_2022 } : row));
    expect(() => run([...MONTHS, ...old], { period })).toThrow(
      expect.objectContaining({
        code: 'factor-out-of-time',
        row: expect.objectContaining({ key: 'month/13' }) as unknown,
      }),
    );
  });
});
