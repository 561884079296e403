import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry, fuelUse, type TestEntry } from '../dataset.ts';

const use = (value: string, unit: string, more: object = {}): TestEntry => {
  const row = fuelUse('use', value, unit, 'gas');
  return { ...row, detail: { ...row.detail, ...more } };
};
const row = (key: string, value: string, unit: string, detail: Record<string, unknown>): TestEntry =>
  entry(key, value, unit, { fuel: 'gas', year: 2023, ...detail }, ALWAYS);
const conversion = (name: string, value: string, unit: string, more: object = {}): TestEntry =>
  entry(name, value, unit, { row: 'conversion-factor', factor: name, year: 2023, ...more }, ALWAYS);
const ef = (unit: string, value = '56.1', more: object = {}): TestEntry =>
  row('ef', value, unit, {
    row: 'emission-factor',
    gas: 'CO2',
    origin: 'fossil',
    basis: 'combustion',
    ...more,
  });
const NCV = row('ncv', '35', 'MJ/m3', { row: 'net-calorific-value', conditions: '15C' });
const OF = row('of', '1', '1', { row: 'oxidation' });

const compute = (...rows: readonly TestEntry[]): RunResult =>
  runMethod('combustion@2', [dataset('a', ...rows)], COMMON);
const valueOf = ({ figures }: RunResult, key = 'scope1/combustion/gas/CO2'): string | undefined =>
  figures.find((figure) => figure.key === key)?.value;
const codesOf = ({ warnings }: RunResult): string[] => warnings.map(({ code }) => code);

describe('the conversion factors of a fuel use', () => {
  it('multiply and divide it before its properties', () => {
    const result = compute(
      use('1000', 'm3', { factors: ['burned'], divisors: ['meter'] }),
      conversion('burned', '0.9', '1'),
      conversion('meter', '1.5', '1'),
      ef('kg{CO2}/GJ'),
      row('ncv', '35', 'MJ/m3', { row: 'net-calorific-value' }),
      OF,
    );
    // 1000 × 0.9 / 1.5 × 0.035 GJ × 56.1 kg
    expect(valueOf(result)).toBe('1.1781');
  });

  it('can lead from a count to a mass, in any of its units', () => {
    const result = compute(
      use('40', '{bag}', { factors: ['bag'] }),
      conversion('bag', '25', 'kg/{bag}'),
      ef('t{CO2}/t', '3'),
    );
    expect(valueOf(result)).toBe('3');
  });

  it('are refused where they lead to no amount of fuel', () => {
    const run = (): unknown =>
      compute(use('40', 't', { factors: ['k'] }), conversion('k', '25', '{EUR}/t'), ef('t{CO2}/t'));
    expect(run).toThrow(expect.objectContaining({ code: 'unit-mismatch' }));
  });

  it('are refused where one multiplies and divides', () => {
    const rows = [conversion('k', '0.9', '1'), ef('t{CO2}/t')];
    const run = (): unknown => compute(use('40', 't', { factors: ['k'], divisors: ['k'] }), ...rows);
    expect(run).toThrow(
      expect.objectContaining({
        code: 'bad-value',
        row: expect.objectContaining({ key: 'use', column: 'detail.divisors' }) as unknown,
      }),
    );
  });
});

