import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, electricity, entry, figureOf, gridFactor, type TestEntry } from '../dataset.ts';

const GRIDS = { location: 'national', residual: 'national' };
const run = (rows: readonly TestEntry[], method = 'scope2@2', others: object = {}): RunResult =>
  runMethod(method, [dataset('a', ...rows)], { ...COMMON, grids: GRIDS, ...others });
const values = ({ figures }: RunResult): Record<string, string> =>
  Object.fromEntries(figures.map(({ key, value, unit }) => [key, `${value} ${unit}`]));

const heat = (key: string, value: string, carrier: string, changes: object = {}): TestEntry =>
  entry(key, value, 'GJ', { row: 'heat-use', carrier, category: 'purchased heat', geography: 'CN', ...changes });
const heatFactor = (key: string, value: string, carrier: string, changes: object = {}): TestEntry =>
  entry(key, value, 't{CO2}/GJ', { row: 'heat-factor', carrier, gases: ['CO2'], year: 2015, ...changes }, ALWAYS);
const POWER = [gridFactor('average', '0.5', 'average'), gridFactor('residual', '0.6', 'residual')];

describe('purchased heat, steam and cooling', () => {
  // 0.11 t CO2/GJ is the default of the Chinese guidelines for purchased heat
  it('count in both totals of scope 2, and each carrier has its own figure', () => {
    const rows = [
      electricity('use', '100', 'MW.h'),
      heat('district', '200', 'heat'),
      heat('process', '50', 'steam'),
      heatFactor('f/heat', '0.11', 'heat'),
      heatFactor('f/steam', '0.12', 'steam'),
      ...POWER,
    ];
    expect(values(run(rows))).toEqual({
      'scope2/location': '78 t{CO2}',
      'scope2/location/electricity': '50 t{CO2}',
      'scope2/location/heat': '22 t{CO2}',
      'scope2/location/steam': '6 t{CO2}',
      'scope2/market': '88 t{CO2}',
      'scope2/market/electricity': '60 t{CO2}',
      'scope2/market/heat': '22 t{CO2}',
      'scope2/market/steam': '6 t{CO2}',
      'scope2/coverage': '0 %',
    });
  });

  it('are the totals where nothing else was bought', () => {
    const result = run([heat('chilled', '10', 'cooling'), heatFactor('f', '0.02', 'cooling')]);
    expect(values(result)).toEqual({ 'scope2/location': '0.2 t{CO2}', 'scope2/market': '0.2 t{CO2}' });
    expect(figureOf(result, 'scope2/location').detail.factors).toMatchObject([{ name: 'EF', key: 'f' }]);
  });

  it('count with the factor of their supplier in the market-based figure, and with the average of the place in the other', () => {
    const rows = [
      heat('a', '10', 'heat', { supplier: 'city-heat' }),
      heat('b', '10', 'heat'),
      heatFactor('average', '0.11', 'heat', { geography: 'CN' }),
      heatFactor('city-heat', '0.05', 'heat', { supplier: 'city-heat' }),
    ];
    expect(values(run(rows))).toEqual({ 'scope2/location': '2.2 t{CO2}', 'scope2/market': '1.6 t{CO2}' });
  });

  it('count with the factor of their supplier in both, where there is no average', () => {
    const rows = [
      heat('a', '10', 'heat', { supplier: 'city-heat' }),
      heatFactor('city-heat', '0.05', 'heat', { supplier: 'city-heat' }),
    ];
    expect(values(run(rows))).toEqual({ 'scope2/location': '0.5 t{CO2}', 'scope2/market': '0.5 t{CO2}' });
  });

  it('never take the factor of another supplier, place or carrier', () => {
    const needs = (changes: object, factor: TestEntry): (() => RunResult) => () =>
      run([heat('a', '10', 'heat', changes), factor]);
    for (const attempt of [
      needs({}, heatFactor('f', '0.05', 'heat', { supplier: 'city-heat' })),
      needs({ supplier: 'other' }, heatFactor('f', '0.05', 'heat', { supplier: 'city-heat' })),
      needs({}, heatFactor('f', '0.05', 'heat', { geography: 'DE' })),
      needs({}, heatFactor('f', '0.05', 'steam')),
    ])
      expect(attempt).toThrow(expect.objectContaining({ code: 'missing-factor' }));
  });

  it('do not mix CO2 with CO2e', () => {
    const about = { gases: ['CO2', 'CH4'], gwpSet: 'AR5' };
    const inCo2e = { ...heatFactor('f', '0.11', 'heat', about), unit: 't{CO2e}/GJ' };
    expect(() => run([electricity('use', '1', 'MW.h'), heat('a', '1', 'heat'), inCo2e, ...POWER])).toThrow(
      expect.objectContaining({ code: 'mixed-gases' }),
    );
  });

  it('are part of an inventory, for each facility too', () => {
    const about = { gases: ['CO2', 'CH4'], gwpSet: 'AR5' };
    const rows = [
      { ...electricity('use', '100', 'MW.h'), detail: { ...electricity('use', '1', 'MW.h').detail, facility: 'north' } },
      heat('a', '200', 'heat', { facility: 'north' }),
      heat('b', '100', 'heat', { facility: 'south' }),
      { ...heatFactor('f', '0.1', 'heat', about), unit: 't{CO2e}/GJ' },
      ...(['average', 'residual'] as const).map((mix) =>
        gridFactor(mix, '0.5', mix, about, COMMON.period, 't{CO2e}/MW.h'),
      ),
    ];
    expect(values(run(rows, 'inventory@2', { gwpSet: 'AR5' }))).toMatchObject({
      'scope2/location': '80 t{CO2e}',
      'total/location': '80 t{CO2e}',
      'total/market': '80 t{CO2e}',
      'by-facility/north/scope2/location': '70 t{CO2e}',
      'by-facility/north/scope2/location/heat': '20 t{CO2e}',
      'by-facility/south/scope2/location': '10 t{CO2e}',
    });
  });

  it('of CO2 alone are refused in a total of CO2e, or listed', () => {
    const rows = [electricity('use', '100', 'MW.h'), heat('a', '200', 'heat'), heatFactor('f', '0.11', 'heat'), ...POWER];
    const totals = { co2Only: 'list' };
    expect(() => run(rows, 'inventory@2', { gwpSet: 'AR5' })).toThrow(
      expect.objectContaining({ code: 'co2-only-factor' }),
    );
    const { warnings } = run(rows, 'inventory@2', { gwpSet: 'AR5', totals });
    const listed = warnings.filter(({ code }) => code === 'co2-only-factor').map(({ row }) => row.key);
    expect(listed.sort()).toEqual(['average', 'f', 'residual']);
  });
});
