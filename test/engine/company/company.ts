import type { InputRecord } from '../../../engine/rows/input.ts';
import {
  ALWAYS,
  COMPANY,
  dataset,
  entry,
  retiredFor,
  serialsOf,
  YEAR_2022,
  YEAR_2023,
  type TestEntry,
} from '../dataset.ts';
import { seededNumbers } from './seeded-numbers.ts';

/** The months of 2023, half-open, in unix seconds. */
export const MONTHS = Array.from({ length: 12 }, (_, month) => ({
  from: Date.UTC(2023, month) / 1000,
  until: Date.UTC(2023, month + 1) / 1000,
}));
const QUARTERS = [0, 3, 6, 9].map((month) => ({
  from: MONTHS[month]!.from,
  until: MONTHS[month + 2]!.until,
}));

export const SITES = ['works-1', 'works-2', 'depot-3', 'office-4', 'mill-5'] as const;

/** Rows by the record that holds them. The first is the ledger's own; each test can change one. */
export interface Company {
  readonly activity: TestEntry[];
  readonly travel: TestEntry[];
  readonly fuels: TestEntry[];
  readonly power: TestEntry[];
  readonly items: TestEntry[];
  readonly potentials: TestEntry[];
}

/** The digit that the id of each record repeats. */
export const DIGITS: Readonly<Record<keyof Company, string>> = {
  activity: 'a',
  travel: 'b',
  fuels: 'c',
  power: 'd',
  items: 'e',
  potentials: 'f',
};

/** Parameters of an inventory of the company in 2023. */
export const PARAMETERS = {
  period: YEAR_2023,
  rounding: { mode: 'half-even', decimals: 6 },
  gwpSet: 'AR5',
  grids: { location: 'national', residual: 'national' },
  entities: [COMPANY],
};

/** Rows that the inventory of 2023 leaves out, by reason. */
export const LEFT_OUT = {
  'outside-period': 12,
  'other-gwp-set': 2,
  'other-basis': 3,
  'not-needed': 4,
};

/**
 * Returns a company of five sites: 411 rows about fuels, electricity, a kiln, refrigerants, a stack, travel and purchases in 2023,
 * with their factors. The same rows every time.
 */
export function makeCompany(): Company {
  const next = seededNumbers(13);
  // From half of the most: a month that is a hundredth of the others would be worth a warning.
  const amount = (most: number): string => `${(most >> 1) + (next() % (most >> 1))}.${1 + (next() % 9)}`;
  const monthly = (key: string, unit: string, most: number, detail: Record<string, unknown>): TestEntry[] =>
    MONTHS.map((month, index) => entry(`${key}/2023-${pad(index + 1)}`, amount(most), unit, detail, month));
  return {
    activity: [
      ...SITES.flatMap((site) => [
        ...monthly(`gas/${site}`, 'm3', 90_000, fuel('natural-gas', site, '1.A.2')),
        ...monthly(`power/${site}`, 'MW.h', 2000, power(site, `meter-${site}`)),
        entry(`leak/${site}`, amount(20), 'kg', leak('HFC-134a', site)),
        entry(`leak/${site}/chiller`, amount(9), 'kg', leak('HFC-32', site)),
      ]),
      ...SITES.flatMap((site) => monthly(`diesel/${site}`, 't', 60, fuel('diesel', site, '1.A.3'))),
      ...monthly('power/works-1/annex', 'MW.h', 300, power('works-1', 'meter-annex')),
      ...monthly('clinker/works-2', 't', 5000, {
        row: 'process-activity',
        process: 'clinker',
        kind: 'process',
        category: '2.A.1',
        geography: 'DE',
        facility: 'works-2',
      }),
      ...monthly('stack/works-1', 'kg{CF4}', 40, {
        row: 'measured-emission',
        gas: 'CF4',
        source: 'potline',
        category: '2.C.3',
        geography: 'DE',
        facility: 'works-1',
      }),
      ...MONTHS.map((_, index) =>
        entry(
          `gas/works-1/2022-${pad(index + 1)}`,
          amount(90_000),
          'm3',
          fuel('natural-gas', 'works-1', '1.A.2'),
          {
            from: Date.UTC(2022, index) / 1000,
            until: Date.UTC(2022, index + 1) / 1000,
          },
        ),
      ),
    ],
    travel: SITES.flatMap((site) => [
      ...monthly(`commute/${site}`, 'km.{passenger}', 40_000, item('commute', '3.7', site)),
      ...QUARTERS.flatMap((quarter, index) => [
        entry(
          `rail/${site}/q${index + 1}`,
          amount(90_000),
          'km.{passenger}',
          item('rail', '3.6', site),
          quarter,
        ),
        entry(
          `flight/${site}/q${index + 1}`,
          amount(60_000),
          'km.{passenger}',
          item('flight', '3.6', site),
          quarter,
        ),
        entry(`steel/${site}/q${index + 1}`, amount(800), 't', item('steel', '3.1', site), quarter),
        entry(`waste/${site}/q${index + 1}`, amount(70), 't', item('waste', '3.5', site), quarter),
      ]),
    ]),
    fuels: [
      ...fuelFactors('natural-gas', ['36', 'MJ/m3'], '0.995', { CO2: '56100', CH4: '1', N2O: '0.1' }),
      ...fuelFactors('diesel', ['43', 'TJ/Gg'], '0.99', { CO2: '74100', CH4: '3', N2O: '0.6' }),
      ...fuelFactors('lignite', ['11.9', 'TJ/Gg'], '1', { CO2: '101000', CH4: '1' }).slice(1),
      entry('diesel/supply', '15000', 'kg{CO2}/TJ', emission('diesel', 'CO2', 'well-to-tank'), YEAR_2023),
      entry('clinker/CO2', '0.525', 't{CO2}/t', {
        row: 'process-factor',
        process: 'clinker',
        gas: 'CO2',
        year: 2023,
      }),
    ],
    power: [
      grid('average', '0.38', YEAR_2023),
      grid('residual', '0.72', YEAR_2023),
      grid('average', '0.43', YEAR_2022),
      entry('certificate/wind-1', '1500', 'MW.h', {
        row: 'instrument',
        id: 'wind-1',
        vintage: '2023',
        factor: '0',
        factorUnit: 'kg{CO2e}/kW.h',
        gases: ['CO2', 'CH4', 'N2O'],
        gwpSet: 'AR5',
        geography: 'DE',
        retirement: retiredFor(COMPANY, '2024-02-15', serialsOf('wind-1', 1_500_000_000)),
      }),
    ],
    items: [
      itemFactor('rail', '0.035', 'kg{CO2e}/km.{passenger}'),
      itemFactor('flight', '0.151', 'kg{CO2e}/km.{passenger}'),
      itemFactor('steel', '1.9', 't{CO2e}/t'),
      itemFactor('commute', '0.17', 'kg{CO2e}/km.{passenger}'),
      itemFactor('waste', '0.467', 't{CO2e}/t'),
      { ...itemFactor('flight', '0.03', 'kg{CO2e}/km.{passenger}', 'well-to-tank'), key: 'flight/supply' },
      { ...itemFactor('steel', '0.2', 't{CO2e}/t', 'well-to-tank'), key: 'steel/supply' },
    ],
    potentials: [
      ...Object.entries({ CH4: '28', N2O: '265', 'HFC-134a': '1300', 'HFC-32': '677', CF4: '6630' }).map(
        ([gas, value]) => potential(gas, 'AR5', value),
      ),
      potential('CH4', 'AR4', '25'),
      potential('N2O', 'AR4', '298'),
    ],
  };
}

