import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utils, write, type CellObject } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TableProblem } from '../../tables/cells/table-problem.ts';
import { runLine } from './test-terminal.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-messages-'));
});
afterAll(() => rm(folder, { recursive: true }));

const HEADER = 'key,value,unit,from,until,detail.row,detail.fuel,detail.category,detail.geography';
const ROW = ['fuel/a', '12.5', 't', '2023-01-01', '2024-01-01', 'fuel-use', 'anthracite', '1.A.2', 'CN'];

const date = (serial: number): CellObject => ({ t: 'n', v: serial, z: 'yyyy-mm-dd' });

let count = 0;
/** Imports one row from a workbook, with other cells by address, and returns its problems. */
async function findProblems(cells: Readonly<Record<string, CellObject>>): Promise<TableProblem[]> {
  const sheet = utils.aoa_to_sheet([HEADER.split(','), ROW]);
  const book = utils.book_new();
  utils.book_append_sheet(book, { ...sheet, ...cells }, 'Data');
  const name = `table-${count++}.xlsx`;
  await writeFile(join(folder, name), write(book, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array);
  const args = ['--dataset', 'activity', '--provider', 'A', '--licence', 'x', '--json'];
  const { err } = await runLine(['dataset', 'import', name, ...args], { cwd: folder });
  return (JSON.parse(err) as { error: { details: { problems: TableProblem[] } } }).error.details.problems;
}

describe('a cell of a workbook that is not what its column needs', () => {
  it.each<[string, Readonly<Record<string, CellObject>>, string, string, string]>([
    [
      'a date that Excel made of an empty cell',
      { E2: date(0) },
      'bad-period',
      'until',
      'the cell holds the date 0, which Excel shows as 1900-01-00 and makes of an empty cell: enter a day such as 2023-01-31, or clear the cell',
    ],
    [
      'an empty date',
      { E2: { t: 'z', z: 'yyyy-mm-dd' } },
      'bad-period',
      'until',
      'until is empty, but from is not: enter the first day after the period, or clear both cells if the row has no valid time',
    ],
    [
      'blanks',
      { D2: { t: 's', v: '  ' } },
      'bad-period',
      'from',
      'from is empty, but until is not: enter the first day of the period, or clear both cells if the row has no valid time',
    ],
    [
      'two empty dates',
      { D2: { t: 'z' }, E2: { t: 'z' } },
      'missing-period',
      'from',
      'fuel-use needs a valid time: give from and until, such as 2023-01-01 and 2024-01-01 for the year 2023',
    ],
    [
      'a number that is no day',
      { E2: { t: 'n', v: 2024 } },
      'bad-period',
      'until',
      'expected a day such as 2023-01-31, got the number 2024: format the cell as a date',
    ],
    [
      'a day that begins with the day',
      { E2: { t: 's', v: '01/02/2024' } },
      'bad-period',
      'until',
      '01/02/2024: is the day or the month first? No date of the table tells: write 2025-04-03',
    ],
    [
      'a date before 1970',
      { D2: date(25000) },
      'bad-period',
      'from',
      '1968-06-11 is before 1970: enter a later day',
    ],
    [
      'a date as a value',
      { B2: date(44927) },
      'bad-value',
      'value',
      'expected a number, got the date 2023-01-01: format the cell as a number',
    ],
    [
      'a unit that does not measure the activity',
      { C2: { t: 's', v: 'km' } },
      'unit-mismatch',
      'unit',
      'fuel-use cannot be in km: expected a mass, such as t; or a volume, such as m3 or L; or an energy, such as MW.h or GJ',
    ],
  ])('%s: the message says what to do', async (_what, cells, code, column, message) => {
    const problems = await findProblems(cells);
    expect(problems).toMatchObject([{ code, row: 2, key: 'fuel/a', column, message }]);
  });
});

describe('a value outside the published range of its row type', () => {
  const FACTORS = 'key,value,unit,detail.row,detail.fuel,detail.year';
  const importFactors = async (rows: readonly string[], ...args: string[]): ReturnType<typeof runLine> => {
    await writeFile(join(folder, 'factors.csv'), `${[FACTORS, ...rows].join('\n')}\n`);
    const source = ['--dataset', 'factor', '--provider', 'A', '--licence', 'x'];
    return runLine(['dataset', 'import', 'factors.csv', ...source, ...args], { cwd: folder });
  };
  const wrong = (key: string): string => `${key},26.7,MJ/t,net-calorific-value,coal-${key},2023`;

  it('is imported, and listed first with its row and the source of the range', async () => {
    const { exit, out } = await importFactors([wrong('a'), 'b,0.98,1,oxidation,coal,2023']);
    expect(exit).toBe(0);
    expect(out).toContain(`1 value worth a look (nothing is refused):
  row 2: a is 0.0267 TJ/Gg (stated as 26.7 MJ/t). Usual are 1 to 120 TJ/Gg (2006 IPCC`);
    expect(out).toContain('rows    2, all valid');
  });

  it('is a warning in JSON, with code, row, key and column', async () => {
    const { out } = await importFactors([wrong('a')], '--json', '-o', 'factors.ndjson');
    const { warnings } = JSON.parse(out) as { warnings: unknown };
    const listed = [
      { code: 'implausible-value', row: 2, key: 'a', column: 'value', message: expect.any(String) },
    ];
    expect(warnings).toEqual({ total: 1, listed });
    const shown = await runLine(['dataset', 'show', 'factors.ndjson'], { cwd: folder });
    expect(shown.out).toContain('1 value worth a look (nothing is refused):\n  a is 0.0267 TJ/Gg');
  });

  it('is one of ten that are shown; the others are counted', async () => {
    const { out } = await importFactors(Array.from({ length: 12 }, (_, index) => wrong(`k${index}`)));
    expect(out.split('\n').filter((line) => line.startsWith('  row'))).toHaveLength(10);
    expect(out).toContain('12 values worth a look');
    expect(out).toContain('  and 2 more: --json lists up to 1000');
  });
});

describe('a value that nature excludes', () => {
  it('is refused, with what is possible and why', async () => {
    const head = 'key,value,unit,detail.row,detail.fuel,detail.year';
    await writeFile(join(folder, 'hot.csv'), `${head}\na,26.7,TJ/t,net-calorific-value,coal,2023\n`);
    const source = ['--dataset', 'factor', '--provider', 'A', '--licence', 'x'];
    const { exit, out, err } = await runLine(['dataset', 'import', 'hot.csv', ...source], { cwd: folder });
    expect(exit).not.toBe(0);
    expect(out + err).toContain('expected at most 120 MJ/kg, got 26700 MJ/kg (stated as 26.7 TJ/t)');
  });
});

describe('a subject', () => {
  it.each([
    ['Inventory/2023', 'expected a subject in lower case: write inventory/2023, got "Inventory/2023"'],
    [
      'Inventory 2023',
      'expected a subject such as inventory/2024: at most 128 of a-z 0-9 . _ - and /, got "Inventory 2023"',
    ],
  ])('%s is refused before the server is asked, with what to write', async (subject, message) => {
    await writeFile(join(folder, 'rows.csv'), `${HEADER}\n`);
    const args = [
      '--party',
      'demo:a',
      '--kind',
      'dataset',
      '--title',
      'x',
      '--entries',
      'rows.csv',
      '-o',
      'a.json',
    ];
    const { exit, err } = await runLine(['record', 'build', '--subject', subject, ...args], { cwd: folder });
    expect(exit).toBe(2);
    expect(err).toContain(`error (subject-syntax): ${message}`);
  });
});
