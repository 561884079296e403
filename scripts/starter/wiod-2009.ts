/**
 * Writes `data/mrio-wiod-2009.csv`: bunzip2 < wiot_2009.RData > wiot_2009.rdata; node scripts/starter/wiod-2009.ts wiot_2009.rdata CO2-EMISSIONS.xlsx
 *
 * The World Input-Output Table of 2009 (release 2013), which has 41 regions and 35 industries, added up to six regions and five sectors, with the CO2 of
 * industries and households of 2009 from the environmental accounts of the European Commission's Joint Research Centre.
 * The table is a copy in github.com/bquast/wiod, rounded to millions of dollars; the accounts are a copy in github.com/mpedrono/Applied_macro.
 */
import { readFileSync } from 'node:fs';
import { readRData, type RNumbers } from './r-data.ts';
import { isNumber, Workbook } from './sheet.ts';
import { writeStarterFile, type StarterRow } from './starter-file.ts';

const [tableFile, accountsFile] = process.argv.slice(2);
if (tableFile === undefined || accountsFile === undefined)
  throw new Error('usage: node scripts/starter/wiod-2009.ts wiot_2009.rdata CO2-EMISSIONS.xlsx');

/** The sectors: industries of the table by number, and those of the accounts by code. */
const SECTORS = {
  'farming-and-light-industry': {
    industries: [1, 3, 4, 5, 6, 10, 13, 14, 15, 16],
    codes: [
      ...['A01', 'A02', 'A03', 'C10-C12', 'C13-C15', 'C16', 'C22', 'C26', 'C27', 'C28', 'C29', 'C30'],
      ...['C31_C32', 'C33'],
    ],
  },
  'mining-and-heavy-industry': {
    industries: [2, 7, 8, 9, 11, 12],
    codes: ['B', 'C17', 'C18', 'J58', 'C19', 'C20', 'C21', 'C23', 'C24', 'C25'],
  },
  'electricity-gas-water': { industries: [17], codes: ['D35', 'E36'] },
  transport: { industries: [23, 24, 25, 26], codes: ['H49', 'H50', 'H51', 'H52'] },
  'construction-and-services': {
    industries: [18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35],
    codes: [
      ...['E37-E39', 'F', 'G45', 'G46', 'G47', 'H53', 'I', 'J59_J60', 'J61', 'J62_J63', 'K64', 'K65', 'K66'],
      ...['L68', 'M69_M70', 'M71', 'M72', 'M73', 'M74_M75', 'N', 'O84', 'P85', 'Q', 'R_S', 'T', 'U'],
    ],
  },
} as const;
const NAMES = Object.keys(SECTORS) as (keyof typeof SECTORS)[];
const INDUSTRIES = 35;
const CATEGORIES = 5;

/** Regions of their own; other members of the European Union of 2009 are one region, and so are all others. */
const OWN: Readonly<Record<string, string>> = { DEU: 'DE', CHN: 'CN', RUS: 'RU', USA: 'US' };
const UNION =
  'AUT BEL BGR CYP CZE DNK ESP EST FIN FRA GBR GRC HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN SWE';
const REGIONS = [...Object.values(OWN), 'rest-of-EU27', 'rest-of-world'];
const regionOf = (country: string): string =>
  OWN[country] ?? (UNION.split(' ').includes(country) ? 'rest-of-EU27' : 'rest-of-world');

const YEAR = { from: '2009-01-01', until: '2010-01-01' };
const TABLE = {
  title: 'World Input-Output Database, release 2013, table of 2009, added up',
  licence: 'facts',
};
const ACCOUNTS = {
  title: 'JRC, World Input-Output Database Environmental Accounts, update 2000-2016, added up',
  licence: 'facts',
};

/** Sums by name, in the order in which the names come. */
class Sums {
  readonly byName = new Map<string, number>();

  add(name: string, value: number): void {
    this.byName.set(name, (this.byName.get(name) ?? 0) + value);
  }
}

