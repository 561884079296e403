import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeZip } from '../../helpers/zip-file.ts';
import { joinLines, makeTable, pairsOf } from './made-table.ts';
import {
  alter,
  dropLine,
  expectMatrices,
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

const TABLE = makeTable(['AFG', 'ALB'], ['Agriculture', 'Fishing', 'Iron/steel']);
const LABELS = pairsOf(TABLE.regions, TABLE.sectors);
const DEMAND = pairsOf(TABLE.regions, TABLE.categories);

/** Rows and columns of the region of discrepancies come last: 0.5 in each cell. */
const withRest = (values: readonly (readonly number[])[], more: number): number[][] =>
  values.map((cells) => [...cells, ...Array.from({ length: more }, () => 0.5)]);
const rest = (count: number): number[] => Array.from({ length: count }, () => 0.5);
const trailing = (rows: readonly (readonly (string | number)[])[]): string =>
  joinLines(
    rows.map((cells) => [...cells, '']),
    '\t',
  );

const prefix = 'Eora26_2017_bp_';
const FILES: TableFiles = {
  [`${prefix}T.txt`]: joinLines([...withRest(TABLE.z, 1), rest(LABELS.length + 1)], '\t'),
  [`${prefix}FD.txt`]: joinLines([...withRest(TABLE.y, 2), rest(DEMAND.length + 2)], '\t'),
  [`${prefix}VA.txt`]: joinLines([[...TABLE.added, 0.5], rest(LABELS.length + 1)], '\t'),
  [`${prefix}Q.txt`]: joinLines(withRest(TABLE.f, 1), '\t'),
  [`${prefix}QY.txt`]: joinLines(withRest(TABLE.demandF, 2), '\t'),
  'labels_T.txt': trailing([
    ...LABELS.map(([code, name]) => [`Country ${code}`, code, 'Industries', name]),
    ['ROW', 'ROW', 'TOTAL', 'TOTAL'],
  ]),
  'labels_FD.txt': trailing(
    [...DEMAND, ['ROW', 'a'], ['ROW', 'b']].map(([code, name]) => [
      `Country ${code}`,
      code!,
      'Final Demand',
      name!,
    ]),
  ),
  'labels_VA.txt': trailing([
    ['Primary inputs', 'Compensation of employees D.1'],
    ['Primary inputs', 'Taxes on production D.29'],
  ]),
  'labels_Q.txt': trailing([
    ['I-GHG-CO2 emissions (Gg)', 'Total'],
    ['Employment (1000 p)', 'Low-skilled'],
  ]),
};

describe('ledger dataset table eora26', () => {
  const EXPECTED = { ...TABLE, stressors: ['I-GHG-CO2 emissions, Total', 'Employment, Low-skilled'] };

  it('gives the matrices to the last bit, without the region of discrepancies, whose sum it states', async () => {
    const { exit, err, out } = await desk.read('eora26', await desk.put('tables', FILES));
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    await expectMatrices(desk, EXPECTED);
    expect((await desk.details())['matrix/F']).toMatchObject({
      units: ['Gg', '{1000-p}'],
      currency: 'USD',
      multiple: 1000,
    });
    expect((await desk.details())['reading']).toMatchObject({
      format: 'eora26',
      year: 2017,
      leftOut: [{ name: 'ROW', sum: '15.5' }],
    });
    expect(
      (JSON.parse(out) as { balance: { columns: { ratio: number } } }).balance.columns.ratio,
    ).toBeLessThan(0.1);
  });

  it('gives the same of an archive, with the labels in an archive beside it', async () => {
    const part = (isLabel: boolean): Buffer =>
      makeZip(
        Object.fromEntries(Object.entries(FILES).filter(([path]) => path.startsWith('labels') === isLabel)),
      );
    const path = await desk.put('tables', { 'Eora26_2017_bp.zip': part(false), 'indices.zip': part(true) });
    expect(await desk.read('eora26', path)).toMatchObject({ exit: 0, err: '' });
    await expectMatrices(desk, EXPECTED);
  });

  const faults: [string, TableFiles, object][] = [
    [
      'a file that is cut in a line',
      alter(FILES, `${prefix}T.txt`, (text) => text.slice(0, -2)),
      { file: `${prefix}T.txt`, code: 'truncated', row: 7, column: null },
    ],
    [
      'a file that is cut after a line',
      alter(FILES, `${prefix}Q.txt`, (text) => dropLine(text, 2)),
      { file: `${prefix}Q.txt`, code: 'truncated', row: 2, column: null },
    ],
    [
      'a row more than labels',
      alter(FILES, `${prefix}FD.txt`, (text) => `${text}${text.split('\n')[0]!}\n`),
      { file: `${prefix}FD.txt`, code: 'shape', row: 8, column: null },
    ],
    [
      'value added of fewer rows than labels',
      alter(FILES, `${prefix}VA.txt`, (text) => dropLine(text, 2)),
      { file: `${prefix}VA.txt`, code: 'truncated', row: 2, column: null },
    ],
    [
      'a column less than labels',
      alter(FILES, `${prefix}T.txt`, (text) => text.replace(/\t[^\t\n]*\n/, '\n')),
      { file: `${prefix}T.txt`, code: 'shape', row: 1, column: null },
    ],
    [
      'a cell that is not a number',
      alter(FILES, `${prefix}T.txt`, (text) => setCell(text, [2, 3], '-')),
      { file: `${prefix}T.txt`, code: 'not-a-number', row: 2, column: 'Country AFG Industries Iron/steel' },
    ],
    [
      'labels that are swapped',
      alter(FILES, 'labels_T.txt', (text) => text.replace(/^(.*)\n(.*)\n/, '$2\n$1\n')),
      { file: 'labels_T.txt', code: 'label', row: 4, column: null },
    ],
    [
      'a label that is there twice',
      alter(FILES, 'labels_FD.txt', (text) => setCell(text, [2, 4], TABLE.categories[0]!)),
      { file: 'labels_FD.txt', code: 'label', row: 2, column: null },
    ],
    [
      'a stressor that is there twice',
      alter(FILES, 'labels_Q.txt', (text) => `${text.split('\n')[0]!}\n${text.split('\n')[0]!}\n`),
      { file: 'labels_Q.txt', code: 'label', row: 2, column: null },
    ],
    [
      'a sector that does not balance',
      alter(FILES, `${prefix}VA.txt`, (text) => setCell(text, [1, 2], '999')),
      { file: `${prefix}VA.txt`, code: 'unbalanced', row: null, column: 'AFG / Fishing' },
    ],
    [
      'a file that is missing',
      Object.fromEntries(Object.entries(FILES).filter(([path]) => path !== 'labels_VA.txt')),
      { file: 'table_2019', code: 'missing-file', row: null, column: null },
    ],
  ];

  it.each(faults)('refuses %s, with file, row and column', async (_, files, expected) => {
    expect(await desk.refusalOf('eora26', files)).toEqual(expected);
  });
});

const MOCK = join(process.env['PYMRIO_MOCKS'] ?? '', 'eora26_mock');
const hasMock = process.env['PYMRIO_MOCKS'] !== undefined && existsSync(MOCK);

describe(`the mock table of pymrio in Eora26's layout${hasMock ? '' : ' (skipped: PYMRIO_MOCKS names no folder)'}`, () => {
  it.skipIf(!hasMock)('is read: its values are random', async () => {
    const { exit, out } = await desk.read('eora26', MOCK, '--tolerance', '2');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ year: 2010, regions: 6, sectors: 8, categories: 7 });
  });
});
