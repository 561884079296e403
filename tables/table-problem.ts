import { UserFacingError } from '../core/errors.ts';
import type { DatasetCode } from '../engine/datasets/problem.ts';

/** What can be wrong with a table that is read as a dataset, beside its rows: code → meaning. Closed. */
export const TABLE_CODES = {
  table: 'The file is no table of its kind, or holds no rows.',
  delimiter: 'It is not clear by which character columns are separated: name it with --delimiter.',
  'byte-order-mark': 'The file begins with the byte order mark of UTF-16: save it as UTF-8.',
  encoding: 'A cell is not UTF-8.',
  columns: 'A column is missing, stands twice, or has no member that it goes to: see --map.',
  cells: 'The row has more or fewer cells than the header.',
  'decimal-comma': 'A number has a comma where decimals begin: see --decimal-comma.',
  'thousands-separator': 'A number has marks between its thousands: see --thousands.',
  'binary-number':
    'A number was stored as a binary fraction with more digits than anyone wrote: store it as text.',
  formula: 'A cell of a spreadsheet is computed by a formula: see --formulas.',
  'cell-error': 'A cell of a spreadsheet holds an error.',
  sheet: 'It is not clear which sheet is meant: name it with --sheet.',
} as const;

export type TableCode = keyof typeof TABLE_CODES | DatasetCode;

/** One thing that is wrong: in which row, the header being row 1, under which key, in which column. */
export interface TableProblem {
  readonly code: TableCode;
  readonly row: number | null;
  readonly key: string | null;
  readonly column: string | null;
  readonly message: string;
}

/** What is wrong with one cell, told where the cell is known. */
export class CellFault extends Error {
  readonly code: TableCode;

  constructor(code: TableCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** All that is wrong with a dataset: the first `problems`, and how many there are. Its code is that of the first. */
export class DatasetRefused extends UserFacingError<TableCode> {
  override readonly name = 'DatasetRefused';
  readonly file: string;
  readonly details: { readonly total: number; readonly problems: readonly TableProblem[] };

  constructor(file: string, problems: readonly TableProblem[], total = problems.length) {
    super(problems[0]?.code ?? 'table', describeProblems(file, problems, total));
    this.file = file;
    this.details = { total, problems };
  }
}

/** Returns the refusal of a table as a whole, or of one place in it. */
export function refuseTable(
  file: string,
  code: TableCode,
  message: string,
  place: Partial<Pick<TableProblem, 'row' | 'column'>> = {},
): DatasetRefused {
  return new DatasetRefused(file, [{ code, row: null, key: null, column: null, ...place, message }]);
}

/** The message has the first problem; a program that shows them all has `details`. */
function describeProblems(file: string, problems: readonly TableProblem[], total: number): string {
  const count = `${file}: ${total} ${total === 1 ? 'problem' : 'problems'}`;
  const [first] = problems;
  if (first === undefined) return count;
  const row = first.row === null ? '' : `row ${first.row}, `;
  const column = first.column === null ? '' : `${first.column}, `;
  return `${count}; the first: ${row}${column}${first.code}: ${first.message}`;
}
