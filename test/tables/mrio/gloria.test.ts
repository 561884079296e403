import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeZip } from '../../helpers/zip-file.ts';
import { joinLines, makeTable } from './made-table.ts';
import {
  alter,
  dropLine,
  expectMatrices,
  openTableDesk,
  setCell,
  type TableDesk,
  type TableFiles,
} from './table-desk.ts';
import { makeWorkbook } from './workbook-bytes.ts';

let desk: TableDesk;
beforeAll(async () => {
  desk = await openTableDesk();
});
afterEach(() => desk.clear());
afterAll(() => desk.close());

const TABLE = makeTable(['AUS', 'AUT'], ['Forestry and logging', 'Fishing', 'Iron/steel']);
const S = TABLE.sectors.length;
const COUNT = TABLE.output.length;
const ADDED = ['Compensation of employees D.1', 'Taxes on production D.29'];

/** Where a sector is among rows and columns that have industries, then products, of each region. */
const industry = (at: number): number => Math.floor(at / S) * 2 * S + (at % S);
const product = (at: number): number => industry(at) + S;

function spread(
  rows: number,
  columns: number,
  cells: (set: (row: number, column: number, value: number) => void) => void,
): number[][] {
  const values = Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0));
  cells((row, column, value) => void (values[row]![column] = value));
  return values;
}

const each = (
  values: readonly (readonly number[])[],
  take: (row: number, column: number, value: number) => void,
): void => values.forEach((cells, row) => cells.forEach((value, column) => take(row, column, value)));

const T = spread(2 * COUNT, 2 * COUNT, (set) => {
  each(TABLE.z, (row, column, value) => set(product(row), industry(column), value));
  TABLE.output.forEach((value, at) => set(industry(at), product(at), value));
});
const Y = spread(2 * COUNT, TABLE.y[0]!.length, (set) =>
  each(TABLE.y, (row, column, value) => set(product(row), column, value)),
);
const V = spread(TABLE.regions.length * ADDED.length, 2 * COUNT, (set) =>
  TABLE.added.forEach((value, at) => set(Math.floor(at / S) * 2, industry(at), value)),
);
const TQ = spread(2, 2 * COUNT, (set) =>
  each(TABLE.f, (row, column, value) => set(row, industry(column), value)),
);

const file = (name: string): string =>
  `${name.endsWith('Q') ? 'GLORIA_SatelliteAccounts_059_2022' : 'GLORIA_MRIOs_59_2022'}/20231117_120secMother_AllCountries_002_${name}-Results_2022_059_Markup001(full).csv`;

const STRESSORS = ['co2_excl_short_cycle_total', 'emp_low'];
const README = {
  Regions: [
    ['Lfd_Nr', 'Region_acronyms', 'Region_names'],
    ...TABLE.regions.map((name, at) => [at + 1, name, `Country ${name}`]),
  ],
  Sectors: [['Lfd_Nr', 'Sector_names'], ...TABLE.sectors.map((name, at) => [at + 1, name])],
  'Value added and final demand': [
    ['Lfd_Nr', 'Value_added_names', 'Final_demand_names'],
    ...ADDED.map((name, at) => [at + 1, name, TABLE.categories[at]!]),
  ],
  Satellites: [
    ['Lfd_Nr', 'Sat_head_indicator', 'Sat_indicator', 'Sat_unit'],
    [1, 'Emissions (EDGAR)', `'${STRESSORS[0]!}'`, 'kilotonnes'],
    [2, 'Employment', `'${STRESSORS[1]!}'`, 'people'],
  ],
};

const FILES: TableFiles = {
  [file('T')]: joinLines(T, ','),
  [file('T').replace('001(full)', '005(full)')]: 'purchasers prices: not read\n',
  [file('Y')]: joinLines(Y, ','),
  [file('V')]: joinLines(V, ','),
  [file('TQ')]: joinLines(TQ, ','),
  [file('YQ')]: joinLines(TABLE.demandF, ','),
  'GLORIA_ReadMe_059.xlsx': makeWorkbook(README),
};

