import type { DatasetRefused } from '../../tables/table-problem.ts';
import { formatTable, plainText } from './text-format.ts';

/** Returns all problems of a dataset as a table: row, key, column, code and message. Empty columns are left out. */
export function formatTableProblems({ file, details: { total, problems } }: DatasetRefused): string {
  const rows = problems.map(({ code, row, key, column, message }) => [
    row === null ? '' : `row ${row}`,
    plainText(key ?? ''),
    plainText(column ?? ''),
    code,
    plainText(message),
  ]);
  const used = rows[0]?.map((_, at) => rows.some((row) => row[at] !== '')) ?? [];
  const table = formatTable(rows.map((row) => row.filter((_, at) => used[at])));
  const more = total > problems.length ? `\nand ${total - problems.length} more` : '';
  return `${plainText(file)}: ${total} ${total === 1 ? 'problem' : 'problems'}\n${table}${more}`;
}
