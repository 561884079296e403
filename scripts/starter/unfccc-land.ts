/**
 * Writes `data/germany/land-1990-2009.csv` and `data/germany/land-2010-2023.csv`: node scripts/starter/unfccc-land.ts TABLE-4.1.xlsx TABLES-4A-4D.xlsx
 *
 * The land of Germany from 1990 to 2023 as reported to the UNFCCC in 2025: areas and conversions of table 4.1, and what each hectare's pools gain
 * and lose by tables 4.A to 4.D. Both files are extracts that belong to an article: `sheets/` of github.com/LukeEcomod/GHGI_analysis.
 * Areas have whole hectares, factors nine decimals: the other digits are those of the program that wrote the files.
 */
import { Workbook } from './sheet.ts';
import { writeStarterFile, type StarterRow } from './starter-file.ts';

const [matrixFile, tablesFile] = process.argv.slice(2);
if (matrixFile === undefined || tablesFile === undefined)
  throw new Error('usage: node scripts/starter/unfccc-land.ts TABLE-4.1.xlsx TABLES-4A-4D.xlsx');

const PARTY = 'DEU';
const YEARS = Array.from({ length: 34 }, (_, index) => 1990 + index);
const CLASSES = {
  FL: 'forest',
  CL: 'cropland',
  GL: 'grassland',
  WL: 'wetlands',
  SL: 'settlements',
  OL: 'other-land',
};
type Code = keyof typeof CLASSES;
const CODES = Object.keys(CLASSES) as Code[];
/** The tables of the second file. It has none of settlements and other land. */
const TABLES = { FL: 'Table4.A FL', CL: 'Table4.B CL', GL: 'Table4.C GL', WL: 'Table4.D WL' };
const sourceOf = (table: string): object => ({
  title: `Germany, common reporting tables of 2025, ${table}`,
  licence: 'facts',
});
const MATRIX = sourceOf('table 4.1');

/** Returns the number in a cell; null for a notation key such as NO. */
function numberIn(cell: string | undefined): number | null {
  if (cell === undefined || !/^-?[\d.]+(e-?\d+)?$/i.test(cell)) return null;
  return Number(cell);
}

/** Thousands of hectares as whole hectares. */
const hectares = (thousands: number): number => Math.round(thousands * 1000);

/** The hectares that go from one class to another, or stay in one, in each year. */
function readMatrix(book: Workbook): Map<string, number[]> {
  const cells = new Map<string, number[]>();
  for (const from of CODES)
    for (const to of CODES) {
      const own = [`${from}(manag.)`, from].find((name) =>
        [`${to}(manag.)`, to].some((other) => book.hasSheet(`${name}->${other}`)),
      );
      const other = [`${to}(manag.)`, to].find((name) => book.hasSheet(`${own}->${name}`));
      const row = book.readSheet(`${own}->${other}`).find(([party]) => party === PARTY);
      if (row === undefined) throw new Error(`${own}->${other} has no row of ${PARTY}`);
      cells.set(
        `${from}>${to}`,
        YEARS.map((_, at) => hectares(numberIn(row[at + 1]) ?? 0)),
      );
    }
  return cells;
}

/** A year of one of the tables 4.A to 4.D. */
type TableYear = Readonly<Record<string, number | null>>;

function readTable(book: Workbook, name: string): TableYear[] {
  const [head = [], ...rows] = book.readSheet(name);
  const own = rows.filter(([party]) => party === PARTY);
  return YEARS.map((year) => {
    const row = own.find((cells) => cells[1] === String(year));
    if (row === undefined) throw new Error(`${name} has no ${year} of ${PARTY}`);
    return Object.fromEntries(head.map((column, at) => [column, numberIn(row[at])]));
  });
}

const period = (year: number): object => ({ from: `${year}-01-01`, until: `${year + 1}-01-01` });

function areaRow(
  stratum: string,
  land: string,
  year: number,
  value: number,
  source: object,
  more = {},
): StarterRow {
  const detail = { row: 'stratum-area', stratum, land, geography: 'DE', ...more, source };
  return { key: `DE/area/${stratum}/${year}`, value: String(value), unit: 'har', ...period(year), detail };
}

