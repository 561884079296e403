import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utils, write, type WorkSheet } from '@e965/xlsx';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TABLE_CODES, type TableProblem } from '../../tables/cells/table-problem.ts';
import { DATASET_CODES } from '../../engine/datasets/problem.ts';
import { type CliRun, runLine } from './test-terminal.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-dataset-'));
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...args: string[]): Promise<CliRun> => runLine(['dataset', ...args], { cwd: folder });
const put = (name: string, content: string | Uint8Array): Promise<void> =>
  writeFile(join(folder, name), content);
const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

const SOURCE = ['--dataset', 'activity', '--provider', 'Example Ltd', '--licence', 'internal'];
const HEADER = 'key,value,unit,from,until,detail.row,detail.fuel,detail.category,detail.geography';
const ROW = 'fuel/a,12.5,t,2023-01-01,2024-01-01,fuel-use,anthracite,1.A.2,CN';
/** Returns the row with a cell replaced. */
const rowWith = (column: string, cell: string): string =>
  ROW.split(',')
    .map((before, index) => (HEADER.split(',')[index] === column ? cell : before))
    .join(',');

let count = 0;
/** Imports a table; returns the run and the entries that were written. */
async function load(
  content: string | Uint8Array,
  { ending = 'csv', args = [] }: { ending?: string; args?: readonly string[] } = {},
): Promise<CliRun & { readonly entries: Record<string, unknown>[] }> {
  const name = `table-${count++}`;
  await put(`${name}.${ending}`, content);
  const result = await run(
    'import',
    `${name}.${ending}`,
    ...SOURCE,
    '-o',
    `${name}.ndjson`,
    '--json',
    ...args,
  );
  const lines = result.exit === 0 ? (await read(`${name}.ndjson`)).trimEnd().split('\n') : [];
  return { ...result, entries: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

/** Returns what an import refuses, without the words. */
async function refusalOf(
  content: string | Uint8Array,
  setting: Parameters<typeof load>[1] = {},
): Promise<string[]> {
  const { exit, err, out } = await load(content, setting);
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  const { error } = JSON.parse(err) as { error: { code: string; details: { problems: TableProblem[] } } };
  expect(error.code).toBe(error.details.problems[0]?.code);
  return error.details.problems.map(({ code, row, column }) => `${code} ${String(row)} ${String(column)}`);
}

describe('dataset import', () => {
  it('writes one entry a line, the document with its SHA-256 last', async () => {
    const table = `${HEADER}\n${ROW}\n`;
    const { exit, entries } = await load(table);
    expect(exit).toBe(0);
    expect(entries).toEqual([
      {
        key: 'fuel/a',
        value: '12.5',
        unit: 't',
        from: 1672531200,
        until: 1704067200,
        detail: { row: 'fuel-use', fuel: 'anthracite', category: '1.A.2', geography: 'CN' },
      },
      {
        key: 'source',
        value: null,
        unit: '',
        from: 0,
        until: 0,
        detail: {
          row: 'source',
          dataset: 'activity',
          title: expect.stringMatching(/^table-\d+\.csv$/),
          provider: 'Example Ltd',
          licence: 'internal',
          mediaType: 'text/csv',
          size: table.length,
          sha256: createHash('sha256').update(table).digest('hex'),
        },
      },
    ]);
  });

  it.each([
    ['a number in thousands with --thousands', '1.234,5', ['--decimal-comma', '--thousands', '.'], '1234.5'],
    ['a decimal comma with --decimal-comma', '12,50', ['--decimal-comma'], '12.5'],
    ['a decimal comma that is found', '12,50', [], '12.5'],
    ['commas between thousands that are found', '1,234,567', [], '1234567'],
    ['apostrophes between thousands', "1'234", [], '1234'],
    ['blanks between thousands', '1 234 567', [], '1234567'],
    ['zeros and signs too many', '+0012.50', [], '12.5'],
    ['an exponent', '1.25E+01', [], '12.5'],
    ['more digits than a binary number holds', '0.1234567890123456789', [], '0.1234567890123456789'],
  ])('reads %s: %s', async (_what, cell, args, value) => {
    const semicolons = `${HEADER}\n${rowWith('value', '#')}\n`.replaceAll(',', ';').replace('#', cell);
    const { exit, err, entries } = await load(semicolons, { args });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(entries[0]?.['value']).toBe(value);
  });

  it.each([
    ['MWh', '1.5', 'electricity-use', '1.5', 'MW.h'],
    ['万吨', '1.5', 'fuel-use', '15000', 't'],
    ['tce', '10', 'fuel-use', '293.076', 'GJ'],
    ['short ton', '2', 'fuel-use', '2', '[ston_av]'],
  ])('brings %s to UCUM, exactly', async (unit, value, row, expected, ucum) => {
    const ofUse = (cells: string): string =>
      row === 'fuel-use' ? cells : cells.replace('fuel-use,anthracite', `${row},`);
    const cells = ofUse(rowWith('value', value).replace(',t,', `,${unit},`));
    const { entries } = await load(`${HEADER}\n${cells}\n`);
    expect(entries[0]).toMatchObject({ value: expected, unit: ucum });
  });

  it('maps columns, sets a member of every row, and builds keys of cells', async () => {
    const table = 'Fuel;Tonnes;Site;Notes\nanthracite;1,5;North Works;x\nlignite;2;South;\n';
    const mapping = { columns: { Fuel: 'detail.fuel', Notes: '' }, set: { 'detail.row': 'fuel-use' } };
    await put('mapping.json', JSON.stringify(mapping));
    const args = ['--mapping', 'mapping.json', '--map', 'Tonnes=value', '--map', 'Site=detail.custom.site'];
    const set = [
      'unit=t',
      'period=2023-Q2',
      'detail.category=1.A.2',
      'detail.geography=CN',
      'key=fuel/{Fuel}/{Site}/{row}',
    ];
    const more = [...args, '--decimal-comma', ...set.flatMap((pair) => ['--set', pair])];
    const { exit, err, entries } = await load(table, { args: more });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(entries[0]).toEqual({
      key: 'fuel/anthracite/North-Works/2',
      value: '1.5',
      unit: 't',
      from: Date.UTC(2023, 3, 1) / 1000,
      until: Date.UTC(2023, 6, 1) / 1000,
      detail: {
        row: 'fuel-use',
        category: '1.A.2',
        geography: 'CN',
        fuel: 'anthracite',
        custom: { site: 'North Works' },
      },
    });
  });

  it('passes over a byte order mark of UTF-8, and reads tabs and CRLF', async () => {
    const table = `\uFEFF${HEADER}\r\n${ROW}\r\n`.replaceAll(',', '\t');
    expect((await load(table, { ending: 'tsv' })).entries).toHaveLength(2);
  });

  it('only checks without --output, and writes nothing where something is wrong', async () => {
    await put('checked.csv', `${HEADER}\n${ROW}\n`);
    expect(await run('import', 'checked.csv', ...SOURCE)).toMatchObject({
      exit: 0,
      out: expect.stringContaining('nothing written'),
    });
    await put('wrong.csv', `${HEADER}\n${rowWith('unit', 'mt')}\n`);
    const wrong = await run('import', 'wrong.csv', ...SOURCE, '-o', 'wrong.ndjson');
    expect(wrong).toMatchObject({ exit: 2, out: '' });
    expect(wrong.err).toBe(
      'error (ambiguous-unit): wrong.csv: 1 problem\n' +
        '  row 2  fuel/a  unit  ambiguous-unit  "mt": mt means two things, a million tonnes or one metric ton: write Mt or t\n',
    );
    await expect(read('wrong.ndjson')).rejects.toThrow('ENOENT');
  });

  it('tells its progress on standard error', async () => {
    const rows = Array.from({ length: 100_001 }, (_, index) => ROW.replace('fuel/a', `fuel/${index}`));
    await put('long.csv', `${HEADER}\n${rows.join('\n')}\n`);
    const { exit, err } = await run('import', 'long.csv', ...SOURCE);
    expect({ exit, err }).toEqual({ exit: 0, err: '100000 rows\n' });
  });

  it('keeps a large matrix as one hashed document beside the rows', async () => {
    const matrix = new Uint8Array([1, 2, 3]);
    await put('Z.bin', matrix);
    const members = { matrix: 'Z', shape: [2, 2], regions: ['r'], sectors: ['a', 'b'], currency: 'EUR' };
    await put('Z.json', JSON.stringify({ file: 'Z.bin', key: 'document/Z', ...members }));
    const row = 'Z/total,1100,{EUR},2023-01-01,2024-01-01,final-demand,r,a,r,all';
    const header =
      'key,value,unit,from,until,detail.row,detail.fromRegion,detail.fromSector,detail.toRegion,detail.category';
    await put('mrio.csv', `${header}\n${row}\n`);
    const args = ['--dataset', 'mrio', '--provider', 'P', '--licence', 'L', '--document', 'Z.json'];
    expect(await run('import', 'mrio.csv', ...args, '-o', 'mrio.ndjson')).toMatchObject({ exit: 0, err: '' });
    const [, document] = (await read('mrio.ndjson')).split('\n');
    expect(JSON.parse(document ?? '')).toMatchObject({
      key: 'document/Z',
      value: null,
      unit: '',
      detail: {
        row: 'matrix-document',
        ...members,
        mediaType: 'application/octet-stream',
        size: 3,
        sha256: createHash('sha256').update(matrix).digest('hex'),
      },
    });
  });
});

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const NAMES = 'detail.identifier,detail.name,detail.geography';
const FACTOR = 'key,value,unit,from,until,detail.row,detail.fuel,detail.year';

/** Tables with a mistake, and how it is reported: code, row and column. */
const REFUSED: [what: string, table: string | Uint8Array, problems: string[], args?: string[]][] = [
  ['a header with two delimiters', `${HEADER};x\n`, ['delimiter 1 null']],
  [
    'a delimiter that the header does not hold',
    `${HEADER}\n${ROW}\n`,
    ['delimiter 1 null'],
    ['--delimiter', ';'],
  ],
  ['an empty file', '', ['table null null']],
  ['a header without rows', `${HEADER}\n`, ['table null null']],
  ['a quote that is never closed', `${HEADER}\n"${ROW}\n`, ['table 2 null']],
  [
    'a cell that is not UTF-8',
    Buffer.concat([
      Buffer.from(`${HEADER}\n${rowWith('key', 'Köln')}\n`),
      Buffer.from(`${rowWith('detail.fuel', 'Kälte')}\n`, 'latin1'),
    ]),
    ['bad-key 2 key', 'encoding 3 detail.fuel'],
  ],
  ['a column that goes nowhere', `${HEADER},Notes\n${ROW},x\n`, ['columns 1 Notes']],
  ['a column that stands twice', `${HEADER},key\n${ROW},x\n`, ['columns 1 key']],
  ['a table without a column for values', 'key,unit\na,t\n', ['columns 1 null']],
  ['a mapping of no column', `${HEADER}\n${ROW}\n`, ['columns 1 Fuel'], ['--map', 'Fuel=detail.fuel']],
  ['a row with too few cells', `${HEADER}\nfuel/a,12.5\n`, ['cells 2 null']],
  [
    'decimals with a comma beside others with a point',
    `${HEADER}\n${rowWith('value', '12.5')}\n${rowWith('value', '"12,5"').replace('fuel/a', 'fuel/b')}\n`,
    ['decimal-comma 3 value'],
  ],
  [
    'the number alone, where its unit is spelled as people do',
    `${HEADER}\n${rowWith('value', '"1,234"').replace(',t,', ',MWh,')}\n`,
    ['thousands-separator 2 value'],
  ],
  ['what is either', `${HEADER}\n${rowWith('value', '"1,234"')}\n`, ['thousands-separator 2 value']],
  [
    'marks that are not between thousands',
    `${HEADER}\n${rowWith('value', '12 34')}\n`,
    ['thousands-separator 2 value'],
    ['--thousands', ' '],
  ],
  [
    'a point in a table with decimal commas',
    `${HEADER}\n${ROW}\n`,
    ['thousands-separator 2 value'],
    ['--decimal-comma'],
  ],
  ['a value that is not a number', `${HEADER}\n${rowWith('value', 'about 12')}\n`, ['bad-value 2 value']],
  ['a value of 39 digits', `${HEADER}\n${rowWith('value', '1'.repeat(39))}\n`, ['bad-value 2 value']],
  ['a negative amount', `${HEADER}\n${rowWith('value', '-1')}\n`, ['out-of-range 2 value']],
  ['an unknown unit', `${HEADER}\n${rowWith('unit', 'bushel')}\n`, ['unknown-unit 2 unit']],
  ['a unit that means two things', `${HEADER}\n${rowWith('unit', 'mt')}\n`, ['ambiguous-unit 2 unit']],
  ['a unit that does not fit', `${HEADER}\n${rowWith('unit', 'km')}\n`, ['unit-mismatch 2 unit']],
  ['an invalid day', `${HEADER}\n${rowWith('from', '2023-02-30')}\n`, ['bad-period 2 from']],
  ['a day of another spelling', `${HEADER}\n${rowWith('from', '03/04/2023')}\n`, ['bad-period 2 from']],
  [
    'a valid time that ends before it begins',
    `${HEADER}\n${rowWith('until', '2022-01-01')}\n`,
    ['bad-period 2 until'],
  ],
  ['an invalid place', `${HEADER}\n${rowWith('detail.geography', 'XX')}\n`, ['bad-place 2 detail.geography']],
  ['a missing member', `${HEADER}\n${rowWith('detail.fuel', '')}\n`, ['missing-member 2 detail.fuel']],
  ['a duplicate row', `${HEADER}\n${ROW}\n${ROW}\n`, ['duplicate-key 3 key']],
  [
    'a type of row of another dataset',
    `${HEADER}\n${rowWith('detail.row', 'gwp')}\n`,
    ['unknown-row-type 2 detail.row'],
  ],
  [
    'a member that the row type does not have',
    `${HEADER},detail.orgin\n${ROW},biogenic\n`,
    ['unknown-member 2 detail.orgin'],
  ],
  ['an unknown column in --set', `${HEADER}\n${ROW}\n`, ['columns 1 null'], ['--set', 'colour=red']],
  ['an invalid key', `${HEADER}\n${rowWith('key', 'a b')}\n`, ['bad-key 2 key']],
  [
    'an invalid member',
    `${HEADER}\n${rowWith('detail.category', '3.1')}\n`,
    ['bad-member 2 detail.category'],
  ],
  [
    'an activity without a period',
    `${HEADER}\n${rowWith('from', '').replace('2024-01-01', '')}\n`,
    ['missing-period 2 from'],
  ],
  [
    'a value that has no exact decimal in UCUM',
    `${HEADER}\n${rowWith('unit', 'tce').replace('12.5', '0.'.padEnd(31, '0') + '1')}\n`,
    ['inexact-value 2 value'],
  ],
  [
    'two rows that match equally',
    `${FACTOR}\na,20,GJ/t,,,net-calorific-value,coke,2023\nb,21,GJ/t,,,net-calorific-value,coke,2022\n`,
    ['ambiguous-row 3 detail'],
    ['--dataset', 'factor'],
  ],
  [
    'an oxidation above 1',
    `${FACTOR}\na,1.01,1,,,oxidation,coke,2023\n`,
    ['out-of-range 2 value'],
    ['--dataset', 'factor'],
  ],
  [
    'an LEI with wrong check digits',
    `key,value,unit,detail.row,${NAMES}\na,,,entity,lei:529900T8BM49AURSDO56,A,DE\n`,
    ['bad-identifier 2 detail.identifier'],
    ['--dataset', 'registry'],
  ],
];

/** Codes of spreadsheets, tested with them below. */
const OF_SHEETS = ['formula', 'cell-error', 'sheet', 'binary-number'];
/** Of lists of names (test/jobs/import/name-list.test.ts), and of files that must be UTF-8 (test/tables/entries-file.test.ts). */
const OF_OTHERS = ['unknown-name', 'byte-order-mark'];
/** Codes of publishers' tables and of files of processes: test/tables/mrio and test/tables/processes meet each. */
const OF_MATRICES = [
  ...['missing-file', 'archive', 'header', 'label', 'shape', 'truncated', 'not-a-number'],
  ...['too-large', 'unbalanced', 'year', 'lost-account', 'nesting'],
];

describe('dataset import refuses', () => {
  it.each(REFUSED)('%s', async (_what, table, problems, args = []) => {
    expect(await refusalOf(table, { args })).toEqual(problems);
  });

  it.each(REFUSED)('%s, in words too', async (_what, table, problems, args = []) => {
    const name = `words-${count++}`;
    await put(`${name}.csv`, table);
    const { exit, out, err } = await run('import', `${name}.csv`, ...SOURCE, ...args);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    const lines = err.split('\n').slice(1, -1);
    expect(lines).toHaveLength(problems.length);
    for (const [index, problem] of problems.entries()) {
      const [code, row, column] = problem.split(' ');
      const told = [row === 'null' ? [] : [`row ${row}`], column === 'null' ? [] : [column], [code]].flat();
      expect(lines[index]).toMatch(new RegExp(`^ +${told.join(' .*')} `));
    }
  });

  it('everything that its codes say, and nothing else', () => {
    const met = REFUSED.flatMap(([, , problems]) => problems.map((problem) => problem.split(' ')[0]!));
    expect(new Set([...met, ...OF_SHEETS, ...OF_OTHERS, ...OF_MATRICES])).toEqual(
      new Set([...Object.keys(TABLE_CODES), ...Object.keys(DATASET_CODES)]),
    );
  });

  it('all that is wrong at once, by row and column', async () => {
    const rows = [rowWith('unit', 'mt'), rowWith('value', '"1,5"'), ROW, ROW, rowWith('key', 'b')];
    expect(await refusalOf(`${HEADER}\n${rows.join('\n')}\n`)).toEqual([
      'ambiguous-unit 2 unit',
      'decimal-comma 3 value',
      'duplicate-key 3 key',
      'duplicate-key 4 key',
      'duplicate-key 5 key',
    ]);
  });

  it.each(['csv', 'xlsx', 'json', 'parquet'])('a file that is not there: .%s', async (ending) => {
    const { exit, err } = await run('import', `missing.${ending}`, ...SOURCE, '-o', 'missing.ndjson');
    expect({ exit, err }).toEqual({
      exit: 2,
      err: `error (file-unreadable): cannot read missing.${ending}: no such file\n`,
    });
  });

  it('one that many rows have, once: with their number and the first of them; JSON has each with its value', async () => {
    const head = `${HEADER},detail.site`;
    const rows = Array.from(
      { length: 30 },
      (_, index) => `${ROW.replace('fuel/a', `fuel/${index}`)},S${index}`,
    );
    await put('sites.csv', `${[head, ...rows].join('\n')}\n`);
    const { exit, err } = await run('import', 'sites.csv', ...SOURCE);
    expect(exit).toBe(2);
    expect(err.trimEnd().split('\n')).toEqual([
      'error (unknown-member): sites.csv: 30 problems',
      expect.stringMatching(
        /^ {2}30 rows: 2 to 31 {2}detail\.site {2}unknown-member {2}fuel-use has no member "site"/,
      ),
    ]);
    const { error } = JSON.parse((await run('import', 'sites.csv', ...SOURCE, '--json')).err) as {
      error: { details: { total: number; problems: TableProblem[] } };
    };
    expect(error.details.total).toBe(30);
    expect(error.details.problems.map(({ row, value }) => `${String(row)} ${String(value)}`)).toEqual(
      rows.map((_, index) => `${index + 2} "S${index}"`),
    );
  });

  it('one that some rows have, with the first three of them, beside another of one row', async () => {
    const cells = ['bushel', 't', 'bushel', 'bushel', 'bushel', 'km'];
    const rows = cells.map((unit, index) => rowWith('unit', unit).replace('fuel/a', `fuel/${index}`));
    await put('units.csv', `${[HEADER, ...rows].join('\n')}\n`);
    const { err } = await run('import', 'units.csv', ...SOURCE);
    expect(
      err
        .trimEnd()
        .split('\n')
        .map((line) => line.replaceAll(/ +/g, ' ').slice(0, 60)),
    ).toEqual([
      'error (unknown-unit): units.csv: 5 problems',
      expect.stringMatching(/^ 4 rows: 2, 4, 5 and 1 more unit unknown-unit /),
      expect.stringMatching(/^ row 7 fuel\/5 unit unit-mismatch /),
    ]);
  });

  it('more than it lists, and counts the rest', async () => {
    const rows = Array.from({ length: 1500 }, () => rowWith('unit', 'mt'));
    const { err } = await load(`${HEADER}\n${rows.join('\n')}\n`);
    const { error } = JSON.parse(err) as { error: { details: { total: number; problems: unknown[] } } };
    expect([error.details.total, error.details.problems.length]).toEqual([2999, 1000]);
  });
});

const sheetOf = (rows: unknown[][]): WorkSheet => utils.aoa_to_sheet(rows);
function workbook(...sheets: [string, WorkSheet][]): Uint8Array {
  const book = utils.book_new();
  for (const [name, sheet] of sheets) utils.book_append_sheet(book, sheet, name);
  return new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
}

type SchemaElement = NonNullable<Parameters<typeof parquetWriteBuffer>[0]['schema']>[number];

/** The rows of a table as every format holds them. */
const COLUMNS = HEADER.split(',');
const TABLE = [
  ROW.split(','),
  'fuel/b,0.1,kg,2023-01-01,2023-07-01,fuel-use,lignite,1.A.2,DE'.split(','),
  'fuel/c,1000000,t,2023-01-01,2024-01-01,fuel-use,coking-coal,1.A.2,US-TX'.split(','),
];

describe('A spreadsheet', () => {
  const loadSheet = (sheet: WorkSheet, ...args: string[]): ReturnType<typeof load> =>
    load(workbook(['Data', sheet]), { ending: 'xlsx', args });

  it('counts by the values that are stored with formulas, and is refused where none is', async () => {
    const sheet = sheetOf([COLUMNS, ...TABLE]);
    sheet['B3'] = { t: 'n', v: 0.5, f: 'B2*2' };
    const { entries, out } = await loadSheet(sheet);
    expect(entries[1]).toMatchObject({ key: 'fuel/b', value: '0.5' });
    expect(JSON.parse(out)).toMatchObject({ findings: [{ code: 'computed', count: 1 }] });
    sheet['B3'] = { t: 'n', f: 'B2*2' };
    expect(await refusalOf(workbook(['Data', sheet]), { ending: 'xlsx' })).toEqual(['formula 3 value']);
  });

  it('is refused where a cell holds an error', async () => {
    const sheet = sheetOf([COLUMNS, ...TABLE]);
    sheet['B2'] = { t: 'e', v: 0x07, w: '#DIV/0!' };
    expect(await refusalOf(workbook(['Data', sheet]), { ending: 'xlsx' })).toEqual(['cell-error 2 value']);
  });

  it('is refused with several sheets, until one is named', async () => {
    const book = workbook(['Notes', sheetOf([['x']])], ['Data', sheetOf([COLUMNS, ...TABLE])]);
    expect(await refusalOf(book, { ending: 'xlsx' })).toEqual(['sheet null null']);
    expect(await refusalOf(book, { ending: 'xlsx', args: ['--sheet', 'Other'] })).toEqual([
      'sheet null null',
    ]);
    const { entries } = await load(book, { ending: 'xlsx', args: ['--sheet', 'Data'] });
    expect(entries).toHaveLength(4);
  });

  it('holds dates as dates, whatever the time zone of the machine', async () => {
    const rows = TABLE.map((row) => row.map((cell, index) => (index === 3 ? 44927 : cell)));
    const sheet = sheetOf([COLUMNS, ...rows]);
    for (const cell of ['D2', 'D3', 'D4']) Object.assign(sheet[cell] as object, { z: 'yyyy-mm-dd' });
    expect((await loadSheet(sheet)).entries[0]).toMatchObject({ from: Date.UTC(2023, 0, 1) / 1000 });
  });

  it('holds days without the format of a date, which is said, and no other numbers as days', async () => {
    const withFrom = (number: number): unknown[][] =>
      TABLE.map((row) => row.map((cell, index) => (index === 3 ? number : cell)));
    const { entries, out } = await loadSheet(sheetOf([COLUMNS, ...withFrom(44927)]));
    expect(entries[0]).toMatchObject({ from: Date.UTC(2023, 0, 1) / 1000 });
    expect(JSON.parse(out)).toMatchObject({ findings: [{ code: 'serial-days', count: 3 }] });
    const book = workbook(['Data', sheetOf([COLUMNS, ...withFrom(2023)])]);
    expect((await refusalOf(book, { ending: 'xlsx' }))[0]).toBe('bad-period 2 from');
  });

  it('has numbers with more digits than anyone wrote rounded to 15, half to even', async () => {
    const sheet = sheetOf([COLUMNS, ...TABLE.map((row) => [row[0], 0.1 + 0.2, ...row.slice(2)])]);
    const { entries, out } = await loadSheet(sheet);
    expect(entries[0]).toMatchObject({ value: '0.3' });
    expect(JSON.parse(out)).toMatchObject({ findings: [{ code: 'rounded', count: 3 }] });
  });

  it('is refused if it is invalid', async () => {
    expect(await refusalOf(bytesOf('key,value'), { ending: 'xlsx' })).toEqual(['table null null']);
  });
});

describe('A Parquet file', () => {
  it.each<[string, Partial<SchemaElement>, bigint, string]>([
    ['INT32', { precision: 9, scale: 2 }, 123456n, '1234.56'],
    ['INT64', { precision: 18, scale: 17 }, 500000000000000001n, '5.00000000000000001'],
    [
      'FIXED_LEN_BYTE_ARRAY',
      { precision: 36, scale: 30, type_length: 16 },
      10n ** 31n + 1n,
      `10.${'0'.repeat(29)}1`,
    ],
  ])(
    'is read digit by digit where its column is DECIMAL, kept as %s',
    async (type, element, unscaled, value) => {
      const schema = [
        { name: 'root', num_children: COLUMNS.length },
        ...COLUMNS.map((name) => ({
          name,
          repetition_type: 'REQUIRED',
          ...(name === 'value'
            ? { type, converted_type: 'DECIMAL', ...element }
            : { type: 'BYTE_ARRAY', converted_type: 'UTF8' }),
        })),
      ] as SchemaElement[];
      const [row = []] = TABLE;
      const columnData = COLUMNS.map((name, index) => ({
        name,
        data: [name === 'value' ? unscaled : row[index]!],
      }));
      const bytes = new Uint8Array(parquetWriteBuffer({ columnData, schema }));
      const { exit, err, entries } = await load(bytes, { ending: 'parquet' });
      expect({ exit, err }).toEqual({ exit: 0, err: '' });
      expect(entries[0]).toMatchObject({ key: 'fuel/a', value });
    },
  );

  it('is refused if it is invalid', async () => {
    expect(await refusalOf(bytesOf('PAR1 or not'), { ending: 'parquet' })).toEqual(['table null null']);
  });
});

describe('JSON', () => {
  it('holds times in unix seconds as entries do, and lists as lists', async () => {
    const entry = {
      key: 'a',
      value: '1',
      unit: 'MW.h',
      from: 1672531200,
      until: 1704067200,
      detail: {
        row: 'instrument',
        id: '1',
        vintage: '2023',
        factor: '0',
        factorUnit: 'kgCO2/kWh',
        gases: ['CO2'],
        geography: 'CN',
        custom: { notes: ['x', 1] },
      },
    };
    const { entries } = await load(JSON.stringify([entry]), { ending: 'json' });
    expect(entries[0]).toEqual({ ...entry, detail: { ...entry.detail, factorUnit: 'kg{CO2}/kW.h' } });
  });

  it('is refused where a number is no integer, since most readers take it as binary', async () => {
    expect(await refusalOf('[{"key":"a","value":12.5,"unit":"t"}]', { ending: 'json' })).toEqual([
      'table null null',
    ]);
  });

  it('is refused if it is not a list of objects', async () => {
    expect(await refusalOf('{"rows":[]}', { ending: 'json' })).toEqual(['table null null']);
    expect(await refusalOf('[1]', { ending: 'json' })).toEqual(['table 2 null']);
  });
});

describe('The same rows', () => {
  it('give the same entries from CSV, XLSX, JSON and Parquet', async () => {
    const objects = TABLE.map((row) => Object.fromEntries(row.map((cell, index) => [COLUMNS[index]!, cell])));
    const nested = objects.map((object) => {
      const detail = Object.entries(object).flatMap(([name, cell]) =>
        name.startsWith('detail.') ? [[name.slice(7), cell] as const] : [],
      );
      const { key, value, unit, from, until } = object;
      return { key, value, unit, from, until, detail: Object.fromEntries(detail) };
    });
    const columnData = COLUMNS.map((name, index) => ({
      name,
      data: TABLE.map((row) => (name === 'value' ? Number(row[index]) : row[index]!)),
      type: name === 'value' ? ('DOUBLE' as const) : ('STRING' as const),
    }));
    const numbers = TABLE.map((row) => row.map((cell, index) => (index === 1 ? Number(cell) : cell)));
    const loaded = await Promise.all([
      load(`${HEADER}\n${TABLE.map((row) => row.join(',')).join('\n')}\n`),
      load(workbook(['Data', sheetOf([COLUMNS, ...numbers])]), { ending: 'xlsx' }),
      load(JSON.stringify(objects), { ending: 'json' }),
      load(JSON.stringify({ entries: nested }), { ending: 'json' }),
      load(new Uint8Array(parquetWriteBuffer({ columnData })), { ending: 'parquet' }),
    ]);
    const [first, ...others] = loaded.map(({ err, entries }) => ({ err, rows: entries.slice(0, -1) }));
    expect(first?.rows).toHaveLength(3);
    for (const other of others) expect(other).toEqual(first);
  });

  it('give a dataset file that can be built, shown and compared', async () => {
    await put('same.csv', `${HEADER}\n${TABLE.map((row) => row.join(',')).join('\n')}\n`);
    await run('import', 'same.csv', ...SOURCE, '-o', 'same.ndjson');
    const { exit, out } = await run('show', 'same.ndjson', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      entries: 4,
      types: [
        {
          row: 'fuel-use',
          count: 3,
          from: 1672531200,
          until: 1704067200,
          places: ['CN', 'DE', 'US-TX'],
          units: ['kg', 't'],
        },
        { row: 'source', count: 1 },
      ],
      documents: [{ provider: 'Example Ltd', licence: 'internal' }],
    });
    expect((await run('show', 'same.ndjson')).out).toContain('fuel-use  3     2023-01-01 to 2024-01-01');
    expect(await run('diff', 'same.ndjson', 'same.ndjson')).toEqual({
      exit: 0,
      out: '0 added, 0 removed, 0 changed, 4 the same\n',
      err: '',
    });
    const built = await runLine(
      [
        'record',
        'build',
        '--party',
        'demo:a',
        '--kind',
        'dataset',
        '--subject',
        'activity/2023',
        '--entries',
        'same.ndjson',
      ]
        .concat([
          '--chain-id',
          '31337',
          '--ledger',
          '0xC83ae492a04d56a7b9E23d308BdFB63c601735E2',
          '--sequence',
          '1',
        ])
        .concat(['-o', 'same.record.json']),
      { cwd: folder },
    );
    expect(built).toMatchObject({ exit: 0, err: '' });
    expect(built.out).toContain('entries  4, private');
    expect((await run('diff', 'same.ndjson', 'same.record.json')).exit).toBe(0);
  });
});

describe('A dataset file', () => {
  it('gives ledger compute the figures that its table of entries gives', async () => {
    const data = join(import.meta.dirname, '../../data');
    const names = ['activity-2023', 'fuel-defaults-ipcc-2006'];
    for (const [index, name] of names.entries()) {
      const of = ['--dataset', index === 0 ? 'activity' : 'factor', '--provider', 'P', '--licence', 'L'];
      const imported = await run('import', join(data, `${name}.csv`), ...of, '-o', `${name}.ndjson`);
      expect(imported).toMatchObject({ exit: 0, err: '' });
    }
    const period = { from: 1672531200, until: 1704067200 };
    await put('p.json', JSON.stringify({ rounding: { mode: 'half-even', decimals: 6 }, period }));
    const account = async (...inputs: string[]): Promise<unknown> => {
      const args = ['compute', 'combustion@2', ...inputs, '--parameters', 'p.json', '--json'];
      const { exit, err, out } = await runLine(args, { cwd: folder });
      expect({ exit, err }).toEqual({ exit: 0, err: '' });
      const { figures } = JSON.parse(out) as { figures: { key: string; value: string }[] };
      return figures.map(({ key, value }) => [key, value]);
    };
    const [files, tables] = ['.ndjson', '.csv'].map((ending) =>
      names.map((name) => (ending === '.csv' ? join(data, name + ending) : name + ending)),
    );
    expect(await account(...files!)).toEqual(await account(...tables!));
  });
});

it('a file that is not JSON is named', async () => {
  await put('binary.json', new Uint8Array([0xff, 0xfe]));
  await put('data.ndjson', '');
  await put('proof.json', '{}');
  for (const args of [
    ['compute', 'combustion@2', 'binary.json'],
    ['compute', 'combustion@2', 'data.ndjson', '--parameters', 'binary.json'],
    ['explain', 'binary.json', 'scope1/total'],
    ['reperform', 'binary.json'],
    ['record', 'sign', 'binary.json', '--key', 'none.key'],
    ['verify', 'proof.json', '--policy', 'binary.json'],
  ])
    expect(await runLine(args, { cwd: folder })).toMatchObject({
      exit: 2,
      err: expect.stringContaining('binary.json: the bytes are not valid UTF-8') as string,
    });
});

describe('dataset diff and fuse', () => {
  const line = (key: string, value: string): string =>
    JSON.stringify({ key, value, unit: 't', from: 0, until: 0, detail: { row: 'fuel-use', fuel: 'coke' } });
  const source = (provider: string): string =>
    JSON.stringify({
      key: 'source',
      value: null,
      unit: '',
      from: 0,
      until: 0,
      detail: { row: 'source', provider },
    });

  it('say what changed and by how much, and end with 1 where anything did', async () => {
    await put('before.ndjson', `${line('a', '3')}\n${line('b', '2')}\n`);
    await put('after.ndjson', `${line('a', '3.5')}\n${line('c', '4')}\n`);
    const { exit, out } = await run('diff', 'before.ndjson', 'after.ndjson');
    expect({ exit, out }).toEqual({
      exit: 1,
      out:
        '+  c  4 t\n-  b  2 t\n~  a  value 3 → 3.5, +0.5 t (+16.666667 %)\n' +
        '1 added, 1 removed, 1 changed, 0 the same\n',
    });
    const json = JSON.parse((await run('diff', 'before.ndjson', 'after.ndjson', '--json')).out) as object;
    expect(json).toMatchObject({
      added: [{ key: 'c' }],
      removed: [{ key: 'b' }],
      changed: [{ absolute: '0.5' }],
    });
  });

  it('give the same fused file whatever the order, and settle a tie only by a priority', async () => {
    await put('x.ndjson', `${line('a', '3')}\n${source('X')}\n`);
    await put('y.ndjson', `${line('a', '4')}\n${source('Y')}\n`);
    const tie = await run('fuse', 'x.ndjson', 'y.ndjson', '-o', 'no.ndjson');
    expect(tie).toMatchObject({ exit: 2, out: '' });
    expect(tie.err).toContain('Keys: a');
    const prefer = ['--prefer', 'Y', '--prefer', 'X'];
    const fused = await run('fuse', 'x.ndjson', 'y.ndjson', ...prefer, '-o', 'xy.ndjson');
    expect(fused.out).toBe(
      'a  from y.ndjson, not from x.ndjson  provider priority\n4 entries, 1 conflict, written to xy.ndjson\n',
    );
    await run('fuse', 'y.ndjson', 'x.ndjson', ...prefer, '-o', 'yx.ndjson');
    expect(await read('yx.ndjson')).toBe(await read('xy.ndjson'));
    expect(await read('xy.ndjson')).toContain('"value":"4"');
  });

  it.each(['{}', '[{"record":"0x00","entries":[]}]', `[{"record":"0x${'0'.repeat(64)}","entries":[{}]}]`])(
    'refuse JSON that holds no dataset: %s',
    async (text) => {
      await put('other.json', text);
      for (const args of [
        ['show', 'other.json'],
        ['diff', 'other.json', 'other.json'],
        ['fuse', 'other.json', 'other.json', '-o', 'fused-other.ndjson'],
      ])
        expect(await run(...args)).toMatchObject({
          exit: 2,
          err: expect.stringContaining('bad-inputs') as string,
        });
    },
  );

  it('refuse a line that is not an entry, by its number', async () => {
    await put('bad.ndjson', `${line('a', '3')}\n{"key":1}\n`);
    expect(await run('show', 'bad.ndjson')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('bad.ndjson, entry 2'),
    });
  });
});
