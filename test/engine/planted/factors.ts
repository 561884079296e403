import { ALWAYS, entry, type TestEntry } from '../dataset.ts';

type Detail = Readonly<Record<string, unknown>>;
const DATED = { year: 2023 };

/** Calorific value in TJ/Gg, and kg/TJ of CO2, CH4 and N2O: 2006 IPCC Guidelines, volume 2, tables 1.2, 1.4 and 2.2, as commonly cited. */
const FUELS: Readonly<Record<string, readonly [ncv: string, co2: string, ch4: string, n2o: string]>> = {
  'natural-gas': ['48', '56100', '1', '0.1'],
  diesel: ['43', '74100', '3', '0.6'],
  'coking-coal': ['28.2', '94600', '1', '1.5'],
  anthracite: ['26.7', '98300', '1', '1.5'],
  lignite: ['11.9', '101000', '1', '1.5'],
  wood: ['15.6', '112000', '30', '4'],
};
const DENSITIES = { 'natural-gas': '0.7963', diesel: '843.2' };

const GRIDS: Readonly<Record<string, readonly [average: string, residual: string]>> = {
  DE: ['0.38', '0.72'],
  GB: ['0.207', '0.365'],
  CN: ['0.5306', '0.6096'],
  FR: ['0.056', '0.12'],
};

const ITEMS: Readonly<Record<string, readonly [value: string, unit: string]>> = {
  flight: ['0.151', 'kg{CO2e}/km.{passenger}'],
  rail: ['0.035', 'kg{CO2e}/km.{passenger}'],
  commute: ['0.17', 'kg{CO2e}/km.{passenger}'],
  scrap: ['0.4', 't{CO2e}/t'],
  waste: ['0.467', 't{CO2e}/t'],
  feed: ['0.6', 't{CO2e}/t'],
};

/** Returns the factors that the right tables take. */
export function factorsOf(): TestEntry[] {
  return [...fuels(), ...grids(), ...others()];
}

function undated(key: string, value: string, unit: string, detail: Detail): TestEntry {
  return entry(key, value, unit, { ...detail }, ALWAYS);
}

function fuels(): TestEntry[] {
  return Object.entries(FUELS)
    .flatMap(([fuel, [ncv, co2, ch4, n2o]]) => {
      const origin = fuel === 'wood' ? 'biogenic' : 'fossil';
      const factor = (gas: string, value: string): TestEntry =>
        undated(`${fuel}/${gas}`, value, `kg{${gas}}/TJ`, {
          row: 'emission-factor',
          fuel,
          gas,
          origin,
          basis: 'combustion',
          ...DATED,
        });
      return [
        undated(`${fuel}/ncv`, ncv, 'TJ/Gg', { row: 'net-calorific-value', fuel, ...DATED }),
        undated(`${fuel}/oxidation`, '1', '1', { row: 'oxidation', fuel, ...DATED }),
        factor('CO2', co2),
        factor('CH4', ch4),
        factor('N2O', n2o),
      ];
    })
    .concat(
      Object.entries(DENSITIES).map(([fuel, value]) =>
        undated(`${fuel}/density`, value, 'kg/m3', { row: 'density', fuel, ...DATED }),
      ),
    );
}

const SUMMED = { gases: ['CO2', 'CH4', 'N2O'], gwpSet: 'AR5' };

/** The average mix of each year, and a residual mix for both: a company with a fiscal year needs one for all of it. */
function grids(): TestEntry[] {
  return Object.entries(GRIDS).flatMap(([geography, [average, residual]]) => [
    ...[2023, 2024].map((year) => grid(geography, 'average', average, year, year + 1)),
    grid(geography, 'residual', residual, 2023, 2025),
  ]);
}

function grid(geography: string, mix: string, value: string, first: number, last: number): TestEntry {
  const detail = {
    row: 'grid-factor',
    mix,
    grid: 'national',
    ...SUMMED,
    basis: 'generation',
    geography,
    year: first,
  };
  const span = { from: Date.UTC(first, 0) / 1000, until: Date.UTC(last, 0) / 1000 };
  return entry(`grid/${geography}/${mix}/${first}`, value, 'kg{CO2e}/kW.h', detail, span);
}

function others(): TestEntry[] {
  return [
    ...Object.entries(ITEMS).map(([item, [value, unit]]) =>
      undated(`item/${item}`, value, unit, {
        row: 'activity-factor',
        item,
        ...SUMMED,
        basis: 'life-cycle',
        ...DATED,
      }),
    ),
    undated('process/lime', '0.785', 't{CO2}/t', {
      row: 'process-factor',
      process: 'lime',
      gas: 'CO2',
      ...DATED,
    }),
    undated('process/fertiliser', '15.714', 'kg{N2O}/t', {
      row: 'process-factor',
      process: 'fertiliser',
      gas: 'N2O',
      ...DATED,
    }),
    undated('conversion/lime-content', '0.92', '1', {
      row: 'conversion-factor',
      factor: 'lime-content',
      ...DATED,
    }),
    undated('heat/heat', '60', 'kg{CO2e}/GJ', { row: 'heat-factor', carrier: 'heat', ...SUMMED, ...DATED }),
    ...Object.entries({
      'R-404A': { 'HFC-125': '0.44', 'HFC-134a': '0.04', 'HFC-143a': '0.52' },
      'R-410A': { 'HFC-32': '0.5', 'HFC-125': '0.5' },
    }).flatMap(([blend, shares]) =>
      Object.entries(shares).map(([gas, value]) =>
        undated(`blend/${blend}/${gas}`, value, '1', { row: 'blend-share', blend, gas }),
      ),
    ),
    ...Object.entries({
      CH4: '28',
      N2O: '265',
      'HFC-32': '677',
      'HFC-125': '3170',
      'HFC-134a': '1300',
      'HFC-143a': '4800',
    }).map(([gas, value]) =>
      undated(`AR5/${gas}`, value, 'kg{CO2e}/kg', {
        row: 'gwp',
        gas,
        gwpSet: 'AR5',
        horizon: 100,
        year: 2013,
      }),
    ),
  ];
}
