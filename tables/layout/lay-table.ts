import type { NumberStyle } from '../cells/number-cell.ts';
import { CellFault, refuseTable } from '../cells/table-problem.ts';
import { TIME_MEMBERS } from '../cells/plain-members.ts';
import { readPeriodName, writePeriod } from '../cells/period-name.ts';
import { isDay } from '../cells/written-time.ts';
import type { Cell, RawTable, Table, TableRow } from '../cells/table.ts';
import { nameOf, textOf } from './cell-text.ts';
import { type ColumnLayout, type GivenNames, type LaidColumn, layColumns } from './column-layout.ts';
import { memberFor } from './column-names.ts';
import { splitUnit } from './header-units.ts';
import { findHeader, isOfMembers } from './find-header.ts';
import { Findings } from './finding.ts';
import { LaidRows } from './laid-rows.ts';
import { findMonthColumn, findYear } from './table-year.ts';
import type { StatedTotal } from './total-check.ts';
import { writeColumn } from '../cells/column-letters.ts';

/** What is known of a table besides its rows. */
export interface LayoutContext {
  /** Columns and members that the user mapped. */
  readonly given: GivenNames;
  /** Texts that may name the year of columns that name none: the period that was set, the sheet, the file. */
  readonly years: readonly string[];
  readonly style: NumberStyle;
}

/** A table, and what was read differently from the file; complete once its rows are read. */
export interface LaidTable extends Table {
  readonly findings: Pick<Findings, 'list'>;
  /** The totals that it states. */
  readonly stated: () => readonly StatedTotal[];
}

/** Rows among which the header is looked for, and by which columns are judged. */
const MOST_HEAD = 200;

/**
 * Finds the header of a table as people keep it, and returns its rows as one amount each: titles, units, totals, notes and repeated headers are
 * taken for what they are, columns of periods or of carriers become rows. A table with the columns `key` and `value` stays as it is.
 * @throws DatasetRefused `table`, `columns`
 */
export async function layTable(file: string, raw: RawTable, context: LayoutContext): Promise<LaidTable> {
  const { head, rest } = await takeHead(file, raw);
  const findings = new Findings();
  if (raw.encoding !== undefined && raw.encoding !== 'utf-8') findings.add('encoding', null, raw.encoding);
  const at = findHeader(head, context.given.columns);
  const [fault] = head[at]!.faults ?? [];
  if (fault?.error instanceof CellFault) {
    const place = { row: head[at]!.row, column: String(fault.column + 1) };
    throw refuseTable(file, fault.error.code, fault.error.message, place);
  }
  const above = head.slice(0, at);
  if (isOfMembers(head[at]!.cells)) return keepTable(head.slice(at), rest, raw, findings);
  for (const { row, cells } of above) findings.add('rows-above', row, textOf(cells));
  const layout = layColumns(head, at, context, findings);
  const header = head[at]!.row;
  refuseTerms(file, layout, header, context.given);
  refuseRepeated(file, layout, header);
  const year = findYear(file, layout, above, context.years, findings);
  const months = findMonthColumn(layout, head.slice(layout.start), above, context, findings);
  const period = findPeriod(layout, head, above, context, findings);
  const title = titleOf(above.at(-1), header);
  const columns = { layout, ...year, months, period, title, isSheet: raw.facts !== undefined };
  const reader = new LaidRows(columns, context, findings);
  reader.lookFor(head.slice(layout.start), head.length < MOST_HEAD);
  async function* readRows(): AsyncGenerator<readonly TableRow[]> {
    const first = reader.read(head.slice(layout.start));
    if (first.length > 0) yield first;
    for await (const batch of rest) {
      const rows = reader.read(batch);
      if (rows.length > 0) yield rows;
    }
    reader.end();
    noteFacts(raw, layout.names, findings);
  }
  const letters = raw.facts === undefined ? {} : { letters: reader.letters };
  const stated = (): readonly StatedTotal[] => reader.stated;
  const spread = layout.spread.map(({ name }) => name);
  return { columns: reader.columns, header, rows: readRows(), ...letters, findings, stated, spread };
}

/**
 * Refuses amounts that cannot be added up within a row: those of columns that become rows, and those to which the row below the header gives
 * another unit than to the amount.
 * @throws DatasetRefused `columns`
 */
function refuseTerms(
  file: string,
  { kept, spread }: ColumnLayout,
  row: number,
  { terms, values }: GivenNames,
): void {
  const column = kept.find(({ name }) => terms.includes(name));
  if (column === undefined) return;
  const refuse = (message: string): Error =>
    refuseTable(file, 'columns', message, { row, column: column.name });
  if (spread.length > 0)
    throw refuse(
      `its amounts are added to another one, and several columns become rows: ${spread.map(({ name }) => name).join(', ')}. Map one of them to value`,
    );
  const amount = kept.find(({ name }) => values.includes(name));
  const other = kept.find(
    ({ name, unit }) =>
      terms.includes(name) && unit !== null && splitUnit(name) === null && unit !== amount?.unit,
  );
  if (other !== undefined)
    throw refuse(`${other.name} is in ${other.unit ?? ''}, and the amount in ${amount?.unit ?? 'no unit'}`);
}

