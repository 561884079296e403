import type { ProblemGroup, ProblemKind, ProblemPlace } from '../../tables/cells/problem-groups.ts';
import type { DatasetRefused } from '../../tables/cells/table-problem.ts';
import { type Doubts, TableRefused } from '../../tables/judge-activities.ts';
import { formatNames } from './names-text.ts';
import { formatFindings } from './findings-text.ts';
import { formatCount, formatTable, plainText } from './text-format.ts';

/** A problem of many rows names the first of them. */
const MOST_NAMED = 3;
/** Of one cause, so many kinds have a line of their own. */
const MOST_KINDS = 3;
/** And so many of the others are named by what is in their cells. */
const MOST_VALUES = 10;

/**
 * Returns all problems of a dataset as a table: row, key, column, code and message. Problems that one correction solves are one line with their
 * number and places; JSON has each of them. Empty columns are left out.
 */
export function formatTableProblems(error: DatasetRefused): string {
  const {
    file,
    details: { total, groups },
  } = error;
  const rows = groups.flatMap(listRows);
  const used = rows[0]?.map((_, at) => rows.some((row) => row[at] !== '')) ?? [];
  const table = formatTable(rows.map((row) => row.filter((_, at) => used[at])));
  const shown = groups.reduce((sum, { count }) => sum + count, 0);
  const more = total > shown ? `\nand ${total - shown} more` : '';
  const doubts = error instanceof TableRefused ? formatDoubts(error.details) : '';
  return `${plainText(file)}: ${formatCount(total, 'problem')}\n${table}${more}${adviseNames(groups)}${doubts}`;
}

/** Returns how a mapping says which name an unknown one is; empty where there is none. */
function adviseNames(groups: DatasetRefused['details']['groups']): string {
  const unknown = groups.find(({ code }) => code === 'unknown-name');
  const name = unknown?.kinds[0]?.value;
  if (unknown?.column == null || name === undefined) return '';
  const lookups = { [unknown.column]: { [name]: { 'same-as': '…' } } };
  return `\nA name can be another one: say so in the file of --mapping, "lookups": ${plainText(JSON.stringify(lookups))}`;
}

/** Returns what else speaks against the table, a line for each. */
function formatDoubts({ findings, cautions, names }: Doubts): string {
  const lines = [
    ...formatFindings(findings),
    ...formatNames(names),
    ...cautions.map(({ code, message }) => `check   ${code}: ${plainText(message)}`),
  ];
  return lines.map((line) => `\n${line}`).join('');
}

function listRows({ code, column, count, kinds, kindCount }: ProblemGroup<string>): string[][] {
  const own = kinds.length > MOST_KINDS + 1 ? kinds.slice(0, MOST_KINDS) : kinds;
  const rows = own.map((kind) => [
    ...describePlaces(kind),
    listColumns(kind.columns),
    code,
    plainText(kind.message),
  ]);
  if (own.length === kinds.length) return rows;
  const others = kinds.slice(own.length);
  const values = others.slice(0, MOST_VALUES).map(({ value, message }) => plainText(value ?? message));
  const left = count - own.reduce((sum, kind) => sum + kind.count, 0);
  const text = `${kindCount - own.length} others: ${values.join(', ')}${kindCount - own.length > values.length ? ', …' : ''}`;
  return [...rows, [formatCount(left, 'row'), '', plainText(column ?? ''), code, text]];
}

function listColumns(columns: readonly string[]): string {
  const more = columns.length > MOST_VALUES ? ', …' : '';
  return `${columns.slice(0, MOST_VALUES).map(plainText).join(', ')}${more}`;
}

/** Returns the row and the key of one problem; of several, the rows where they have numbers, else the keys. */
function describePlaces({ count, places, range }: ProblemKind): [row: string, key: string] {
  const [first] = places;
  const inSheet = first?.sheet === undefined ? '' : `${plainText(first.sheet)} `;
  if (count === 1)
    return [first?.row == null ? '' : `${inSheet}row ${first.row}`, plainText(first?.key ?? '')];
  if (first?.row != null && places.length === 1) return [`${inSheet}row ${first.row}`, ''];
  if (range !== null) return [`${count} rows: ${inSheet}${range[0]} to ${range[1]}`, ''];
  const isByRow = places.every(({ row }) => row !== null);
  const list = listFirst(places, count, isByRow);
  return isByRow ? [`${count} rows: ${list}`, ''] : ['', `${count} rows: ${list}`];
}

function listFirst(places: readonly ProblemPlace[], count: number, isByRow: boolean): string {
  const named = places.slice(0, MOST_NAMED);
  const texts = named.map(({ row, sheet, key }, index) => {
    if (!isByRow) return plainText(key ?? '');
    const isNew = sheet !== undefined && sheet !== named[index - 1]?.sheet;
    return isNew ? `${plainText(sheet)} ${row}` : String(row);
  });
  const more = count - texts.length;
  return `${texts.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
