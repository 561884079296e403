import { beforeAll, describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import type { Figure } from '../../../engine/figures/figure.ts';
import { describeRun, repeatRun, runMethod } from '../../../engine/run.ts';
import { readDataFile } from '../../helpers/data-file.ts';
import { COMMON, dataset, entry, figureOf, fuelDefaults, type TestEntry } from '../dataset.ts';

const YEAR_2021 = { from: 1609459200, until: 1640995200 };
const GRIDS = { location: 'national', residual: 'national' };
const UK = { ...COMMON, period: YEAR_2021, gwpSet: 'AR4' };

let uk: TestEntry[] = [];
beforeAll(async () => {
  uk = await readDataFile('fuels-uk-2021.csv');
});
const ukWithout = (...keys: string[]): TestEntry[] => uk.filter(({ key }) => !keys.includes(key));

function use(value: string, unit: string, fuel: string, more: Record<string, unknown> = {}): TestEntry {
  const detail = { row: 'fuel-use', fuel, category: '1.A.2', geography: 'GB', ...more };
  return entry(`${fuel}/use`, value, unit, detail, YEAR_2021);
}

function factor(key: string, value: string, unit: string, detail: Record<string, unknown>): TestEntry {
  const common = { row: 'emission-factor', fuel: 'fuel', origin: 'fossil', basis: 'combustion', year: 2021 };
  return entry(key, value, unit, { ...common, ...detail }, YEAR_2021);
}

const property = (row: string, value: string, unit: string, more = {}): TestEntry =>
  entry(row, value, unit, { row, fuel: 'fuel', year: 2021, ...more }, YEAR_2021);

function compute(rows: readonly TestEntry[], factors: readonly TestEntry[], key: string): Figure {
  return figureOf(runMethod('combustion@2', [dataset('a', ...rows), dataset('b', ...factors)], UK), key);
}

function codeOf(run: () => unknown): [string, string] {
  try {
    run();
  } catch (error) {
    if (error instanceof EngineError) return [error.code, error.message];
    throw error;
  }
  throw new Error('nothing was thrown');
}

const GROSS = { calorific: 'gross' };
const NET = { calorific: 'net' };

describe('combustion@2 with the UK factors of 2021', () => {
  // UK Government GHG Conversion Factors 2021: natural gas 0.18316 (gross CV), 0.20297 (net CV), 2.02135 per m3, 2538.48 per tonne
  it.each([
    ['kWh of gross energy', '1000000', 'kW.h', GROSS, '183.16', 'AD * EF'],
    ['kWh of net energy', '1000000', 'kW.h', NET, '202.97', 'AD * EF'],
    ['cubic metres', '1000', 'm3', {}, '2.02135', 'AD * EF'],
    ['tonnes', '10', 't', {}, '25.3848', 'AD * EF'],
  ])(
    'takes the factor of natural gas that is per the unit of the use: %s',
    (_, value, unit, more, expected, formula) => {
      const figure = compute(
        [use(value, unit, 'natural-gas', more)],
        uk,
        'scope1/combustion/natural-gas/CO2e',
      );
      expect(figure).toMatchObject({
        value: expected,
        unit: 't{CO2e}',
        detail: {
          scope: 1,
          gwpSet: 'AR4',
          gases: ['CH4', 'CO2', 'N2O'],
          derivation: { formula, warnings: [] },
        },
      });
    },
  );

  // 902.4 MWh (net) are 1000 MWh (gross) by the ratio of 0.9024 of the file; the other way 1000 × 0.9024 × 0.20297
  it.each([
    ['net', 'gross', '902400', 'AD * EF / CR', '183.16'],
    ['gross', 'net', '1000000', 'AD * CR * EF', '183.160128'],
  ])(
    'converts %s energy for a factor per %s energy by the declared ratio',
    (basis, other, value, formula, expected) => {
      const factors = ukWithout(
        `natural-gas/emission-factor/${basis}`,
        'natural-gas/emission-factor/cubic-metre',
      );
      const rows = factors.filter(({ key }) => key !== 'natural-gas/emission-factor/tonne');
      const figure = compute(
        [use(value, 'kW.h', 'natural-gas', { calorific: basis })],
        rows,
        'scope1/combustion/natural-gas/CO2e',
      );
      expect(rows.some(({ key }) => key === `natural-gas/emission-factor/${other}`)).toBe(true);
      expect([figure.value, figure.detail.derivation.formula]).toEqual([expected, formula]);
    },
  );

  it('never mixes bases silently: without a ratio it says which row to add', () => {
    const factors = uk.filter(({ key }) => key === 'natural-gas/emission-factor/gross');
    const run = (more: object) => () => compute([use('1', 'kW.h', 'natural-gas', { ...more })], factors, 'x');
    expect(codeOf(run(NET))).toEqual([
      'missing-factor',
      'natural-gas/use gives natural-gas by net energy (kW.h), and natural-gas/emission-factor/gross is per gross energy (kg{CO2e}/kW.h): add a row calorific-ratio of natural-gas in 1, or a factor per net energy',
    ]);
    expect(codeOf(run({}))[1]).toContain('or state detail.calorific gross if the energy was measured so');
  });

  it('counts an energy without a basis as net, with a warning in the figure', () => {
    const figure = compute([use('1000', 'kW.h', 'natural-gas')], uk, 'scope1/combustion/natural-gas/CO2e');
    expect(figure.value).toBe('0.20297');
    expect(figure.detail.derivation.warnings).toEqual([
      expect.objectContaining({
        code: 'calorific-basis-assumed',
        row: expect.objectContaining({ key: 'natural-gas/use' }),
      }),
    ]);
  });

  // 1000 L × 0.8432 kg/L × 3.20876 kg/kg, and 1 t / 0.8432 kg/L × 2.70553 kg/L, by hand
  it.each([
    ['litres by a factor per tonne', '1000', 'L', 'litre', 'AD * D * EF', '2.705626'],
    ['tonnes by a factor per litre', '1', 't', 'tonne', 'AD * EF / D', '3.208646'],
  ])('converts %s with the density', (_, value, unit, without, formula, expected) => {
    const factors = uk.filter(({ key }) => key.startsWith('diesel/') && !/gross|net/.test(key));
    const rows = factors.filter(({ key }) => key !== `diesel/emission-factor/${without}`);
    const figure = compute([use(value, unit, 'diesel')], rows, 'scope1/combustion/diesel/CO2e');
    expect([figure.value, figure.detail.derivation.formula]).toEqual([expected, formula]);
  });

  it('adds up the uses of a fuel in different units, and can be repeated with the rows it used', () => {
    const rows = [
      { ...use('1000', 'L', 'diesel'), key: 'litres' },
      { ...use('2', 't', 'diesel'), key: 'tonnes' },
      { ...use('500', 'kW.h', 'diesel', GROSS), key: 'gross' },
    ];
    const inputs = [dataset('a', ...rows), dataset('b', ...uk)];
    const result = runMethod('combustion@2', inputs, UK);
    // 2705.53 + 2 × 3208.76 + 500 × 0.25338 kg
    expect(figureOf(result, 'scope1/combustion/diesel/CO2e').value).toBe('9.24974');
    const used = result.used.map(({ record, keys }) => {
      const entries = inputs.find((input) => input.record === record)!.entries;
      return { record, entries: entries.filter(({ key }) => keys.includes(key)) };
    });
    expect(used[1]!.entries.map(({ key }) => key)).toEqual([
      'diesel/emission-factor/gross',
      'diesel/emission-factor/litre',
      'diesel/emission-factor/tonne',
    ]);
    expect(repeatRun(describeRun('combustion@2', UK, result, '0x'), used).figures).toEqual(result.figures);
  });

  it('is in the totals of an inventory as it is', () => {
    const inputs = [dataset('a', use('1000', 'L', 'diesel', { facility: 'depot' })), dataset('b', ...uk)];
    const result = runMethod('inventory@2', inputs, { ...UK, grids: GRIDS });
    for (const key of ['scope1/total', 'by-facility/depot/scope1', 'by-gas/CH4+CO2+N2O'])
      expect(figureOf(result, key).value).toBe('2.70553');
  });
});

describe('factors in CO2e', () => {
  const co2e = (key: string, gwpSet: string, gases = ['CO2', 'CH4', 'N2O']): TestEntry =>
    factor(key, '2', 'kg{CO2e}/kg', { gas: 'CO2e', gases, gwpSet });
  const run =
    (gwpSet: string | undefined, ...factors: TestEntry[]) =>
    () =>
      runMethod('combustion@2', [dataset('a', use('1', 't', 'fuel')), dataset('b', ...factors)], {
        ...COMMON,
        period: YEAR_2021,
        ...(gwpSet === undefined ? {} : { gwpSet }),
      });

  it('must be of the GWP set of the run, which has to be named', () => {
    expect(codeOf(run('AR5', co2e('ef', 'AR4')))).toEqual([
      'mixed-gwp-sets',
      'ef is a factor of CO2e under AR4, and the run uses AR5: add a factor of CO2e under AR5, or one for each gas',
    ]);
    expect(codeOf(run(undefined, co2e('ef', 'AR4')))).toEqual([
      'bad-parameters',
      'ef is a factor of CO2e under AR4: set parameters.gwpSet to "AR4"',
    ]);
    expect(run('AR5', co2e('ef', 'AR4'), co2e('ef5', 'AR5'))().figures[0]!.value).toBe('2');
  });

  it.each(['CO2', 'CH4'])(
    'are refused beside a factor of %s of the same fuel, which would count it twice',
    (gas) => {
      const single = factor('single', '2', `kg{${gas}}/kg`, { gas });
      expect(codeOf(run('AR4', co2e('ef', 'AR4'), single))).toEqual([
        'double-counting',
        expect.stringContaining(`both count the ${gas} of fuel`),
      ]);
    },
  );

  it('can give CH4 and N2O beside a factor of CO2', () => {
    const single = factor('single', '3', 'kg{CO2}/kg', { gas: 'CO2' });
    const { figures } = run('AR4', co2e('ef', 'AR4', ['CH4', 'N2O']), single)();
    expect(figures.map(({ key, value }) => [key, value])).toEqual([
      ['scope1/combustion/fuel/CO2', '3'],
      ['scope1/combustion/fuel/CO2e', '2'],
    ]);
  });

  // the UK file prints each gas in kg CO2e of that gas; their sum is 0.18282 + 0.00025 + 0.0001
  it('can be one for each gas, which are added up', () => {
    const gross = { ...GROSS, gas: 'CO2e', gwpSet: 'AR4' };
    const factors = [
      factor('a', '0.18282', 'kg{CO2e}/kW.h', { ...gross, gases: ['CO2'] }),
      factor('b', '0.00025', 'kg{CO2e}/kW.h', { ...gross, gases: ['CH4'] }),
      factor('c', '0.0001', 'kg{CO2e}/kW.h', { ...gross, gases: ['N2O'] }),
    ];
    const figure = compute([use('1000', 'kW.h', 'fuel', GROSS)], factors, 'scope1/combustion/fuel/CO2e');
    expect(figure.value).toBe('0.18317');
    expect(figure.detail.gases).toEqual(['CH4', 'CO2', 'N2O']);
  });
});

describe('factors of single gases', () => {
  // US EPA, 40 CFR part 98, table C-1: distillate fuel oil no. 2 has 0.138 mmBtu per gallon and 73.96 kg CO2 per mmBtu, on gross
  // values; the emission factors hub rounds their product to 10.21 kg per gallon
  it('can be per US gallon, or per mmBtu of gross energy with a gross calorific value', () => {
    const perGallon = factor('ef', '10.21', 'kg{CO2}/[gal_us]', { gas: 'CO2' });
    const gallons = use('1000', '[gal_us]', 'fuel');
    expect(compute([gallons], [perGallon], 'scope1/combustion/fuel/CO2').value).toBe('10.21');
    const perEnergy = [
      factor('ef', '0.00007396', 'kg{CO2}/[Btu_IT]', { gas: 'CO2', ...GROSS }),
      property('gross-calorific-value', '138000', '[Btu_IT]/[gal_us]'),
      property('oxidation', '1', '1'),
    ];
    const figure = compute([gallons], perEnergy, 'scope1/combustion/fuel/CO2');
    expect([figure.value, figure.detail.derivation.formula]).toEqual(['10.20648', 'AD * GCV * EF * OF']);
  });

  it('take net before gross calorific values, and the shortest way', () => {
    const rows = [
      factor('ef', '56.1', 't{CO2}/TJ', { gas: 'CO2' }),
      property('oxidation', '1', '1'),
      property('gross-calorific-value', '53', 'GJ/t'),
      property('calorific-ratio', '0.9', '1'),
      property('density', '0.8', 'kg/m3'),
    ];
    const formulaOf = (...more: TestEntry[]): string =>
      compute([use('1', 'm3', 'fuel')], [...rows, ...more], 'scope1/combustion/fuel/CO2').detail.derivation
        .formula;
    expect(formulaOf()).toBe('AD * D * GCV * CR * EF * OF');
    expect(formulaOf(property('net-calorific-value', '48', 'GJ/t'))).toBe('AD * D * NCV * EF * OF');
    const both = [
      { ...property('net-calorific-value', '48', 'GJ/t'), key: 'ncv/t' },
      { ...property('net-calorific-value', '38', 'MJ/m3'), key: 'ncv/m3' },
    ];
    expect(formulaOf(...both)).toBe('AD * NCV * EF * OF');
  });

  it('say what to do where a volume has no calorific value', () => {
    const rows = [factor('ef', '74.1', 't{CO2}/TJ', { gas: 'CO2' }), property('oxidation', '1', '1')];
    expect(codeOf(() => compute([use('1', 'L', 'fuel')], rows, 'x'))).toEqual([
      'missing-factor',
      'fuel/use gives fuel by volume (L), and ef is per net energy (t{CO2}/TJ): add a row net-calorific-value of fuel in GJ/m3, or a factor per volume',
    ]);
  });

  it.each([
    [
      'kg{CO2}/km',
      'ef is in kg{CO2}/km: expected a mass of CO2 per energy, mass or volume of fuel, such as kg{CO2}/TJ, kg{CO2}/t, kg{CO2}/L',
    ],
    [
      'kg{CO2e}/L',
      'ef is in kg{CO2e}/L, but is a factor of CO2: state detail.gas CO2e with detail.gases and detail.gwpSet, or give the mass of CO2',
    ],
    ['kg{CH4}/L', 'ef is in kg{CH4}/L: expected a mass of CO2'],
  ])('say what to do about a factor in %s', (unit, message) => {
    const run = (): unknown =>
      compute([use('1', 'L', 'fuel')], [factor('ef', '1', unit, { gas: 'CO2' })], 'x');
    expect(codeOf(run)).toEqual(['unit-mismatch', message]);
  });

  it('are for a mass, volume or energy of fuel', () => {
    const rows = [factor('ef', '1', 'kg{CO2}/L', { gas: 'CO2' })];
    expect(codeOf(() => compute([use('1', 'km', 'fuel')], rows, 'x'))).toEqual([
      'unit-mismatch',
      'fuel/use is in km: expected a mass (t), a volume (m3) or an energy (MW.h) of fuel',
    ]);
  });

  it('of another country do not make a run fail; what they leave out is warned of', () => {
    const chinese = { ...use('1', 't', 'coal', { geography: 'CN' }), key: 'cn' };
    const british = { ...use('1', 't', 'coal'), key: 'gb' };
    const methane = factor('ch4', '1', 'kg{CH4}/TJ', { fuel: 'coal', gas: 'CH4', geography: 'GB' });
    const factors = fuelDefaults('coal', '20', '1', { CO2: '100000' });
    const inputs = [dataset('a', chinese, british), dataset('b', ...factors, methane)];
    const { figures } = runMethod('combustion@2', inputs, UK);
    expect(figures.map(({ key, value }) => [key, value])).toEqual([
      ['scope1/combustion/coal/CH4', '0.00002'],
      ['scope1/combustion/coal/CO2', '4'],
    ]);
    expect(figures[1]!.detail.derivation.warnings).toContainEqual(
      expect.objectContaining({ code: 'missing-gases', row: expect.objectContaining({ key: 'cn' }) }),
    );
  });
});

describe('carbon content in combustion@2', () => {
  const carbon = [
    entry('cc', '15.3', 'kg{C}/GJ', { row: 'carbon-content', fuel: 'fuel', year: 2006 }, YEAR_2021),
    property('oxidation', '1', '1'),
  ];
  const emitted = factor('ef', '50', 't{CO2}/TJ', { gas: 'CO2' });

  // 2006 IPCC Guidelines, volume 2, chapter 1, tables 1.3 and 1.4: 15.3 kg C/GJ and 56 100 kg CO2/TJ of natural gas
  it('gives the CO2 of a fuel without a factor of CO2, by the IPCC form', () => {
    const figure = compute([use('1', 'TJ', 'fuel', NET)], carbon, 'scope1/combustion/fuel/CO2');
    expect(figure.value).toBe('56.1');
    expect(figure.detail.derivation.formula).toBe('FC * CC * OF * 44/12');
  });

  it('is not used beside a factor of CO2', () => {
    const result = runMethod(
      'combustion@2',
      [dataset('a', use('1', 'TJ', 'fuel', NET)), dataset('b', ...carbon, emitted)],
      UK,
    );
    expect(result.figures.map(({ value }) => value)).toEqual(['50']);
    expect(result.used[1]!.keys).toEqual(['ef', 'oxidation']);
  });

  it('is part of scope 1 in an inventory, per energy and per mass', () => {
    const rows = [use('10', 't', 'fuel', { facility: 'plant' })];
    const perMass = { ...carbon[0]!, value: '0.75', unit: 't{C}/t' };
    const inputs = [dataset('a', ...rows), dataset('b', perMass, carbon[1]!)];
    const result = runMethod('inventory@2', inputs, { ...UK, grids: GRIDS });
    // 10 t × 0.75 × 44/12
    expect(figureOf(result, 'scope1/total').value).toBe('27.5');
    expect(figureOf(result, 'by-facility/plant/scope1').value).toBe('27.5');
  });
});
