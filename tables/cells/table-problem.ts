import { UserFacingError } from '../../core/errors.ts';
import type { DatasetCode } from '../../engine/datasets/problem.ts';
import { groupProblems, type PlacedProblem, type ProblemGroup } from './problem-groups.ts';
import type { DatasetWarning } from '../../engine/datasets/warning.ts';

/** What can be wrong with a table as such; DATASET_CODES are about its rows. Code → meaning. No other codes exist. */
export const TABLE_CODES = {
  table: 'The file is not a valid CSV or spreadsheet table, or has no rows.',
  delimiter: 'The character that separates columns is ambiguous or unexpected: name it with --delimiter.',
  'byte-order-mark': 'The file begins with the byte order mark of UTF-16: save it as UTF-8.',
  encoding: 'A cell is not UTF-8: save the file as UTF-8.',
  columns: 'A column is missing, appears twice, or matches no member of an entry: see --map.',
  'unknown-name': 'A name is not in the list that was given for its column: see --lookup.',
  cells: 'The row has more or fewer cells than the header: put cells that contain the delimiter in quotes.',
  'decimal-comma': 'A number has a comma before its decimals: see --decimal-comma.',
  'thousands-separator': 'A number has separators between thousands: see --thousands.',
  'binary-number': 'A number was stored as a binary fraction with more than 15 digits: store it as text.',
  formula: 'A cell of a workbook has a formula whose value is not stored: open the workbook and save it.',
  'cell-error': 'A cell of a workbook has an error value: correct it in the workbook.',
  sheet:
    'The workbook has several sheets, or not the named one: name it with --sheet, or all of them with --sheet all.',
  'missing-file': "A file of a publisher's table is missing, or there are several for one matrix.",
  archive: 'The zip archive is damaged, or has names, sizes or ratios that no table or package has.',
  nesting: 'A JSON file has values that are nested too deep.',
  header: "The header is not the one of the publisher's format.",
  label: 'A name of a row or column is empty, there twice, or not the one expected at this place.',
  shape: 'A matrix has more or fewer rows or columns than its labels.',
  truncated: 'The file ends too early: download it again.',
  'not-a-number': 'A cell of a matrix is not a finite number.',
  'too-large':
    'The matrix, line or file is larger than what can be read. A workbook may have 512 MiB without its compression, and 128 MiB of texts: save a larger table as CSV or Parquet.',
  unbalanced:
    'The output of a sector differs between its sources by more than the tolerance: see --tolerance.',
  year: 'The year that --year states is not the one that the table or its name states.',
  'lost-account': 'The table lacks accounts that the last version of its stream had: see --accept-missing.',
} as const;

export type TableCode = keyof typeof TABLE_CODES | DatasetCode;

/** One thing that is wrong with a table. */
export type TableProblem = PlacedProblem<TableCode>;

/** One thing in a valid row that is worth a look. */
export interface TableWarning extends Omit<TableProblem, 'code'> {
  readonly code: DatasetWarning['code'];
}

/** The first warnings about a table, and how many there are. */
export interface TableWarnings {
  readonly total: number;
  readonly listed: readonly TableWarning[];
}

/** What is wrong with one cell; the reader of the row adds the place. */
export class CellFault extends Error {
  readonly code: TableCode;
  /** Names that are most like the one in the cell. */
  readonly offered: readonly string[];

  constructor(code: TableCode, message: string, offered: readonly string[] = []) {
    super(message);
    this.code = code;
    this.offered = offered;
  }
}

/** What is wrong with a table: the first problems, how many there are, and all of them by their cause. */
export interface TableProblems {
  readonly total: number;
  readonly problems: readonly TableProblem[];
  readonly groups: readonly ProblemGroup<TableCode>[];
}

/** All that is wrong with a table or dataset. Its code is that of the first problem. */
export class DatasetRefused extends UserFacingError<TableCode> {
  override readonly name = 'DatasetRefused';
  readonly file: string;
  readonly details: TableProblems;

  constructor(
    file: string,
    problems: readonly TableProblem[],
    total = problems.length,
    groups = groupProblems(problems),
  ) {
    super(problems[0]?.code ?? 'table', describeProblems(file, problems, total));
    this.file = file;
    this.details = { total, problems, groups };
  }
}

/** Returns the error for one problem of a whole table, or of one place in it. */
export function refuseTable(
  file: string,
  code: TableCode,
  message: string,
  place: Partial<Pick<TableProblem, 'row' | 'column'>> = {},
): DatasetRefused {
  return new DatasetRefused(file, [{ code, row: null, key: null, column: null, ...place, message }]);
}

/** Returns the message, which names the first problem; `details` has all of them. */
function describeProblems(file: string, problems: readonly TableProblem[], total: number): string {
  const count = `${file}: ${total} ${total === 1 ? 'problem' : 'problems'}`;
  const [first] = problems;
  if (first === undefined) return count;
  const sheet = first.sheet === undefined ? '' : `sheet ${first.sheet}, `;
  const row = first.row === null ? sheet : `${sheet}row ${first.row}, `;
  const column = first.column === null ? '' : `${first.column}, `;
  return `${count}; the first: ${row}${column}${first.code}: ${first.message}`;
}
