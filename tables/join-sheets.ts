import { refuseTable } from './cells/table-problem.ts';
import type { Cell, Table, TableRow } from './cells/table.ts';
import { TIME_MEMBERS } from './cells/plain-members.ts';
import { isDay } from './cells/written-time.ts';
import { isAmount, isEmptyCell } from './layout/cell-text.ts';
import type { Mapping } from './column-plan.ts';
import { memberFor } from './layout/column-names.ts';
import { type Finding, Findings, wrongFirst } from './layout/finding.ts';
import type { StatedTotal } from './layout/total-check.ts';
import type { LaidTable } from './layout/lay-table.ts';

/** A sheet whose header was found; `number` counts the sheets of the workbook from 1. */
export interface LaidSheet {
  readonly name: string;
  readonly number: number;
  readonly table: LaidTable;
}

/** A sheet that is not read, and why. */
export interface LeftSheet {
  readonly name: string;
  readonly why: string;
}

/** The column that has the name of the sheet. */
export const SHEET_COLUMN = 'Sheet';

/**
 * Returns why a sheet has no rows for a mapping, as a cover or a list of sites has none: it lacks a column of amounts, or one of times. Null if it
 * has them. Where the mapping names no such column, and the names of columns say nothing, their cells do: the first rows are `head`.
 */
export function findMisfit(
  { columns }: Pick<Table, 'columns'>,
  { columns: mapped, set }: Mapping,
  head: readonly TableRow[] = [],
): string | null {
  const has = (members: readonly string[], isAlike: (cell: Cell) => boolean): boolean => {
    if (members.some((member) => member in set)) return true;
    const isOne = (name: string): boolean => members.includes(mapped[name] ?? memberFor(name) ?? '');
    if (columns.some(isOne)) return true;
    const isMapped = Object.values(mapped).some((member) => members.includes(member));
    return !isMapped && columns.some((name, index) => mapped[name] !== '' && isMostly(head, index, isAlike));
  };
  if (!has(['value'], isAmount)) return 'no column of amounts';
  return has(TIME_MEMBERS, isDay) ? null : 'no column of times';
}

/** Whether at least half of the cells of a column that are not empty are of a kind. */
function isMostly(rows: readonly TableRow[], index: number, isAlike: (cell: Cell) => boolean): boolean {
  const cells = rows.map(({ cells }) => cells[index] ?? null).filter((cell) => !isEmptyCell(cell));
  return cells.length > 0 && cells.filter((cell) => isAlike(cell)).length * 2 >= cells.length;
}

/** Returns a name by which columns of several sheets are one: `Unit` and `unit`. */
function foldColumn(name: string): string {
  return name.trim().toLowerCase();
}

/**
 * Returns sheets as one table. It has the columns of all of them, and `Sheet` where there are several or the mapping names it; a column that a
 * sheet does not have is empty there.
 * @throws DatasetRefused `columns` if there are none
 */
export function joinSheets(
  file: string,
  found: readonly LaidSheet[],
  left: readonly LeftSheet[],
  mapping: Mapping,
): LaidTable {
  const sheets = unifyNames(found);
  if (sheets.length === 0) {
    const reasons = left.map(({ name, why }) => `${name} (${why})`).join(', ');
    throw refuseTable(file, 'columns', `no sheet has rows for this mapping: ${reasons}`);
  }
  const own = new Set(sheets.flatMap(({ table }) => table.columns));
  const isNamed =
    sheets.length > 1 || SHEET_COLUMN in mapping.columns || SHEET_COLUMN in (mapping.lookups ?? {});
  const columns = isNamed ? [...own, SHEET_COLUMN] : [...own];
  const findings = new Findings();
  findings.add('sheets-read', null, sheets.map(({ name }) => name).join(', '), sheets.length);
  for (const { name, why } of left) findings.add('sheets-left-out', null, `${name} (${why})`);
  for (const { name, table } of sheets) {
    const missing = columns.filter((column) => column !== SHEET_COLUMN && !table.columns.includes(column));
    if (missing.length > 0) findings.add('columns-missing', null, `${name}: ${missing.join(', ')}`);
  }
  async function* readRows(): AsyncGenerator<readonly TableRow[]> {
    for (const { name, number, table } of sheets) {
      const at = columns.map((column) => table.columns.indexOf(column));
      const lacks = new Set(columns.filter((column, index) => at[index]! < 0 && column !== SHEET_COLUMN));
      const join = (row: TableRow): TableRow => joinRow(row, { name, number, at, lacks, isNamed });
      for await (const rows of table.rows) yield rows.map(join);
    }
  }
  const letters = columns.map((column) => lettersOf(column, sheets));
  const list = (): Finding[] => [...listFindings(sheets), ...findings.list()].sort(wrongFirst);
  const stated = (): readonly StatedTotal[] =>
    sheets.flatMap(({ name, table }) => table.stated().map((total) => ({ ...total, sheet: name })));
  const apart = sheets.map(({ table }) => (isNamed ? [...table.columns, SHEET_COLUMN] : table.columns));
  const { header } = sheets[0]!.table;
  const spread = [...new Set(sheets.flatMap(({ table }) => table.spread ?? []))];
  return { columns, header, rows: readRows(), letters, findings: { list }, stated, apart, spread };
}

/** Returns sheets whose columns that differ by case alone have one name, that of the first sheet. */
function unifyNames(sheets: readonly LaidSheet[]): readonly LaidSheet[] {
  const names = new Map<string, string>();
  return sheets.map((sheet) => {
    const own = new Set(sheet.table.columns);
    const columns = sheet.table.columns.map((name) => {
      const known = names.get(foldColumn(name));
      if (known !== undefined && (known === name || !own.has(known))) return known;
      if (known === undefined) names.set(foldColumn(name), name);
      return name;
    });
    return { ...sheet, table: { ...sheet.table, columns } };
  });
}

interface JoinedColumns {
  readonly name: string;
  readonly number: number;
  /** For each column of all sheets, its place in this one; -1 where it has none. */
  readonly at: readonly number[];
  readonly lacks: ReadonlySet<string>;
  /** Whether the last column has the name of the sheet. */
  readonly isNamed: boolean;
}

function joinRow(row: TableRow, { name, number, at, lacks, isNamed }: JoinedColumns): TableRow {
  const cells = at.map((index) => (index < 0 ? null : (row.cells[index] ?? null)));
  if (isNamed) cells[at.length - 1] = name;
  const faults = row.faults?.map(({ column, error }) => ({ column: at.indexOf(column), error })) ?? [];
  return { ...row, sheet: name, place: `${number}.${row.place ?? row.row}`, cells, lacks, faults };
}

/** Returns the letters of a column where it is the same one in all sheets that have it. */
function lettersOf(column: string, sheets: readonly LaidSheet[]): string | null {
  const found = new Set(
    sheets.flatMap(({ table: { columns, letters } }) => {
      const index = columns.indexOf(column);
      return index < 0 ? [] : [letters?.[index] ?? null];
    }),
  );
  const [only = null] = found;
  return found.size === 1 ? only : null;
}

function listFindings(sheets: readonly LaidSheet[]): Finding[] {
  return sheets.flatMap(({ name, table }) =>
    table.findings.list().map((finding) => ({ ...finding, sheet: name })),
  );
}
