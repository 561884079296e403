import type { InputRecord } from '../../../engine/rows/input.ts';
import { dataset, type TestEntry } from '../dataset.ts';
import type { Tables } from './literal-group.ts';
import { seededNumbers } from './seeded-numbers.ts';

const HOUSES = ['urn:example:group', 'urn:example:mill', 'urn:example:venture'] as const;
export const SITES = 40;

/** A subsidiary and a joint venture of it. The group buys more of the subsidiary in October 2023. */
const ENTITIES = `identifier,heldBy,interest,financialControl,operationalControl,accounting,from,until
urn:example:group,,,,,,,
urn:example:mill,urn:example:group,0.8,full,yes,group,2022-04-01,2023-10-01
urn:example:mill,urn:example:group,0.93,full,yes,group,2023-10-01,2024-04-01
urn:example:venture,urn:example:mill,0.45,joint,no,joint,,
`;

/** Factors of calendar years, for a company whose year begins in April. */
const FACTORS = `name,value,place,from,until
ncv,48.1,,,
co2,56100,,,
ch4,1.3,,,
gwp-ch4,28,,,
residual,0.5,DE,2022-01-01,2025-01-01
residual,0.6,FR,2022-01-01,2025-01-01
${['DE', 'FR']
  .flatMap((place) =>
    [2022, 2023, 2024].map(
      (year) => `grid,0.${place === 'DE' ? 4 : 0}${year - 2000}7,${place},${year}-01-01,${year + 1}-01-01`,
    ),
  )
  .join('\n')}
`;

/** Returns the tables of a fiscal year, April to March: 40 sites of three entities, each with gas and power in twelve months. */
export function makeTables(year: number): Tables {
  const next = seededNumbers(year);
  const lines = Array.from({ length: SITES }, (_, site) =>
    Array.from({ length: 12 }, (__, month) => {
      const [from, until] = [dayOf(year, month + 3), dayOf(year, month + 4)];
      const about = `${HOUSES[site % 3]!},site-${site},${site % 2 === 0 ? 'DE' : 'FR'},${from},${until}`;
      const unit = site % 4 === 0 ? 'kW.h' : 'MW.h';
      return [
        `gas/${site}/${from},gas,${1 + (next() % 900)}.${1 + (next() % 99999)},t,${about}`.replace(
          /0+,t,/,
          '1,t,',
        ),
        `power/${site}/${from},power,${1 + (next() % 70000)}.${1 + (next() % 9)},${unit},${about}`,
      ];
    }),
  ).flat(2);
  const head = 'key,carrier,value,unit,entity,facility,place,from,until';
  return { entities: ENTITIES, factors: FACTORS, uses: [head, ...lines].join('\n') };
}

function dayOf(year: number, month: number): string {
  return new Date(Date.UTC(year, month)).toISOString().slice(0, 10);
}

function timeOf(day: string): number {
  return day === '' ? 0 : Date.parse(day) / 1000;
}

/** The period of a fiscal year. */
export function fiscalYear(year: number): { from: number; until: number } {
  return { from: timeOf(`${year}-04-01`), until: timeOf(`${year + 1}-04-01`) };
}

function cellsOf(text: string): string[][] {
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

/** Returns the rows of the tables, as datasets hold them. */
export function rowsOf({ entities, uses, factors }: Tables): TestEntry[] {
  return [
    ...cellsOf(entities).map(([identifier = '', ...cells], at) =>
      entityOf(`entity/${at}`, identifier, cells),
    ),
    ...cellsOf(uses).map((cells) => useOf(cells)),
    ...cellsOf(factors).flatMap(([name = '', value = '', place = '', from = '', until = '']) =>
      factorsOf(name, value, place).map((row, at) => ({
        ...row,
        key: `${name}/${place}${from}/${at}`,
        ...{ from: timeOf(from), until: timeOf(until) },
      })),
    ),
  ];
}

const MEMBERS = ['heldBy', 'interest', 'financialControl', 'operationalControl', 'accounting'];

function entityOf(key: string, identifier: string, cells: readonly string[]): TestEntry {
  const stated = MEMBERS.flatMap((name, at) => (cells[at] === '' ? [] : [[name, cells[at]]]));
  const [from = '', until = ''] = cells.slice(5);
  return {
    ...{ key, value: null, unit: '', from: timeOf(from), until: timeOf(until) },
    detail: { row: 'entity', identifier, name: identifier, geography: 'DE', ...Object.fromEntries(stated) },
  };
}

function useOf([key = '', carrier = '', value = '', unit = '', ...about]: readonly string[]): TestEntry {
  const [entity, facility, geography, from = '', until = ''] = about;
  const own =
    carrier === 'gas'
      ? { row: 'fuel-use', fuel: 'gas', category: '1.A.2' }
      : { row: 'electricity-use', category: 'bought' };
  const detail = { ...own, entity, facility, geography };
  return { key, value, unit, from: timeOf(from), until: timeOf(until), detail };
}

function factorsOf(name: string, value: string, place: string): Omit<TestEntry, 'key' | 'from' | 'until'>[] {
  const year = 2023;
  const burned = { fuel: 'gas', origin: 'fossil', basis: 'combustion', year };
  const grid = { row: 'grid-factor', grid: 'g', gases: ['CO2e'], gwpSet: 'AR5', basis: 'generation' };
  switch (name) {
    case 'ncv':
      return [
        { value, unit: 'TJ/Gg', detail: { row: 'net-calorific-value', fuel: 'gas', year } },
        { value: '1', unit: '1', detail: { row: 'oxidation', fuel: 'gas', year } },
      ];
    case 'co2':
      return [{ value, unit: 'kg{CO2}/TJ', detail: { row: 'emission-factor', gas: 'CO2', ...burned } }];
    case 'ch4':
      return [{ value, unit: 'kg{CH4}/TJ', detail: { row: 'emission-factor', gas: 'CH4', ...burned } }];
    case 'gwp-ch4':
      return [
        { value, unit: 'kg{CO2e}/kg', detail: { row: 'gwp', gas: 'CH4', gwpSet: 'AR5', horizon: 100, year } },
      ];
    default: {
      const mix = name === 'grid' ? 'average' : name;
      return [{ value, unit: 'kg{CO2e}/kW.h', detail: { ...grid, mix, geography: place, year } }];
    }
  }
}

/** Returns rows in several records, each row in one of them. */
export function splitRows(rows: readonly TestEntry[], records: number): InputRecord[] {
  return Array.from({ length: records }, (_, at) =>
    dataset(String(at + 1), ...rows.filter((__, index) => index % records === at)),
  );
}
