import { foldName } from '../engine/rows/spelling.ts';
import { refuseTable } from './cells/table-problem.ts';
import type { TableRow } from './cells/table.ts';
import { NO_MAPPING, type SheetJoin } from './column-plan.ts';
import { showCell } from './corrected-cells.ts';
import { findMisfit, SHEET_COLUMN } from './join-sheets.ts';
import { findFitting } from './layout/fitting-member.ts';
import { type OpenTable, openTable, type TableOptions } from './open-table.ts';
import type { TableFile } from './table-file.ts';

/** The first rows of a table. */
export interface TableHead {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

/** A list of names has at most so many rows. */
const MOST_ROWS = 5000;
/** So many sheets are looked into. */
const MOST_SHEETS = 20;
/** So many names must be in the list. */
const FEWEST = 2;
/** And this part of those in the column. */
const SHARE = 0.6;

/**
 * Returns the sheets of a workbook that say what names in a column mean: sheets without rows of their own, such as a list of sites, with a column
 * that has most of these names, each once, and columns that are members.
 */
export async function proposeJoins(
  file: TableFile,
  sheets: readonly string[],
  { columns, rows }: TableHead,
  members: ReadonlySet<string>,
): Promise<readonly SheetJoin[]> {
  const found: SheetJoin[] = [];
  for (const sheet of sheets.slice(0, MOST_SHEETS)) {
    const list = await readList(file, sheet);
    if (list === null) continue;
    const own = rows.filter((row) => row.sheet !== sheet);
    const listed = listColumns(list);
    const best = columns
      .filter((name) => name !== SHEET_COLUMN)
      .flatMap((column) => matchColumn({ columns, rows: own }, column, listed))
      .sort((one, other) => other.found - one.found)[0];
    if (best === undefined) continue;
    const join = describeJoin({ sheet, column: best.column, by: best.by }, list, members);
    if (join !== null && found.every(({ column }) => column !== join.column)) found.push(join);
  }
  return found;
}

/**
 * Returns how a sheet says what the names in a column mean.
 * @throws DatasetRefused `columns` where none of its columns has these names, or none is a member
 */
export async function findJoin(
  file: TableFile,
  { column, sheet }: Pick<SheetJoin, 'column' | 'sheet'>,
  options: TableOptions,
  members: ReadonlySet<string>,
): Promise<SheetJoin> {
  const table = await openTable(file, options);
  const own = (await readHead(table)).filter((row) => row.sheet !== sheet);
  const list = await readList(file, sheet);
  const matches =
    list === null ? [] : matchColumn({ columns: table.columns, rows: own }, column, listColumns(list));
  const [best] = matches.sort((one, other) => other.found - one.found);
  const join =
    best === undefined || list === null ? null : describeJoin({ sheet, column, by: best.by }, list, members);
  if (join !== null) return join;
  const message = `the sheet ${sheet} does not list these names: it needs a column with most of them, each once, and another one with what they are`;
  throw refuseTable(file.name, 'columns', message, { row: 1, column });
}

/** Rows among which names are looked for. */
const MOST_HEAD = 1000;

/** Reads the first rows of a table. */
export async function readHead({ rows }: Pick<OpenTable, 'rows'>): Promise<readonly TableRow[]> {
  const head: TableRow[] = [];
  for await (const batch of rows) {
    head.push(...batch);
    if (head.length >= MOST_HEAD) break;
  }
  return head;
}

/** Returns a join with the columns of its sheet whose names and cells say what they are; null where none does. */
export function describeJoin(
  { sheet, column, by }: Pick<SheetJoin, 'sheet' | 'column' | 'by'>,
  { columns, rows }: TableHead,
  members: ReadonlySet<string>,
): SheetJoin | null {
  const details = new Set([...members].filter((member) => member.startsWith('detail.')));
  const said: Record<string, string> = {};
  for (const name of columns) {
    const texts = textsOf({ columns, rows }, name);
    const member = findFitting(name, details, texts);
    if (member === null || Object.values(said).includes(member)) continue;
    said[name] = member;
  }
  return Object.keys(said).length === 0 ? null : { sheet, column, by, columns: said };
}

/** Reads a sheet that may be a list; null where it has rows of amounts and times, or is too long. */
async function readList(file: TableFile, sheet: string): Promise<TableHead | null> {
  const table = await openTable(file, { delimiter: undefined, sheet, style: null, mapping: NO_MAPPING });
  if (findMisfit(table, NO_MAPPING) === null) return null;
  const rows: TableRow[] = [];
  for await (const batch of table.rows) {
    rows.push(...batch);
    if (rows.length > MOST_ROWS) return null;
  }
  return { columns: table.columns, rows };
}

interface Match {
  readonly column: string;
  readonly by: string;
  /** How many names of the column are in the list. */
  readonly found: number;
}

/** Returns the columns of a list that have the names of a column, each once. */
function matchColumn(table: TableHead, column: string, list: readonly ListedNames[]): Match[] {
  const names = new Set(textsOf(table, column).map(foldName));
  if (names.size < FEWEST) return [];
  return list.flatMap(({ by, known }) => {
    const found = [...names].filter((name) => known.has(name)).length;
    return found >= FEWEST && found >= SHARE * names.size ? [{ column, by, found }] : [];
  });
}

/** The names in a column of a list. */
interface ListedNames {
  readonly by: string;
  readonly known: ReadonlySet<string>;
}

/** Returns the columns of a list that have each name once. */
function listColumns(list: TableHead): readonly ListedNames[] {
  return list.columns.flatMap((by) => {
    const texts = textsOf(list, by).map(foldName);
    const known = new Set(texts);
    return known.size === texts.length ? [{ by, known }] : [];
  });
}

/** Returns the texts in a column that are not empty; numbers are no names, but for those of meters. */
function textsOf({ columns, rows }: TableHead, column: string): string[] {
  const at = columns.indexOf(column);
  return rows.map(({ cells }) => showCell(cells[at] ?? null)).filter((text) => text !== '');
}
