import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeZip } from '../../helpers/zip-file.ts';
import { joinLines, makeTable, pairsOf } from './made-table.ts';
import { formatOecd } from './oecd-files.ts';
import {
  alter,
  dropLine,
  labelsOf,
  openTableDesk,
  setCell,
  type TableDesk,
  type TableFiles,
} from './table-desk.ts';

let desk: TableDesk;
beforeAll(async () => {
  desk = await openTableDesk();
});
afterEach(() => desk.clear());
afterAll(() => desk.close());

const CATEGORIES = ['HFCE', 'INVNT'];
const SECTORS = ['01T02', '24', '97T98'];
/** The table as the file has it: China's parts have sectors and no final demand. */
const SPLIT = makeTable(['AUS', 'CHN', 'CN1', 'CN2'], SECTORS);
const LABELS = pairsOf(SPLIT.regions, SECTORS).map(([region, sector]) => `${region}_${sector}`);
/** Final demand is of two countries: the first four columns of the made one. */
const DEMAND = ['AUS', 'CHN'].flatMap((region) => CATEGORIES.map((category) => `${region}_${category}`));
const Y = SPLIT.y.map((cells) => cells.slice(0, DEMAND.length));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const OUTPUT = SPLIT.z.map((cells, row) => sum(cells) + sum(Y[row]!));
const COLUMN = (at: number): number => sum(SPLIT.z.map((cells) => cells[at]!));
const TLS = OUTPUT.map((_, at) => 0.5 + at / 8);
const VA = OUTPUT.map((value, at) => value - COLUMN(at) - TLS[at]!);

const NAME = 'ICIO2021_2018.csv';
const FILES: TableFiles = {
  [NAME]: joinLines(
    [
      ['', ...LABELS, ...DEMAND, 'OUT'],
      ...LABELS.map((label, row) => [label, ...SPLIT.z[row]!, ...Y[row]!, OUTPUT[row]!]),
      ['TLS', ...TLS, 3, 1, 4, 1.5, 0],
      ['VA', ...VA, '', '', '', '', ''],
      ['OUT', ...OUTPUT, '', '', '', '', ''],
    ],
    ',',
  ),
};

/** Final demand with the columns of China's parts, which are empty. */
const WIDE = Y.map((cells) => [...cells, 0, 0, 0, 0]);
const PARTS = ['CN1', 'CN2'].map((part) => ({ part, whole: 'CHN' }));