describe('ledger dataset table gloria', () => {
  const EXPECTED = {
    ...TABLE,
    stressors: [`Emissions (EDGAR), ${STRESSORS[0]!}`, `Employment, ${STRESSORS[1]!}`],
  };

  it('takes use as Z, and gives all matrices to the last bit', async () => {
    const { exit, err, out } = await desk.read('gloria', await desk.put('tables', FILES));
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    await expectMatrices(desk, EXPECTED);
    expect((await desk.details())['matrix/F']).toMatchObject({
      units: ['kt', '{people}'],
      currency: 'USD',
      multiple: 1000,
    });
    expect((await desk.details())['reading']).toMatchObject({ format: 'gloria', year: 2022 });
    const { balance } = JSON.parse(out) as { balance: Record<'rows' | 'columns', { ratio: number }> };
    expect([balance.rows.ratio, balance.columns.ratio].every((ratio) => ratio < 1e-12)).toBe(true);
  });

  it('reads the archives of a folder, whose hashes are the sources', async () => {
    const inZip = (part: string): Buffer =>
      makeZip(
        Object.fromEntries(
          Object.entries(FILES).flatMap(([path, content]) =>
            path.includes(part) ? [[path.split('/').at(-1)!, content]] : [],
          ),
        ),
      );
    const files = {
      'GLORIA_MRIOs_59_2022.zip': inZip('MRIOs'),
      'GLORIA_SatelliteAccounts_059_2022.zip': inZip('Satellite'),
      'GLORIA_ReadMe_059.xlsx': FILES['GLORIA_ReadMe_059.xlsx']!,
    };
    expect(await desk.read('gloria', await desk.put('tables', files))).toMatchObject({ exit: 0, err: '' });
    await expectMatrices(desk, EXPECTED);
    const sources = Object.entries(await desk.details()).filter(([key]) => key.startsWith('source/'));
    expect(sources.map(([key, { size }]) => [key, size])).toEqual([
      ['source/GLORIA_MRIOs_59_2022.zip', files['GLORIA_MRIOs_59_2022.zip'].length],
      ['source/GLORIA_ReadMe_059.xlsx', files['GLORIA_ReadMe_059.xlsx'].length],
      ['source/GLORIA_SatelliteAccounts_059_2022.zip', files['GLORIA_SatelliteAccounts_059_2022.zip'].length],
    ]);
  });

  it('refuses a table that is larger than a document, as the whole of GLORIA is', async () => {
    const many = (count: number): (string | number)[][] =>
      Array.from({ length: count }, (_, at) => [at, `N${at}`]);
    const book = makeWorkbook({
      ...README,
      Regions: [['Lfd_Nr', 'Region_acronyms'], ...many(164)],
      Sectors: [['Lfd_Nr', 'Sector_names'], ...many(120)],
    });
    expect(await desk.refusalOf('gloria', { ...FILES, 'GLORIA_ReadMe_059.xlsx': book })).toMatchObject({
      code: 'too-large',
    });
  });

  const faults: [string, TableFiles, object][] = [
    [
      'a file that is cut in a line',
      alter(FILES, file('T'), (text) => text.slice(0, -5)),
      { file: file('T'), code: 'truncated', row: 12, column: null },
    ],
    [
      'a file that is cut after a line',
      alter(FILES, file('Y'), (text) => dropLine(text, 12)),
      { file: file('Y'), code: 'truncated', row: 12, column: null },
    ],
    [
      'a row more than labels',
      alter(FILES, file('TQ'), (text) => text + text),
      { file: file('TQ'), code: 'shape', row: 3, column: null },
    ],
    [
      'a column less than labels',
      alter(FILES, file('YQ'), (text) => text.replace(/,[^,\n]*\n/, '\n')),
      { file: file('YQ'), code: 'shape', row: 1, column: null },
    ],
    [
      'a cell that is not a number',
      alter(FILES, file('V'), (text) => setCell(text, [1, 2], 'NaN', ',')),
      { file: file('V'), code: 'not-a-number', row: 1, column: 'column 2' },
    ],
    [
      'supply of the product of another industry',
      alter(FILES, file('T'), (text) => setCell(text, [1, 5], '3', ',')),
      { file: file('T'), code: 'shape', row: 1, column: 'AUS / Product / Fishing' },
    ],
    [
      'a product that does not balance',
      alter(FILES, file('T'), (text) => setCell(text, [2, 5], '1', ',')),
      { file: file('T'), code: 'unbalanced', row: 2, column: 'AUS / Fishing' },
    ],
    [
      'a label that is there twice',
      {
        ...FILES,
        'GLORIA_ReadMe_059.xlsx': makeWorkbook({
          ...README,
          Sectors: [
            ['Lfd_Nr', 'Sector_names'],
            [1, 'Fishing'],
            [2, 'Fishing'],
            [3, 'C'],
          ],
        }),
      },
      { file: 'GLORIA_ReadMe_059.xlsx', code: 'label', row: 3, column: null },
    ],
    [
      'a workbook without a sheet',
      { ...FILES, 'GLORIA_ReadMe_059.xlsx': makeWorkbook({ Regions: README.Regions }) },
      { file: 'GLORIA_ReadMe_059.xlsx', code: 'header', row: 1, column: 'Sector_names' },
    ],
  ];

  it.each(faults)('refuses %s, with file, row and column', async (_, files, expected) => {
    expect(await desk.refusalOf('gloria', files)).toEqual(expected);
  });
});

const MOCK = join(process.env['PYMRIO_MOCKS'] ?? '', 'gloria_mock');
const hasMock = process.env['PYMRIO_MOCKS'] !== undefined && existsSync(MOCK);

describe(`the mock table of pymrio in GLORIA's layout${hasMock ? '' : ' (skipped: PYMRIO_MOCKS names no folder)'}`, () => {
  it.skipIf(!hasMock)('is read, a cut-out that does not balance', async () => {
    const { exit, out } = await desk.read('gloria', MOCK, '--tolerance', '2');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ year: 2022, regions: 3, sectors: 3, categories: 2 });
  });
});
