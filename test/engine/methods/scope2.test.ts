import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import {
  COMMON,
  COMPANY,
  certificate,
  dataset,
  electricity,
  figureOf,
  gridFactor,
  type TestEntry,
} from '../dataset.ts';

const PARAMETERS = { ...COMMON, grids: { location: 'national', residual: 'national' }, entities: [COMPANY] };

function run(activity: TestEntry[], factors: TestEntry[], parameters: unknown = PARAMETERS): RunResult {
  return runMethod('scope2@2', [dataset('a', ...activity), dataset('b', ...factors)], parameters);
}

function values(result: RunResult): Record<string, string> {
  return Object.fromEntries(result.figures.map(({ key, value, unit }) => [key, `${value} ${unit}`]));
}

describe('scope2@2', () => {
  // tools.gera.services/scope2-market-vs-location-based: 1,000,000 kWh, 600,000 of them certified
  it('gives the published example of dual reporting', () => {
    const result = run(
      [electricity('use', '1000000', 'kW.h'), certificate('x', '600000', 'kW.h')],
      [gridFactor('average', '0.2', 'average'), gridFactor('residual', '0.45', 'residual')],
    );
    expect(values(result)).toEqual({
      'scope2/location': '200 t{CO2}',
      'scope2/market': '180 t{CO2}',
      'scope2/coverage': '60 %',
    });
  });

  // MEE and NBS notice on 2023 factors, for 1,000 MWh
  it.each([
    ['national', '0.5306', '530.6'],
    ['East', '0.55', '550'],
    ['North', '0.6361', '636.1'],
  ])(
    'gives the Chinese 2023 figure of the %s grid, next to the one by residual mix',
    (grid, factor, expected) => {
      const factors = [
        gridFactor('average', factor, 'average', { grid }),
        gridFactor('residual', '0.6096', 'residual'),
      ];
      const grids = { location: grid, residual: 'national' };
      const result = run([electricity('use', '1000', 'MW.h')], factors, { ...COMMON, grids });
      expect(values(result)).toMatchObject({
        'scope2/location': `${expected} t{CO2}`,
        'scope2/market': '609.6 t{CO2}',
        'scope2/coverage': '0 %',
      });
    },
  );

  it('states year, basis, place and gases of the factors', () => {
    const factors = [
      gridFactor('CN/average', '0.5', 'average'),
      gridFactor('CN/residual', '0.6', 'residual'),
    ];
    const { detail } = figureOf(run([electricity('use', '1', 'MW.h')], factors), 'scope2/location');
    expect(detail).toMatchObject({
      method: 'scope2@2',
      scope: 2,
      gases: ['CO2'],
      gwpSet: null,
      geographies: ['CN'],
      factors: [{ name: 'EF', key: 'CN/average', year: 2023, basis: 'generation', geography: 'CN' }],
    });
  });

  it('counts a certificate with its own factor, and needs no residual mix when certificates cover all use', () => {
    const result = run(
      [electricity('use', '10', 'MW.h'), certificate('x', '10', 'MW.h', { factor: '0.03' })],
      [gridFactor('average', '0.5', 'average')],
    );
    expect(values(result)).toMatchObject({ 'scope2/market': '0.3 t{CO2}', 'scope2/coverage': '100 %' });
  });

  it('balances certificates with consumption for each country separately', () => {
    const factors = [
      gridFactor('CN/a', '0.5', 'average'),
      gridFactor('CN/r', '0.6', 'residual'),
      gridFactor('DE/a', '0.4', 'average', { geography: 'DE' }),
      gridFactor('DE/r', '0.7', 'residual', { geography: 'DE' }),
    ];
    const uses = [electricity('cn', '10', 'MW.h'), electricity('de', '20', 'MW.h', 'DE')];
    const result = run([...uses, certificate('x', '15', 'MW.h', { geography: 'DE' })], factors);
    // location 10 × 0.5 + 20 × 0.4; market 10 × 0.6 + 5 × 0.7
    expect(values(result)).toMatchObject({ 'scope2/location': '13 t{CO2}', 'scope2/market': '9.5 t{CO2}' });
    expect(() => run([...uses, certificate('x', '15', 'MW.h')], factors)).toThrow(
      expect.objectContaining({ code: 'instruments-exceed-consumption' }),
    );
  });

  it('uses the factors of a country for its parts that have no factors of their own', () => {
    const factors = [
      gridFactor('CN/a', '0.5', 'average'),
      gridFactor('CN/r', '0.6', 'residual'),
      gridFactor('CN-SH/a', '0.4', 'average', { geography: 'CN-SH' }),
    ];
    const uses = [electricity('bj', '10', 'MW.h', 'CN-BJ'), electricity('sh', '10', 'MW.h', 'CN-SH')];
    expect(values(run(uses, factors))).toMatchObject({
      'scope2/location': '9 t{CO2}',
      'scope2/market': '12 t{CO2}',
    });
  });

  it('accepts any spelling of a vintage that names the year of the row', () => {
    const factors = [gridFactor('average', '0.5', 'average'), gridFactor('residual', '0.6', 'residual')];
    for (const vintage of ['2023', '2023-Q2', '2023/05'])
      expect(
        values(run([electricity('use', '2', 'MW.h'), certificate('x', '1', 'MW.h', { vintage })], factors)),
      ).toMatchObject({ 'scope2/coverage': '50 %' });
  });

  it('gives tonnes of CO2e under the GWP set of the factors when these are in CO2e', () => {
    const about = { gases: ['CO2', 'CH4', 'N2O'], gwpSet: 'AR5' };
    const factors = (['average', 'residual'] as const).map((mix) =>
      gridFactor(mix, '0.2', mix, about, COMMON.period, 'kg{CO2e}/kW.h'),
    );
    const figure = figureOf(run([electricity('use', '5', 'MW.h')], factors), 'scope2/market');
    expect(figure).toMatchObject({
      value: '1',
      unit: 't{CO2e}',
      detail: { gases: ['CH4', 'CO2', 'N2O'], gwpSet: 'AR5' },
    });
  });

  it('uses factors of generation, not of the life cycle', () => {
    const factors = [gridFactor('average', '0.5', 'average'), gridFactor('residual', '0.6', 'residual')];
    const lifeCycle = [gridFactor('average+', '0.7', 'average', { basis: 'life-cycle' })];
    const result = run([electricity('use', '10', 'MW.h')], [...factors, ...lifeCycle]);
    expect(values(result)).toMatchObject({ 'scope2/location': '5 t{CO2}' });
  });

  it('gives 0 for zero consumption, without a coverage figure', () => {
    const factors = [gridFactor('average', '0.5', 'average'), gridFactor('residual', '0.6', 'residual')];
    expect(values(run([electricity('use', '0', 'MW.h')], factors))).toEqual({
      'scope2/location': '0 t{CO2}',
      'scope2/market': '0 t{CO2}',
    });
  });

  it('throws instruments-exceed-consumption for one watt-hour more than was used', () => {
    const activity = [electricity('use', '1', 'MW.h'), certificate('x', '1.000001', 'MW.h')];
    const factors = [gridFactor('average', '0.5', 'average'), gridFactor('residual', '0.6', 'residual')];
    expect(() => run(activity, factors)).toThrow(
      expect.objectContaining({ code: 'instruments-exceed-consumption', value: '1.000001' }),
    );
  });

  it('throws instruments-exceed-consumption when nothing was used', () => {
    expect(() => run([certificate('x', '1', 'MW.h')], [])).toThrow(
      expect.objectContaining({ code: 'instruments-exceed-consumption' }),
    );
  });

  it('throws duplicate-instrument for a certificate that is counted twice', () => {
    const twice = { ...certificate('x', '1', 'MW.h'), key: 'again' };
    expect(() => run([electricity('use', '5', 'MW.h'), certificate('x', '1', 'MW.h'), twice], [])).toThrow(
      expect.objectContaining({ code: 'duplicate-instrument', value: 'x' }),
    );
  });

  it('throws for a mix of CO2 and CO2e, of GWP sets, and for factors without a gas', () => {
    const activity = [
      electricity('use', '5', 'MW.h'),
      certificate('x', '1', 'MW.h', { factorUnit: 'kg{CO2e}/kW.h' }),
    ];
    const mixed = expect.objectContaining({ code: 'mixed-gases' });
    const factors = [gridFactor('average', '0.5', 'average'), gridFactor('residual', '0.6', 'residual')];
    expect(() => run(activity, factors)).toThrow(mixed);
    const about = { gases: ['CO2'], gwpSet: 'AR5' };
    const set = (['average', 'residual'] as const).map((mix) =>
      gridFactor(mix, '0.5', mix, about, COMMON.period, 'kg{CO2e}/kW.h'),
    );
    const otherSet = certificate('x', '1', 'MW.h', { factorUnit: 'kg{CO2e}/kW.h', gwpSet: 'AR6' });
    expect(() => run([electricity('use', '5', 'MW.h'), otherSet], set)).toThrow(
      expect.objectContaining({ code: 'mixed-gwp-sets' }),
    );
    const bare = factors.map((factor) => ({ ...factor, unit: 'kg/kW.h' }));
    expect(() => run([electricity('use', '5', 'MW.h')], bare)).toThrow(mixed);
  });
});
