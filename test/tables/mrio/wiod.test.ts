import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeTable, pairsOf } from './made-table.ts';
import { labelsOf, openTableDesk, type TableDesk, type TableFiles } from './table-desk.ts';
import { makeWorkbook, type Rows } from './workbook-bytes.ts';

let desk: TableDesk;
beforeAll(async () => {
  desk = await openTableDesk();
});
afterEach(() => desk.clear());
afterAll(() => desk.close());

const TABLE = makeTable(['AUS', 'RoW'], ['AtB', 'C', '15t16']);
const LABELS = pairsOf(TABLE.regions, TABLE.sectors);
const CATEGORIES = ['c37', 'c42'];
const DEMAND = pairsOf(TABLE.regions, CATEGORIES);
const TAXES = LABELS.map((_, at) => at / 4 + 0.25);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const blank = [...DEMAND, ''].map(() => null);

/** The sheet as the release of 2013 has it. */
function formatSheet(
  title = 'World Input-Output Table for 2009',
  codes = ['', ''],
): (string | number | null)[][] {
  const columns = [...LABELS.map(([, code]) => code), ...DEMAND.map((_, at) => codes[at % 2]!), null];
  return [
    [title],
    ['41 countries, in current prices'],
    ['(industry-by-industry)', null, null, null, ...columns],
    [
      '(millions of US$)',
      null,
      null,
      null,
      ...LABELS.map(([, code]) => `Industry ${code}`),
      ...DEMAND.map(([, code]) => `Demand ${code}`),
      'Total output',
    ],
    [
      null,
      null,
      null,
      null,
      ...LABELS.map(([country]) => country),
      ...DEMAND.map(([country]) => country),
      null,
    ],
    [
      null,
      null,
      null,
      null,
      ...LABELS.map((_, at) => `c${(at % 3) + 1}`),
      ...DEMAND.map(([, code]) => code),
      null,
    ],
    ...LABELS.map(([country, code], row) => [
      code,
      `Industry ${code}`,
      country,
      `c${(row % 3) + 1}`,
      ...TABLE.z[row]!,
      ...TABLE.y[row]!,
      TABLE.output[row]!,
    ]),
    [
      null,
      'Total intermediate consumption',
      'TOT',
      'r60',
      ...LABELS.map((_, at) => sum(TABLE.z.map((cells) => cells[at]!))),
      ...blank,
    ],
    [null, 'taxes less subsidies on products', null, 'r99', ...TAXES, ...blank],
    [
      null,
      'Value added at basic prices',
      null,
      'r64',
      ...TABLE.added.map((value, at) => value - TAXES[at]!),
      ...blank,
    ],
    [null, 'Output at basic prices', null, 'r69', ...TABLE.output, ...blank],
  ];
}

const NAME = 'wiot09_row_sep12.xlsx';
const of = (rows: Rows): TableFiles => ({ [NAME]: makeWorkbook({ WIOT_2009: rows }) });
const FILES = of(formatSheet());

/** Changes cells: [row, column, value], counted from 1. */
function change(...cells: (readonly [number, number, string | number | null])[]): TableFiles {
  const rows = formatSheet();
  for (const [row, column, value] of cells) rows[row - 1]![column - 1] = value;
  return of(rows);
}

