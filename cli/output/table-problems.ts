import type { DatasetRefused, TableProblem } from '../../tables/cells/table-problem.ts';
import { formatCount, formatTable, plainText } from './text-format.ts';

/** A problem of many rows names the first of them. */
const MOST_NAMED = 3;

/**
 * Returns all problems of a dataset as a table: row, key, column, code and message. A problem that many rows have is one line with their number
 * and places; JSON has each of them. Empty columns are left out.
 */
export function formatTableProblems({ file, details: { total, problems } }: DatasetRefused): string {
  const alike = Map.groupBy(problems, ({ code, column, message }) => JSON.stringify([code, column, message]));
  const rows = [...alike.values()].map((same) => {
    const { code, column, message } = same[0]!;
    return [...describePlaces(same), plainText(column ?? ''), code, plainText(message)];
  });
  const used = rows[0]?.map((_, at) => rows.some((row) => row[at] !== '')) ?? [];
  const table = formatTable(rows.map((row) => row.filter((_, at) => used[at])));
  const more = total > problems.length ? `\nand ${total - problems.length} more` : '';
  return `${plainText(file)}: ${formatCount(total, 'problem')}\n${table}${more}`;
}

/** Returns the row and the key of one problem; of several, the rows where they have numbers, else the keys. */
function describePlaces(same: readonly TableProblem[]): [row: string, key: string] {
  const numbers = same.flatMap(({ row }) => row ?? []);
  const keys = same.map(({ key }) => plainText(key ?? ''));
  if (same.length === 1) return [numbers.length === 0 ? '' : `row ${numbers[0]!}`, keys[0]!];
  if (numbers.length < same.length) return ['', `${same.length} rows: ${listFirst(keys)}`];
  const [first, last] = [numbers[0]!, numbers.at(-1)!];
  const isRange = last - first + 1 === numbers.length;
  return [`${same.length} rows: ${isRange ? `${first} to ${last}` : listFirst(numbers)}`, ''];
}

function listFirst(places: readonly (string | number)[]): string {
  const more = places.length - MOST_NAMED;
  return `${places.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