const table = [...readRData(readFileSync(tableFile)).values()][0] as Record<string, unknown>;
const countries = (table['countries'] as string[]).map((code) => (code === 'ROM' ? 'ROU' : code));
const [flows, demands] = [table['inter'], table['final']] as [RNumbers, RNumbers];
const size = countries.length * INDUSTRIES;

const sectorOf = (industry: number): string =>
  NAMES.find((name) => (SECTORS[name].industries as readonly number[]).includes(industry + 1))!;
/** The region and sector of a row of the table. */
const cells = Array.from({ length: size }, (_, row) => {
  return `${regionOf(countries[Math.floor(row / INDUSTRIES)]!)}/${sectorOf(row % INDUSTRIES)}`;
});
const [z, y] = [new Sums(), new Sums()];
flows.values.forEach((value, at) => z.add(`${cells[at % size]!}/${cells[Math.floor(at / size)]!}`, value));
demands.values.forEach((value, at) => {
  const column = Math.floor(at / size);
  y.add(`${cells[at % size]!}/${regionOf(countries[Math.floor(column / CATEGORIES)]!)}`, value);
});

/** CO2 in kilotonnes, of sectors and of households. The countries that the table has not are in the rest of the world. */
const [f, fy] = [new Sums(), new Sums()];
const accounts = new Workbook(accountsFile);
for (const country of [...countries, 'CHE', 'HRV', 'NOR']) {
  const [head = [], ...rows] = accounts.readSheet(country);
  const column = head.indexOf('2009');
  for (const row of rows) {
    const [code, value] = [row[0], row[column]];
    if (code === undefined || code === '' || !isNumber(value)) continue;
    if (code === 'FC_HH') fy.add(regionOf(country), Number(value));
    else {
      const sector = NAMES.find((name) => (SECTORS[name].codes as readonly string[]).includes(code));
      if (sector === undefined) throw new Error(`${country}: no sector has ${code}`);
      f.add(`${regionOf(country)}/${sector}`, Number(value));
    }
  }
}

const money = (millions: number): string => String(Math.round(millions) * 1_000_000);
const tonnes = (kilotonnes: number): string => String(Math.round(kilotonnes * 1000));
const order = (sums: Sums): [string[], number][] =>
  [...sums.byName]
    .map(([name, value]): [string[], number] => [name.split('/'), value])
    .sort(([a], [b]) => REGIONS.indexOf(a[0]!) - REGIONS.indexOf(b[0]!));
const usd = { unit: '{USD}', ...YEAR };
const rows: StarterRow[] = [
  ...order(z).map(([[fromRegion, fromSector, toRegion, toSector], value]) => ({
    ...{ key: `Z/${fromRegion!}/${fromSector!}/${toRegion!}/${toSector!}`, value: money(value), ...usd },
    detail: { row: 'intermediate-flow', fromRegion, fromSector, toRegion, toSector, source: TABLE },
  })),
  ...order(y).map(([[fromRegion, fromSector, toRegion], value]) => ({
    ...{ key: `Y/${fromRegion!}/${fromSector!}/${toRegion!}`, value: money(value), ...usd },
    detail: { row: 'final-demand', fromRegion, fromSector, toRegion, category: 'all', source: TABLE },
  })),
  ...order(f).map(([[region, sector], value]) => ({
    ...{ key: `F/CO2/${region!}/${sector!}`, value: tonnes(value), unit: 't{CO2}', ...YEAR },
    detail: { row: 'sector-stressor', stressor: 'CO2', region, sector, source: ACCOUNTS },
  })),
  ...order(fy).map(([[region], value]) => ({
    ...{ key: `F_Y/CO2/${region!}`, value: tonnes(value), unit: 't{CO2}', ...YEAR },
    detail: { row: 'demand-stressor', stressor: 'CO2', region, category: 'all', source: ACCOUNTS },
  })),
];
writeStarterFile('mrio-wiod-2009.csv', rows);