/** Carbon that a hectare of a stratum gains, and what it loses, in a year: a gain of 0 where the table has neither. */
function changeRows(
  stratum: string,
  pool: string,
  [changes, year, source]: readonly [readonly (number | null | undefined)[], number, object],
): StarterRow[] {
  const rows = changes.flatMap((net): StarterRow[] => {
    const value = Math.abs(net ?? 0).toFixed(9);
    return Number(value) === 0 ? [] : [rowOf(net! > 0 ? 'gain' : 'loss', trim(value), source)];
  });
  return rows.length > 0 ? rows : [rowOf('gain', '0', { ...source, title: 'no number in the table' })];

  function rowOf(factor: string, value: string, from: object): StarterRow {
    const detail = { row: 'land-factor', factor, of: stratum, pool, geography: 'DE', year, source: from };
    const key = `DE/${factor}/${stratum}/${pool}/${year}`;
    return { key, value, unit: 't{C}/har.a', ...period(year), detail };
  }
}

function drainageRow(stratum: string, net: number | null, year: number, source: object): StarterRow[] {
  if (net === null) return [];
  const detail = { row: 'land-factor', factor: 'drainage', of: stratum, geography: 'DE', year, source };
  return [
    {
      ...{ key: `DE/drainage/${stratum}/${year}`, value: trim((-net).toFixed(9)), unit: 't{C}/har.a' },
      ...period(year),
      detail,
    },
  ];
}

const trim = (decimal: string): string => decimal.replace(/\.?0+$/, '');

const matrix = readMatrix(new Workbook(matrixFile));
const tables = new Workbook(tablesFile);
const areaOf = (code: Code, at: number): number =>
  CODES.reduce((sum, from) => sum + matrix.get(`${from}>${code}`)![at]!, 0);

/** A class with a table: mineral and organic soil are strata of their own. What table 4.1 has beyond the table is a third one. */
function rowsOfTable(code: keyof typeof TABLES): StarterRow[] {
  const land = CLASSES[code];
  const source = sourceOf(TABLES[code].replace('Table', 'table ').replace(/ ..$/, ''));
  return readTable(tables, TABLES[code]).flatMap((table, at) => {
    const year = YEARS[at]!;
    const [mineral, organic] = [table['MineralSoil(kha)']!, table['OrganicSoil(kha)']!].map(hectares);
    const rest = areaOf(code, at) - mineral! - organic!;
    const strata = [`${land}-mineral`, `${land}-organic`];
    return [
      areaRow(strata[0]!, land, year, mineral!, source),
      areaRow(strata[1]!, land, year, organic!, source, { drained: strata[1] }),
      ...(rest === 0 ? [] : [areaRow(`${land}-beyond`, land, year, rest, MATRIX)]),
      ...strata.flatMap((stratum) => {
        const living = [table['LivingBMGains(tC/ha)'], table['LivinBMLosses(tC/ha)']];
        const dead = [table['DeadWoodNetChange(tC/ha)']];
        return [
          ...changeRows(stratum, 'biomass', [living, year, source]),
          ...(code === 'FL' ? changeRows(stratum, 'dead-wood', [dead, year, source]) : []),
        ];
      }),
      ...changeRows(strata[0]!, 'soil', [[table['MineralSoilsNetChange(tC/ha)']], year, source]),
      ...drainageRow(strata[1]!, table['OrganicSoilsNetChange(tC/ha)'] ?? null, year, source),
    ];
  });
}

const stratumOf = (code: Code): string => (code in TABLES ? `${CLASSES[code]}-mineral` : CLASSES[code]);
const conversions = [...matrix].flatMap(([name, values]) => {
  const [from, to] = name.split('>') as [Code, Code];
  return values.flatMap((value, at): StarterRow[] => {
    if (from === to || value === 0) return [];
    const year = YEARS[at]!;
    const ends = { fromStratum: stratumOf(from), toStratum: stratumOf(to) };
    const detail = { row: 'land-conversion', ...ends, geography: 'DE', source: MATRIX };
    const key = `DE/conversion/${CLASSES[from]}/${CLASSES[to]}/${year}`;
    return [{ key, value: String(value), unit: 'har', ...period(year), detail }];
  });
});
const rows = [
  ...(['FL', 'CL', 'GL', 'WL'] as const).flatMap(rowsOfTable),
  ...(['SL', 'OL'] as const).flatMap((code) =>
    YEARS.map((year, at) => areaRow(CLASSES[code], CLASSES[code], year, areaOf(code, at), MATRIX)),
  ),
  ...conversions,
];
writeStarterFile(
  'germany/land-1990-2009.csv',
  rows.filter(({ from }) => from! < '2010'),
);
writeStarterFile(
  'germany/land-2010-2023.csv',
  rows.filter(({ from }) => from! >= '2010'),
);
