import {
  type DatasetRefused,
  refuseTable,
  type TableCode,
  type TableProblem,
} from '../cells/table-problem.ts';

/** Where something is wrong in a file of a table: the number of the line or row, from 1, and the name of the column. */
export type Place = Partial<Pick<TableProblem, 'row' | 'column'>>;

/** Returns the error for one thing that is wrong in a file of a table. */
export function faultIn(file: string, code: TableCode, message: string, place: Place = {}): DatasetRefused {
  return refuseTable(file, code, message, place);
}

/** Returns the name of a row or column that is made of several cells. */
export function labelOf(parts: readonly string[]): string {
  return parts.join(' / ');
}