/** Returns the records of a company, each with the digit of its name. */
export function recordsOf(company: Company): InputRecord[] {
  return (Object.keys(DIGITS) as (keyof Company)[]).map((name) => dataset(DIGITS[name], ...company[name]));
}

/** The detail of a fuel use at a site. */
export function fuel(name: string, facility: string, category: string): Record<string, unknown> {
  return { row: 'fuel-use', fuel: name, category, geography: 'DE', facility };
}

/** The detail of electricity used at a site, with or without a meter. */
export function power(facility: string, meter?: string): Record<string, unknown> {
  const own = meter === undefined ? {} : { meter };
  return { row: 'electricity-use', category: 'purchased', geography: 'DE', facility, ...own };
}

function leak(gas: string, facility: string): Record<string, unknown> {
  return { row: 'refrigerant-leak', gas, category: '2.F.1', geography: 'DE', facility };
}

function item(name: string, category: string, facility: string): Record<string, unknown> {
  return {
    row: 'value-chain-activity',
    item: name,
    basis: 'life-cycle',
    category,
    geography: 'DE',
    facility,
  };
}

function emission(name: string, gas: string, basis: string): Record<string, unknown> {
  return { row: 'emission-factor', fuel: name, gas, origin: 'fossil', basis, year: 2023 };
}

function fuelFactors(
  name: string,
  [calorific, unit]: readonly [string, string],
  oxidation: string,
  factors: Readonly<Record<string, string>>,
): TestEntry[] {
  const dated = { fuel: name, year: 2023 };
  return [
    entry(`${name}/calorific`, calorific, unit, { row: 'net-calorific-value', ...dated }),
    entry(`${name}/oxidation`, oxidation, '1', { row: 'oxidation', ...dated }),
    ...Object.entries(factors).map(([gas, value]) =>
      entry(`${name}/${gas}`, value, `kg{${gas}}/TJ`, emission(name, gas, 'combustion')),
    ),
  ];
}

function grid(mix: string, value: string, period: typeof YEAR_2023): TestEntry {
  const year = new Date(1000 * period.from).getUTCFullYear();
  const detail = { row: 'grid-factor', mix, grid: 'national', gases: ['CO2', 'CH4', 'N2O'], gwpSet: 'AR5' };
  const key = `DE/${year}/${mix}`;
  return entry(
    key,
    value,
    'kg{CO2e}/kW.h',
    { ...detail, basis: 'generation', geography: 'DE', year },
    period,
  );
}

function itemFactor(name: string, value: string, unit: string, basis = 'life-cycle'): TestEntry {
  const detail = { row: 'activity-factor', item: name, gases: ['CO2', 'CH4', 'N2O'], gwpSet: 'AR5', basis };
  return entry(name, value, unit, { ...detail, year: 2023 });
}

function potential(gas: string, gwpSet: string, value: string): TestEntry {
  const detail = { row: 'gwp', gas, gwpSet, horizon: 100, year: 2013 };
  return entry(`${gwpSet}/${gas}`, value, 'kg{CO2e}/kg', detail, ALWAYS);
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