describe('the conditions of a volume of gas', () => {
  it('agree, and are converted by a declared factor', () => {
    // A gas is 288.15 / 273.15 times as large at 15 °C as at 0 °C
    const factor = conversion('to-15C', '1.054915', 'm3/m3', { conditions: '15C' });
    const result = compute(
      use('1000', 'm3', { conditions: '0C', factors: ['to-15C'] }),
      factor,
      NCV,
      ef('kg{CO2}/GJ'),
      OF,
    );
    expect(valueOf(result)).toBe('2.071326');
    expect(codesOf(result)).toEqual([]);
  });

  // 1,000 m3 at 0 °C are 1,000 × 288.15/273.15 m3 at 15 °C: each value is what those give, rounded once.
  it.each([
    ['a calorific value', '2.071325', [NCV, ef('kg{CO2}/GJ'), OF]],
    ['an emission factor', '2.10983', [ef('kg{CO2}/m3', '2', { conditions: '15C' })]],
    [
      'a density',
      '1.993789',
      [row('d', '0.7', 'kg/m3', { row: 'density', conditions: '15C' }), ef('kg{CO2}/kg', '2.7')],
    ],
  ])('are converted exactly to those of %s, and the derivation shows the ratio', (_, value, rows) => {
    const result = compute(use('1000', 'm3', { conditions: '0C' }), ...rows);
    expect(valueOf(result)).toBe(value);
    expect(result.figures[0]!.detail.derivation.formula).toContain('288.15/273.15');
    expect(codesOf(result)).toEqual([]);
  });

  it('convert from a mass to a volume too, and from degrees Fahrenheit and psi', () => {
    const density = row('d', '0.7', 'kg/m3', { row: 'density', conditions: '0C' });
    const factor = ef('kg{CO2}/m3', '2', { conditions: '15C' });
    // 1,400 kg are 2,000 m3 at 0 °C.
    expect(valueOf(compute(use('1400', 'kg'), density, factor))).toBe('4.21966');
    const at = (conditions: string): string | undefined =>
      valueOf(compute(use('1000', 'm3', { conditions }), ef('kg{CO2}/m3', '2', { conditions: '0C' })));
    // × 491.67/519.67; then × 14.73 psi / 101.325 kPa, 1.0023172… times as much.
    expect(at('60F')).toBe('1.892239');
    expect(at('60F at 14.73 psi')).toBe('1.896624');
    expect(at('0C at 101.325 kPa')).toBe('2');
  });

  it('of uses at two conditions are each converted, in one figure', () => {
    const [one, other] = [use('1000', 'm3', { conditions: '0C' }), use('1000', 'm3', { conditions: '15C' })];
    const result = compute(one, { ...other, key: 'other' }, ef('kg{CO2}/m3', '2', { conditions: '15C' }));
    expect(valueOf(result)).toBe('4.10983');
  });

  it('are refused where the use is at those of its conversion factor already', () => {
    const factor = conversion('to-15C', '1.054915', 'm3/m3', { conditions: '15C' });
    const run = (): unknown =>
      compute(
        use('1000', 'm3', { conditions: '15C', factors: ['to-15C'] }),
        factor,
        NCV,
        ef('kg{CO2}/GJ'),
        OF,
      );
    expect(run).toThrow(expect.objectContaining({ code: 'mixed-conditions' }));
  });

  it('are a warning where only one states them, and none where they do not matter', () => {
    expect(codesOf(compute(use('1000', 'm3'), NCV, ef('kg{CO2}/GJ'), OF))).toEqual(['conditions-unstated']);
    expect(codesOf(compute(use('1000', 'm3', { conditions: '15C' }), ef('kg{CO2}/m3', '2')))).toEqual([
      'conditions-unstated',
    ]);
    expect(codesOf(compute(use('1000', 'MJ', { calorific: 'net' }), NCV, ef('kg{CO2}/GJ'), OF))).toEqual([]);
  });
});

describe('the biomass fraction of a fuel', () => {
  const BF = row('bf', '0.1', '1', { row: 'biomass-fraction' });

  it('divides the CO2 by carbon content too, and leaves CH4', () => {
    const methane = row('ch4', '1', 'kg{CH4}/t', {
      row: 'emission-factor',
      gas: 'CH4',
      origin: 'fossil',
      basis: 'combustion',
    });
    const carbon = row('cc', '0.6', 't{C}/t', { row: 'carbon-content' });
    const result = compute(use('100', 't'), carbon, OF, BF, methane);
    expect(result.figures.map(({ key, value }) => [key, value])).toEqual([
      ['biogenic/combustion/gas/CO2', '22'],
      ['scope1/combustion/gas/CH4', '0.1'],
      ['scope1/combustion/gas/CO2', '198'],
    ]);
    expect(result.figures[2]!.detail.derivation.formula).toBe('FC * CC * OF * 44/12 * (1 - BF)');
  });

  it.each([
    ['above 1', 'out-of-range', { value: '1.1' }, [ef('t{CO2}/t')]],
    [
      'beside a factor of biogenic CO2',
      'double-counting',
      {},
      [ef('t{CO2}/t'), { ...ef('t{CO2}/t', '1', { origin: 'biogenic' }), key: 'bio' }],
    ],
    [
      'of a factor in CO2e',
      'mixed-gases',
      {},
      [ef('t{CO2e}/t', '1', { gas: 'CO2e', gases: ['CO2', 'CH4'], gwpSet: 'AR5' })],
    ],
  ])('%s is refused', (_, code, change, rows) => {
    const run = (): unknown =>
      runMethod('combustion@2', [dataset('a', use('100', 't'), { ...BF, ...change }, ...rows)], {
        ...COMMON,
        gwpSet: 'AR5',
      });
    expect(run).toThrow(expect.objectContaining({ code }));
  });
});
