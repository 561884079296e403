import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, dataset, entry, figureOf, type TestEntry } from '../dataset.ts';
import { carbon, property, stream } from '../plant/plants.ts';

const EU = entry('eu/CO2', '3.664', '1', {
  row: 'constant',
  constant: 'CO2/C',
  ruleSet: 'EU-2018-2066',
  year: 2018,
});

const run = (rows: readonly TestEntry[], parameters: object = {}): RunResult =>
  runMethod('plant@1', [dataset('a', ...rows)], { ...COMMON, gwpSet: 'AR5', ...parameters });
const codeOf = (rows: readonly TestEntry[], parameters: object = {}): unknown => {
  try {
    run(rows, parameters);
    return null;
  } catch (error) {
    if (error instanceof EngineError) return [error.code, error.row?.key, error.row?.column];
    throw error;
  }
};
const valueOf = (result: RunResult, key: string): string => figureOf(result, key).value;

const FURNACE = [
  stream('coke: > furnace', '1000'),
  stream('iron: furnace >', '900'),
  carbon('coke', '0.8'),
  carbon('iron', '0.002'),
];

describe('plant@1', () => {
  // Implementing Regulation (EU) 2018/2066, article 25: carbon × 3.664
  it('computes a mass balance with the constant of the rule set', () => {
    const result = run([...FURNACE, EU], { rules: 'eu-ets' });
    expect(valueOf(result, 'plant/works/furnace/in/coke/CO2')).toBe('2931.2');
    expect(valueOf(result, 'plant/works/furnace/out/iron/CO2')).toBe('6.5952');
    expect(figureOf(result, 'scope1/plant/works/furnace/CO2')).toMatchObject({
      value: '2924.6048',
      detail: {
        rules: 'Implementing Regulation (EU) 2018/2066, article 25',
      },
    });
    expect(figureOf(result, 'plant/works/furnace/in/coke/CO2').detail.constants).toEqual(['EU-2018-2066']);
    expect(valueOf(run(FURNACE), 'scope1/plant/works/furnace/CO2')).toBe('2926.733333');
    expect(codeOf(FURNACE, { rules: 'eu-ets' })).toEqual(['missing-factor', 'coke: > furnace', 'unit']);
  });

  it('burns a fuel with biomass in it, and shows what the carbon balance leaves open', () => {
    const rows = [
      stream('coal: > boiler', '1000', { treatment: 'combustion' }),
      property('net-calorific-value', 'coal', '25', 'GJ/t'),
      property('emission-factor', 'coal', '95', 'kg{CO2}/GJ', {
        gas: 'CO2',
        basis: 'combustion',
        origin: 'fossil',
      }),
      property('oxidation', 'coal', '1', '1'),
      property('biomass-fraction', 'coal', '0.1', '1'),
    ];
    const result = run(rows);
    expect(valueOf(result, 'scope1/plant/works/boiler/CO2')).toBe('2137.5');
    expect(valueOf(result, 'biogenic/plant/works/boiler/CO2')).toBe('237.5');
    expect(valueOf(result, 'plant/works/total')).toBe('2137.5');
    expect(valueOf(result, 'plant/works/boiler/carbon/gap')).toBe('0');
    const measured = run([...rows, carbon('coal', '0.66')]);
    expect(valueOf(measured, 'plant/works/carbon/in')).toBe('660');
    expect(valueOf(measured, 'plant/works/carbon/gap')).toBe('12.272727');
  });

  it('follows carbon through several units, and what flows between them changes no total', () => {
    const rows = [
      stream('coal: > oven', '1000'),
      stream('coke: oven > furnace', '700'),
      stream('oven-gas: oven > power', '300000', { treatment: 'combustion' }, 'm3'),
      stream('furnace-gas: furnace > power', '900000', { treatment: 'combustion' }, 'm3'),
      stream('iron: furnace >', '1100'),
      carbon('coal', '0.75'),
      carbon('coke', '0.88'),
      carbon('oven-gas', '0.24', {}, 'kg/m3'),
      carbon('furnace-gas', '0.2', {}, 'kg/m3'),
      carbon('iron', '0.045'),
      property('oxidation', 'oven-gas', '1', '1'),
      property('oxidation', 'furnace-gas', '1', '1'),
    ];
    const result = run(rows);
    const of = (unit: string): number => Number(valueOf(result, `scope1/plant/works/${unit}/CO2`));
    expect(of('power')).toBe(924); // (72 + 180) × 44/12
    expect(of('oven') + of('furnace') + of('power')).toBeCloseTo(((750 - 49.5) * 44) / 12, 5);
    expect(valueOf(result, 'plant/works/carbon/gap')).toBe('0');
    expect(valueOf(result, 'plant/works/total')).toBe('2568.5');
    expect(figureOf(result, 'plant/works/oven/out/oven-gas/CO2').detail.rules).toBe(
      '2006 IPCC Guidelines, volume 3, chapter 4',
    );
  });

  it('takes CO2 that is stored off, and counts what is transferred otherwise as emitted', () => {
    const of = (transfer: string): string =>
      valueOf(
        run([...FURNACE, stream('CO2: furnace >', '500', { transfer })]),
        'scope1/plant/works/furnace/CO2',
      );
    expect(of('storage')).toBe('2426.733333');
    expect(of('other')).toBe('2926.733333');
  });

  it('warns of carbon that does not leave again, and of a material without a carbon content', () => {
    const rows = [
      stream('coal: > boiler', '1000', { treatment: 'combustion' }),
      stream('ash: boiler >', '100'),
      property('emission-factor', 'coal', '2', 't{CO2}/t', {
        gas: 'CO2',
        basis: 'combustion',
        origin: 'fossil',
      }),
      carbon('coal', '0.66'),
    ];
    const codes = run(rows).figures.flatMap(({ key, detail }) =>
      key.endsWith('boiler/carbon/gap') ? detail.derivation.warnings.map(({ code }) => code) : [],
    );
    expect(codes).toEqual(['missing-gases', 'carbon-unknown', 'carbon-gap']);
  });
});