/** Returns the text that is alone in the row above the header. */
function titleOf(above: TableRow | undefined, header: number): string | null {
  const texts = (above?.cells ?? []).filter((cell) => nameOf(cell) !== '');
  return above?.row === header - 1 && texts.length === 1 ? nameOf(texts[0]) : null;
}

/** Refuses columns of one period that nothing tells apart: their amounts would count as one thing. @throws DatasetRefused `columns` */
function refuseRepeated(file: string, { kind, spread }: ColumnLayout, row: number): void {
  if (kind !== 'periods') return;
  const nameOf = ({ of, period }: LaidColumn): string => JSON.stringify([of, period]);
  const names = spread.map(nameOf);
  const column = spread.find((each, index) => names.indexOf(nameOf(each)) < index)?.name;
  if (column === undefined) return;
  const advice = 'say in its name what is measured, or leave all but one without a name';
  throw refuseTable(file, 'columns', `another column is of the same period: ${advice}`, { row, column });
}

/**
 * Returns the month, quarter or year of a table without a column of times: one that stands alone in a cell above its header, or is the name of
 * its sheet. Null where there is none, or several.
 */
function findPeriod(
  { kind, kept, start }: ColumnLayout,
  head: readonly TableRow[],
  above: readonly TableRow[],
  { given, years }: LayoutContext,
  findings: Findings,
): string | null {
  if (kind === 'periods' || given.hasTime) return null;
  const isOfTime = ({ name, index }: ColumnLayout['kept'][number]): boolean =>
    given.times.includes(name) ||
    TIME_MEMBERS.includes(memberFor(name) ?? '') ||
    head.slice(start).some(({ cells }) => isDay(cells[index] ?? null) || isMonth(cells[index] ?? null));
  if (kept.some(isOfTime)) return null;
  const sheets = years.slice(1, -1);
  const named = [...above.flatMap(({ cells }) => cells), ...sheets].flatMap((cell) => {
    const period = typeof cell === 'string' ? readPeriodName(cell) : null;
    return period === null || period.year === null || period.isFiscal
      ? []
      : [writePeriod({ ...period, year: period.year })];
  });
  const [only, ...others] = new Set(named);
  if (only === undefined || others.length > 0) return null;
  findings.add('period-taken', null, only);
  return only;
}

/** Whether a cell names a month or quarter of a year. */
function isMonth(cell: Cell): boolean {
  const period = typeof cell === 'string' ? readPeriodName(cell) : null;
  return period !== null && period.year !== null && (period.month ?? period.quarter) !== null;
}

/** Returns a table whose header is its first row, unchanged. @throws DatasetRefused `table` */
export async function readAsItStands(file: string, raw: RawTable): Promise<Table> {
  const { head, rest } = await takeHead(file, raw);
  return keepTable(head, rest, raw, new Findings());
}

function keepTable(
  head: readonly TableRow[],
  rest: AsyncIterable<readonly TableRow[]>,
  raw: RawTable,
  findings: Findings,
): LaidTable {
  const [header, ...first] = head;
  const columns = header!.cells.map(nameOf);
  const isSheet = raw.facts !== undefined;
  // A sheet has no cells at the end of a row that is shorter than its header.
  const fill = (row: TableRow): TableRow =>
    isSheet ? { ...row, cells: columns.map((_, index) => row.cells[index] ?? null) } : row;
  async function* readRows(): AsyncGenerator<readonly TableRow[]> {
    if (first.length > 0) yield first.map(fill);
    for await (const batch of rest) yield batch.map(fill);
    noteFacts(raw, columns, findings);
  }
  const letters = isSheet ? { letters: columns.map((_, index) => writeColumn(index)) } : {};
  return { columns, header: header!.row, rows: readRows(), ...letters, findings, stated: () => [] };
}

/** Reads the first rows of a table. @throws DatasetRefused `table` if it has none */
async function takeHead(
  file: string,
  { rows }: RawTable,
): Promise<{ readonly head: readonly TableRow[]; readonly rest: AsyncIterable<readonly TableRow[]> }> {
  const batches = rows[Symbol.asyncIterator]();
  const head: TableRow[] = [];
  while (head.length < MOST_HEAD) {
    const next = await batches.next();
    if (next.done === true) break;
    head.push(...next.value);
  }
  if (head.length === 0) throw refuseTable(file, 'table', 'the file is empty');
  return { head, rest: { [Symbol.asyncIterator]: () => batches } };
}

function noteFacts({ facts }: RawTable, names: readonly string[], findings: Findings): void {
  if (facts === undefined) return;
  const { computed, rounded, struckCells, merged, hiddenColumns } = facts;
  const counts = { computed, rounded, 'struck-cells': struckCells, 'merged-cells': merged } as const;
  for (const [code, count] of Object.entries(counts) as [keyof typeof counts, number][])
    if (count > 0) findings.add(code, null, '', count);
  for (const column of hiddenColumns)
    if ((names[column] ?? '') !== '') findings.add('hidden-columns', null, names[column]);
}