describe('ledger dataset table wiod', () => {
  it('gives the matrices of the release of 2013 to the last bit', async () => {
    const { exit, err, out } = await desk.read(
      'wiod',
      await desk.put('tables', { ...FILES, 'AIR_may12/AUS_AIR_May12.xls': 'not read' }),
    );
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const z = await desk.matrix('Z');
    expect([z.rows, z.columns]).toEqual([
      labelsOf(TABLE.regions, TABLE.sectors),
      labelsOf(TABLE.regions, TABLE.sectors),
    ]);
    expect(z.values).toEqual(Float64Array.from(TABLE.z.flat()));
    const y = await desk.matrix('Y');
    expect(y.columns).toEqual(labelsOf(TABLE.regions, CATEGORIES));
    expect(y.values).toEqual(Float64Array.from(TABLE.y.flat()));
    expect((await desk.matrix('F')).rows).toEqual([
      'taxes less subsidies on products',
      'Value added at basic prices',
    ]);
    expect((await desk.details())['reading']).toMatchObject({
      ...{ format: 'wiod', year: 2009 },
      leftOut: [{ name: 'files that are not read: 1, such as AIR_may12/AUS_AIR_May12.xls' }],
    });
    expect((await desk.details())['matrix/Z']).toMatchObject({ currency: 'USD', multiple: 1_000_000 });
    expect(
      (JSON.parse(out) as { balance: { columns: { ratio: number } } }).balance.columns.ratio,
    ).toBeLessThan(1e-12);
  });

  it('reads the release of 2016, a binary workbook whose year is in its name', async () => {
    const rows = formatSheet('Intercountry Input-Output Table', ['CONS_h', 'INVEN']);
    const files = { 'WIOT2014_Nov16_ROW.xlsb': makeWorkbook({ 2014: rows }, 'xlsb') };
    const { exit, err } = await desk.read('wiod', await desk.put('tables', files));
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect((await desk.matrix('Z')).values).toEqual(Float64Array.from(TABLE.z.flat()));
    expect((await desk.details())['reading']).toMatchObject({ year: 2014 });
    expect((await desk.details())['matrix/Y']).toMatchObject({ categories: ['CONS_h', 'INVEN'] });
  });

  const rows = formatSheet();
  const faults: [string, TableFiles, object][] = [
    [
      'a workbook that is cut',
      { [NAME]: (FILES[NAME] as Uint8Array).slice(0, -100) },
      { code: 'truncated', row: null, column: null },
    ],
    [
      'a sheet that ends before its totals',
      of(rows.slice(0, 10)),
      { code: 'truncated', row: 11, column: null },
    ],
    [
      'a sheet without value added',
      of([...rows.slice(0, 13), rows[15]!]),
      { code: 'truncated', row: 15, column: null },
    ],
    ['a row that is missing', of(rows.filter((_, at) => at !== 8)), { code: 'label', row: 11, column: null }],
    [
      'columns that are swapped',
      change([3, 5, 'C'], [3, 6, 'AtB']),
      { code: 'label', row: 5, column: 'AUS / C' },
    ],
    ['a row that is there twice', change([8, 1, 'AtB']), { code: 'label', row: 8, column: null }],
    ['another header', change([6, 5, 'x1']), { code: 'header', row: null, column: null }],
    [
      'a cell that is not a number',
      change([9, 7, 'n/a']),
      { code: 'not-a-number', row: 9, column: 'AUS / 15t16' },
    ],
    [
      'an empty cell of final demand',
      change([9, 12, null]),
      { code: 'not-a-number', row: 9, column: 'AUS / c42' },
    ],
    ['a row that does not balance', change([8, 15, 1]), { code: 'unbalanced', row: 8, column: 'AUS / C' }],
    [
      'a column that does not balance',
      change([15, 6, 9999]),
      { code: 'unbalanced', row: null, column: 'AUS / C' },
    ],
  ];

  it.each(faults)('refuses %s, with file, row and column', async (_, files, expected) => {
    expect(await desk.refusalOf('wiod', files)).toEqual({ file: NAME, ...expected });
  });
});

const MOCK = join(process.env['PYMRIO_MOCKS'] ?? '', 'wiod_mock', NAME);
const hasMock = process.env['PYMRIO_MOCKS'] !== undefined && existsSync(MOCK);

describe(`the mock table of pymrio in WIOD's layout${hasMock ? '' : ' (skipped: PYMRIO_MOCKS names no folder)'}`, () => {
  it.skipIf(!hasMock)('is read: its rows balance, its columns are random', async () => {
    const { exit, out } = await desk.read('wiod', MOCK, '--tolerance', '2');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ year: 2009, regions: 6, sectors: 8, categories: 5 });
  });
});
