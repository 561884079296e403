import { makeZip } from '../../helpers/zip-file.ts';
import { formatExiobase, formatOldExiobase } from './exiobase-files.ts';
import { joinLines, type MadeTable, pairsOf } from './made-table.ts';
import type { TableFiles } from './table-desk.ts';
import { makeWorkbook } from './workbook-bytes.ts';

/** One of the layouts that `ledger dataset table --help` names, as a publisher writes it. */
export interface Layout {
  readonly name: string;
  readonly format: string;
  /** Names in the layout are codes, such as AUT and C10T12, and final demand has these categories. */
  readonly categories: readonly string[] | null;
  /** Stressors that the layout has besides those of the table; null where it has its own alone. */
  readonly hasStressors: boolean;
  files: (table: MadeTable) => TableFiles;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const columnOf = (values: readonly (readonly number[])[], at: number): number[] =>
  values.map((cells) => cells[at]!);
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

function labelsOf(
  { regions, sectors, categories }: MadeTable,
  cut: string,
): { industries: string[]; demands: string[] } {
  const join = (items: readonly string[]): string[] => pairsOf(regions, items).map((pair) => pair.join(cut));
  return { industries: join(sectors), demands: join(categories) };
}

/** What pymrio's save_all writes. */
function formatSaved(table: MadeTable): TableFiles {
  const files = formatExiobase(table, 'saved_2019');
  const about = (systemtype: string, names: Record<string, readonly [number, number]>): string =>
    JSON.stringify({
      systemtype,
      files: Object.fromEntries(
        Object.entries(names).map(([name, [index, header]]) => [
          name,
          { name: `${name}.txt`, nr_index_col: `${index}`, nr_header: `${header}` },
        ]),
      ),
    });
  return {
    ...files,
    'saved_2019/file_parameters.json': about('IOSystem', { Z: [2, 2], Y: [2, 2], x: [2, 1], unit: [2, 1] }),
    'saved_2019/satellite/file_parameters.json': about('Extension', { F: [1, 2], F_Y: [1, 2], unit: [1, 1] }),
  };
}

function formatOecd(table: MadeTable): TableFiles {
  const { industries, demands } = labelsOf(table, '_');
  const rest = demands.map(() => '');
  const text = joinLines(
    [
      ['V1', ...industries, ...demands, 'OUT'],
      ...industries.map((label, row) => [label, ...table.z[row]!, ...table.y[row]!, table.output[row]!]),
      ['TLS', ...table.added.map((value) => value / 4), ...rest, ''],
      ['VA', ...table.added.map((value) => value - value / 4), ...rest, ''],
      ['OUT', ...table.output, ...rest, ''],
    ],
    ',',
  );
  return { 'ICIO2023_2019.csv': text };
}

/** The release of 2016: categories before countries, a discrepancy, and output in a row. */
function formatOldOecd(table: MadeTable): TableFiles {
  const { industries } = labelsOf(table, '_');
  const { regions, categories } = table;
  const demands = pairsOf(categories, regions).map((pair) => pair.join('_'));
  const order = pairsOf(categories, regions).map(
    ([category, region]) => regions.indexOf(region) * categories.length + categories.indexOf(category),
  );
  const rest = demands.map(() => '');
  const text = joinLines(
    [
      ['', ...industries, ...demands, 'DISC'].map((name) => `"${name}"`),
      ...industries.map((label, row) => [
        `"${label}"`,
        ...table.z[row]!,
        ...order.map((at) => table.y[row]![at]!),
        0,
      ]),
      ['"VA+TAXSUB"', ...table.added, ...rest, ''],
      ['"OUT"', ...table.output, ...rest, ''],
    ],
    ',',
  );
  return { 'ICIO2016_2009.csv': text };
}

function formatWiod(table: MadeTable, isBinary: boolean): TableFiles {
  const { regions, sectors, categories } = table;
  const labels = pairsOf(regions, sectors);
  const demand = pairsOf(regions, categories);
  const blank = [...demand.map(() => null), null];
  const lead = [null, null, null, null];
  const rows = [
    [isBinary ? 'Intercountry Input-Output Table' : 'World Input-Output Table for 2009'],
    ['in current prices'],
    [...lead, ...labels.map(([, code]) => code), ...demand.map(([, code]) => code), null],
    [
      ...lead,
      ...labels.map(([, code]) => `Industry ${code}`),
      ...demand.map(([, code]) => code),
      'Total output',
    ],
    [...lead, ...labels.map(([country]) => country), ...demand.map(([country]) => country), null],
    [
      ...lead,
      ...labels.map((_, at) => `c${(at % sectors.length) + 1}`),
      ...demand.map(([, code]) => code),
      null,
    ],
    ...labels.map(([country, code], row) => [
      code,
      `Industry ${code}`,
      country,
      `c${row}`,
      ...table.z[row]!,
      ...table.y[row]!,
      table.output[row]!,
    ]),
    [
      null,
      'Total intermediate consumption',
      'TOT',
      'r60',
      ...labels.map((_, at) => sum(columnOf(table.z, at))),
      ...blank,
    ],
    [null, 'Value added at basic prices', null, 'r64', ...table.added, ...blank],
    [null, 'Output at basic prices', null, 'r69', ...table.output, ...blank],
  ];
  return isBinary
    ? { 'WIOT2014_Nov16_ROW.xlsb': makeWorkbook({ 2014: rows }, 'xlsb') }
    : { 'wiot09_row_sep12.xlsx': makeWorkbook({ WIOT_2009: rows }) };
}

function formatGloria(table: MadeTable): TableFiles {
  const { regions, sectors, categories, stressors, units } = table;
  const s = sectors.length;
  const count = table.output.length;
  const industry = (at: number): number => Math.floor(at / s) * 2 * s + (at % s);
  const wide = (values: readonly (readonly number[])[]): number[][] =>
    values.map((cells) => {
      const row = zeros(2 * count);
      cells.forEach((value, at) => (row[industry(at)] = value));
      return row;
    });
  const t = Array.from({ length: 2 * count }, () => zeros(2 * count));
  wide(table.z).forEach((cells, at) => (t[industry(at) + s] = cells));
  table.output.forEach((value, at) => (t[industry(at)]![industry(at) + s] = value));
  const y = Array.from({ length: 2 * count }, () => zeros(table.y[0]!.length));
  table.y.forEach((cells, at) => (y[industry(at) + s] = [...cells]));
  const v = regions.map(
    (_, region) => wide([table.added.map((value, at) => (Math.floor(at / s) === region ? value : 0))])[0]!,
  );
  const file = (name: string): string =>
    `GLORIA/20231117_120secMother_AllCountries_002_${name}-Results_2022_059_Markup001(full).csv`;
  return {
    [file('T')]: joinLines(t, ','),
    [file('Y')]: joinLines(y, ','),
    [file('V')]: joinLines(v, ','),
    [file('TQ')]: joinLines(wide(table.f), ','),
    [file('YQ')]: joinLines(table.demandF, ','),
    'GLORIA_ReadMe_059.xlsx': makeWorkbook({
      Regions: [['Lfd_Nr', 'Region_acronyms'], ...regions.map((name, at) => [at + 1, name])],
      Sectors: [['Lfd_Nr', 'Sector_names'], ...sectors.map((name, at) => [at + 1, name])],
      'Value added and final demand': [
        ['Lfd_Nr', 'Value_added_names', 'Final_demand_names'],
        ...categories.map((name, at) => [at + 1, at === 0 ? 'Value added' : null, name]),
      ],
      Satellites: [
        ['Lfd_Nr', 'Sat_head_indicator', 'Sat_indicator', 'Sat_unit'],
        ...stressors.map((name, at) => [at + 1, 'Emissions', `'${name}'`, units[at]!]),
      ],
    }),
  };
}

function formatEora(table: MadeTable): TableFiles {
  const labels = pairsOf(table.regions, table.sectors);
  const demand = pairsOf(table.regions, table.categories);
  const named = (pairs: readonly (readonly [string, string])[], kind: string): string =>
    joinLines(
      pairs.map(([code, name]) => [`Country ${code}`, code, kind, name, '']),
      '\t',
    );
  const of = (name: string): string => `Eora26_2015_bp_${name}.txt`;
  return {
    [of('T')]: joinLines(table.z, '\t'),
    [of('FD')]: joinLines(table.y, '\t'),
    [of('VA')]: joinLines([table.added], '\t'),
    [of('Q')]: joinLines(table.f, '\t'),
    [of('QY')]: joinLines(table.demandF, '\t'),
    'labels_T.txt': named(labels, 'Industries'),
    'labels_FD.txt': named(demand, 'Final Demand'),
    'labels_VA.txt': 'Primary inputs\tValue added\t\n',
    'labels_Q.txt': joinLines(
      table.stressors.map((name, at) => [`I-${name} (${table.units[at]!})`, 'Total', '']),
      '\t',
    ),
  };
}

/** The rows of FIGARO below its industries: taxes on products, purchases abroad, value added. */
function figaroRows(table: MadeTable): readonly (readonly [string, readonly number[], readonly number[]])[] {
  const d = table.y[0]!.length;
  return [
    ['D21X31', table.added.map((value) => value / 8), zeros(d).map((_, at) => at / 2)],
    ['OP_RES', table.added.map(() => 0), zeros(d).map((_, at) => at)],
    ['OP_NRES', table.added.map(() => 0), zeros(d).map((_, at) => -at)],
    ['D1', table.added.map((value) => value / 2), zeros(d)],
    ['B2A3G', table.added.map((value) => value - value / 8 - value / 2), zeros(d)],
  ];
}

function formatFigaro(table: MadeTable): TableFiles {
  const { industries, demands } = labelsOf(table, '_');
  const text = joinLines(
    [
      ['rowLabels', ...industries, ...demands],
      ...industries.map((label, row) => [label, ...table.z[row]!, ...table.y[row]!]),
      ...figaroRows(table).map(([name, values, ofDemand]) => [`W2_${name}`, ...values, ...ofDemand]),
    ],
    ',',
  );
  return { 'matrix_eu-ic-io_ind-by-ind_26ed_2023.csv': text };
}

/** Product by product, and one line for each cell; cells of industries that are 0 are left out, but in the first row. */
function formatFlatFigaro(table: MadeTable): TableFiles {
  const products = { ...table, sectors: table.sectors.map((name) => `CPA_${name}`) };
  const columns = [...pairsOf(table.regions, products.sectors), ...pairsOf(table.regions, table.categories)];
  const rows: readonly (readonly [readonly [string, string], readonly number[]])[] = [
    ...pairsOf(table.regions, products.sectors).map(
      (name, at) => [name, [...table.z[at]!, ...table.y[at]!]] as const,
    ),
    ...figaroRows(table).map(
      ([name, values, ofDemand]) =>
        [
          ['W2', name],
          [...values, ...ofDemand],
        ] as const,
    ),
  ];
  const lines = rows.flatMap(([row, values], at) =>
    values.flatMap((value, column) =>
      value === 0 && at > 0 && row[0] !== 'W2'
        ? []
        : [[row.join('_'), columns[column]!.join('_'), ...row, ...columns[column]!, value]],
    ),
  );
  const header = ['iciopRow', 'iciopCol', 'refArea', 'rowPp', 'counterpartArea', 'colPp', 'obsValue'];
  const name = 'flatfile_eu-ic-io_prod-by-prod_26ed_2023';
  return { [`${name}.zip`]: makeZip({ [`${name}.csv`]: joinLines([header, ...lines], ',') }) };
}

const OECD = ['HFCE', 'NPISH', 'GGFC', 'GFCF', 'INVNT', 'DPABR'];
const ESA = ['P3_S13', 'P3_S14', 'P3_S15', 'P51G', 'P5M'];
const WIOD = ['CONS_h', 'CONS_np', 'CONS_g', 'GFCF', 'INVEN'];

/** All layouts, those of older releases too. */
export const LAYOUTS: readonly Layout[] = [
  {
    name: 'EXIOBASE 3',
    format: 'exiobase',
    categories: null,
    hasStressors: true,
    files: (table) => formatExiobase(table),
  },
  {
    name: 'EXIOBASE 2',
    format: 'exiobase',
    categories: null,
    hasStressors: false,
    files: (table) => formatOldExiobase(table),
  },
  { name: 'pymrio', format: 'pymrio', categories: null, hasStressors: true, files: formatSaved },
  { name: 'OECD', format: 'oecd', categories: OECD, hasStressors: false, files: formatOecd },
  { name: 'OECD 2016', format: 'oecd', categories: OECD, hasStressors: false, files: formatOldOecd },
  {
    name: 'WIOD 2013',
    format: 'wiod',
    categories: WIOD,
    hasStressors: false,
    files: (table) => formatWiod(table, false),
  },
  {
    name: 'WIOD 2016',
    format: 'wiod',
    categories: WIOD,
    hasStressors: false,
    files: (table) => formatWiod(table, true),
  },
  { name: 'FIGARO', format: 'figaro', categories: ESA, hasStressors: false, files: formatFigaro },
  { name: 'FIGARO, flat', format: 'figaro', categories: ESA, hasStressors: false, files: formatFlatFigaro },
  { name: 'GLORIA', format: 'gloria', categories: null, hasStressors: true, files: formatGloria },
  { name: 'Eora26', format: 'eora26', categories: null, hasStressors: true, files: formatEora },
];