describe('ledger dataset table oecd', () => {
  it('keeps the parts of China beside it, and has value added and taxes as stressors', async () => {
    const { exit, err, out } = await desk.read('oecd', await desk.put('tables', FILES));
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const sectors = labelsOf(SPLIT.regions, SECTORS);
    const z = await desk.matrix('Z');
    expect([z.rows, z.columns]).toEqual([sectors, sectors]);
    expect(z.values).toEqual(Float64Array.from(SPLIT.z.flat()));
    const y = await desk.matrix('Y');
    expect(y.columns).toEqual(labelsOf(SPLIT.regions, CATEGORIES));
    expect(y.values).toEqual(Float64Array.from(WIDE.flat()));
    expect((await desk.details())['matrix/Z']).toMatchObject({ parts: PARTS });
    expect((await desk.details())['matrix/Z']).not.toHaveProperty('undivided');
    expect((await desk.matrix('F')).rows).toEqual(['TLS', 'VA']);
    expect((await desk.matrix('F_Y')).values).toEqual(
      Float64Array.of(3, 1, 4, 1.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    );
    expect((await desk.details())['matrix/F']).toMatchObject({
      units: ['{M-USD}', '{M-USD}'],
      currency: 'USD',
      multiple: 1_000_000,
    });
    expect((await desk.details())['reading']).toMatchObject({ format: 'oecd', year: 2018 });
    const { balance } = JSON.parse(out) as { balance: Record<'rows' | 'columns', { ratio: number }> };
    expect([balance.rows.ratio, balance.columns.ratio].every((ratio) => ratio < 1e-12)).toBe(true);
  });

  it('reads the release of 2016: names in quotes, categories before countries, a discrepancy of no country', async () => {
    const demand = CATEGORIES.flatMap((category) => ['AUS', 'CHN'].map((region) => `${category}_${region}`));
    const order = [0, 2, 1, 3];
    const text = joinLines(
      [
        ['', ...LABELS, ...demand, 'DISC'].map((name) => `"${name}"`),
        ...LABELS.map((label, row) => [
          `"${label}"`,
          ...SPLIT.z[row]!,
          ...order.map((at) => Y[row]![at]!),
          2,
        ]),
        ['"VA+TAXSUB"', ...VA.map((value, at) => value + TLS[at]! + 2), ...demand.map(() => ''), ''],
        ['"OUT"', ...OUTPUT.map((value) => value + 2), ...demand.map(() => ''), ''],
      ],
      ',',
    );
    const path = await desk.put('tables', { 'ICIO2016_2003.csv': text });
    const { exit, err } = await desk.read('oecd', path, '--tolerance', '0.1');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect((await desk.matrix('Y')).values).toEqual(Float64Array.from(WIDE.flat()));
    expect((await desk.details())['reading']).toMatchObject({
      year: 2003,
      leftOut: [{ name: 'DISC', sum: '24' }],
    });
    await desk.clear();
    const files = { 'ICIO2016_2003.csv': setCell(text, [15, 3], '1', ',') };
    expect(await desk.refusalOf('oecd', files, '--tolerance', '0.1')).toEqual({
      ...{ file: 'ICIO2016_2003.csv', code: 'unbalanced', row: 15, column: 'AUS / 24' },
    });
  });

  it('gives final demand of a country without sectors of its own to the first of its parts', async () => {
    const without = (cells: readonly string[]): string[] => cells.filter((_, at) => at < 4 || at > 6);
    const lines = (FILES[NAME] as string).split('\n').filter((line) => !line.startsWith('CHN_'));
    const text = lines.map((line) => (line === '' ? '' : without(line.split(',')).join(','))).join('\n');
    const path = await desk.put('tables', { [NAME]: text });
    expect(await desk.read('oecd', path, '--tolerance', '2')).toMatchObject({ exit: 0, err: '' });
    const y = await desk.matrix('Y');
    expect(y.columns).toEqual(labelsOf(['AUS', 'CN1', 'CN2'], CATEGORIES));
    expect([...y.values.subarray(0, 6)]).toEqual([...Y[0]!, 0, 0]);
    expect((await desk.details())['matrix/Z']).toMatchObject({ parts: PARTS });
  });

  it('puts parts behind their country, and says which country it has only as a whole', async () => {
    const order = ['CN1', 'MEX', 'CHN', 'AUS'];
    const path = await desk.put('tables', { [NAME]: formatOecd(order) });
    expect(await desk.read('oecd', path)).toMatchObject({ exit: 0, err: '' });
    const z = await desk.matrix('Z');
    expect(z.rows).toEqual(labelsOf(['CHN', 'CN1', 'MEX', 'AUS'], ['01T02', '24']));
    const made = makeTable(order, ['01T02', '24']);
    const at = (name: string): number => order.indexOf(name) * 2;
    expect(z.values[2]).toBe(made.z[at('CHN')]![at('CN1')]);
    expect((await desk.details())['matrix/Z']).toMatchObject({
      parts: [{ part: 'CN1', whole: 'CHN' }],
      undivided: ['MEX'],
    });
  });

  it('takes one year of an archive of several by --year', async () => {
    const archive = makeZip({
      '2017_SML.csv': 'not read\n',
      '2018_SML.csv': FILES[NAME]!,
      'ReadMe.txt': 'x',
    });
    const path = `${await desk.put('zips', { 'ICIO-2016-2020.zip': archive })}/ICIO-2016-2020.zip`;
    expect((await desk.read('oecd', path)).err).toContain('name one of several tables with --year');
    expect((await desk.read('oecd', path, '--year', '2018')).exit).toBe(0);
    expect((await desk.details())['reading']).toMatchObject({
      year: 2018,
      files: [{ path: '2018_SML.csv' }],
    });
  });

  const faults: [string, TableFiles, object][] = [
    [
      'a file that is cut in a line',
      alter(FILES, NAME, (text) => text.slice(0, -9)),
      { code: 'truncated', row: 16, column: null },
    ],
    [
      'a file that ends before value added',
      alter(FILES, NAME, (text) => `${text.split('\n').slice(0, 13).join('\n')}\n`),
      { code: 'truncated', row: 14, column: null },
    ],
    [
      'a row that is missing',
      alter(FILES, NAME, (text) => dropLine(text, 5)),
      { code: 'label', row: 5, column: null },
    ],
    [
      'columns that are swapped',
      alter(FILES, NAME, (text) => text.replace('AUS_01T02,AUS_24', 'AUS_24,AUS_01T02')),
      { code: 'label', row: 1, column: 'CHN / 01T02' },
    ],
    [
      'a column that is there twice',
      alter(FILES, NAME, (text) => text.replace('AUS_24', 'AUS_01T02')),
      { code: 'label', row: 1, column: 'AUS_01T02' },
    ],
    [
      'a category that is there twice',
      alter(FILES, NAME, (text) => text.replace('AUS_INVNT', 'AUS_HFCE')),
      { code: 'label', row: 1, column: 'AUS_HFCE' },
    ],
    [
      'demand of a country without sectors',
      alter(FILES, NAME, (text) => text.replace('CHN_HFCE,CHN_INVNT', 'XYZ_HFCE,XYZ_INVNT')),
      { code: 'label', row: 1, column: 'XYZ_HFCE' },
    ],
    [
      'an unknown column',
      alter(FILES, NAME, (text) => text.replace('OUT\n', 'REST\n')),
      { code: 'header', row: 1, column: 'REST' },
    ],
    [
      'a cell that is not a number',
      alter(FILES, NAME, (text) => setCell(text, [4, 3], 'x', ',')),
      { code: 'not-a-number', row: 4, column: 'AUS_24' },
    ],
    [
      'an empty cell',
      alter(FILES, NAME, (text) => setCell(text, [4, 15], '', ',')),
      { code: 'not-a-number', row: 4, column: 'AUS_INVNT' },
    ],
    [
      'value added that is empty',
      alter(FILES, NAME, (text) => setCell(text, [15, 3], '', ',')),
      { code: 'not-a-number', row: 15, column: 'AUS_24' },
    ],
    [
      'a row with a cell more',
      alter(FILES, NAME, (text) =>
        text.replace(/\n/g, (end, at: number) => (at > text.length - 2 ? `,0${end}` : end)),
      ),
      { code: 'shape', row: 16, column: null },
    ],
    [
      'a row that does not balance',
      alter(FILES, NAME, (text) => setCell(text, [3, 18], '1', ',')),
      { code: 'unbalanced', row: 3, column: 'AUS / 24' },
    ],
    [
      'an empty cell in a row of output, where no column states it',
      alter(FILES, NAME, (text) => setCell(text.replaceAll(/,[^,\n]*$/gm, ''), [16, 3], '', ',')),
      { code: 'unbalanced', row: 16, column: 'AUS / 24' },
    ],
    [
      'a column that does not balance',
      alter(FILES, NAME, (text) => setCell(text, [15, 3], '999', ',')),
      { code: 'unbalanced', row: null, column: 'AUS / 24' },
    ],
  ];

  it.each(faults)('refuses %s, with file, row and column', async (_, files, expected) => {
    expect(await desk.refusalOf('oecd', files)).toEqual({ file: NAME, ...expected });
  });
});
