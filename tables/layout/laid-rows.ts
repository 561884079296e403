import type { NumberStyle } from '../cells/number-cell.ts';
import { CellFault } from '../cells/table-problem.ts';
import type { Cell, TableRow } from '../cells/table.ts';
import { writeColumn } from '../cells/column-letters.ts';
import { amountOf } from './amount-of.ts';
import { isBlank, isEmptyCell, nameOf, textOf, yearIn } from './cell-text.ts';
import type { ColumnLayout, GivenNames, LaidColumn } from './column-layout.ts';
import { memberFor } from './column-names.ts';
import { isExample } from './example-row.ts';
import type { FindingCode, Findings } from './finding.ts';
import { fiscalYearIn } from '../cells/fiscal-year.ts';
import { readPeriodName, writePeriod } from '../cells/period-name.ts';
import { listAmounts } from './amount-columns.ts';
import { OutlineNames } from './outline-names.ts';
import { findGroups } from './outline-rows.ts';
import { NoteRows } from './note-rows.ts';
import { PartRows } from './part-rows.ts';
import type { MonthColumn } from './table-year.ts';
import { type StatedTotal, TotalCheck } from './total-check.ts';
import { TotalColumns } from './total-columns.ts';

/** What is known of the columns of a file. */
export interface LaidColumns {
  readonly layout: ColumnLayout;
  /** The year of columns that name none; null where they name it, or a column does. */
  readonly year: number | null;
  /** The first month of that year; months before it are in the next one. */
  readonly firstMonth: number;
  /** The column of months that name no year; null where there is none. */
  readonly months: MonthColumn | null;
  /** The period of all rows, where titles name one and no column has times. */
  readonly period: string | null;
  /** The text alone in the row above the header: the name of the first of several tables below each other. */
  readonly title: string | null;
  readonly isSheet: boolean;
}

/** So many of them among the first rows are the names of groups of rows. */
const FEWEST_SECTIONS = 2;

const NO_ROWS: ReadonlySet<number> = new Set();

/** Turns the rows of a file into rows of one amount each, and takes titles, notes and totals out. */
export class LaidRows {
  readonly #layout: ColumnLayout;
  readonly #given: GivenNames;
  readonly #year: number | null;
  readonly #firstMonth: number;
  readonly #period: string | null;
  readonly #title: string | null;
  readonly #months: MonthColumn | null;
  readonly #isSheet: boolean;
  readonly #style: NumberStyle;
  readonly #findings: Findings;
  readonly #totals: TotalCheck;
  readonly #parts: PartRows;
  readonly #kept: readonly LaidColumn[];
  /** The column that has the year of the columns of months; -1 where none does. */
  readonly #yearColumn: number;
  readonly #totalColumns: TotalColumns;
  readonly #notes: NoteRows;
  /** Whether columns of periods say what is measured in them. */
  readonly #hasMeasured: boolean;
  readonly #unnamed = new Set<number>();
  /** The rows that add up those below them. */
  #groups = NO_ROWS;
  #names: OutlineNames;
  #hasSections = false;
  /** Whether each row has an amount in one column alone, such as a bill of gas or of electricity: a zero in another one says nothing. */
  #isOneEach = false;
  #section: string | null = null;
  /** The cells of the row before. */
  #before: readonly Cell[] | null = null;

  constructor(
    { layout, year, firstMonth, months, period, title, isSheet }: LaidColumns,
    { given, style }: { readonly given: GivenNames; readonly style: NumberStyle },
    findings: Findings,
  ) {
    this.#layout = layout;
    this.#given = given;
    this.#year = year;
    this.#firstMonth = firstMonth;
    this.#period = period;
    this.#title = title;
    this.#months = months;
    this.#isSheet = isSheet;
    this.#style = style;
    this.#findings = findings;
    this.#hasMeasured = layout.spread.some(({ of }) => of !== null);
    const isYearNeeded = year === null && layout.spread.some(({ period }) => period?.year === null);
    this.#yearColumn = isYearNeeded ? layout.names.findIndex((name) => memberFor(name) === 'period') : -1;
    this.#kept = layout.kept.filter(({ index }) => index !== this.#yearColumn);
    this.#totals = new TotalCheck(layout.names, (cell) => this.#amountOf(cell), findings);
    this.#totalColumns = new TotalColumns(layout, (cell) => this.#amountOf(cell), this.#totals, findings);
    this.#notes = new NoteRows(layout.names, isSheet, (cell) => this.#amountOf(cell));
    this.#names = new OutlineNames([], [], findings);
    this.#parts = new PartRows(layout, given, (cell) => this.#amountOf(cell), findings);
  }

  /**
   * Looks among the first rows, which may be all, whether rows name or add up the groups of rows below them, names are written once, and rows have one
   * amount each.
   */
  lookFor(first: readonly TableRow[], isAll: boolean): void {
    const named = first.filter(
      (row, index) =>
        this.#notes.isSingle(row) &&
        first[index + 1] !== undefined &&
        !this.#notes.isSingle(first[index + 1]!),
    );
    const amounts = listAmounts(this.#layout, this.#given);
    this.#groups = isAll ? findGroups(first, amounts, (cell) => this.#amountOf(cell)) : NO_ROWS;
    const isOfTables = this.#title !== null && this.#hasTables(first);
    if (isOfTables) this.#section = this.#title;
    this.#hasSections = isOfTables || named.length >= FEWEST_SECTIONS || this.#groups.size > 0;
    const before = this.#kept.filter(({ name, index }) => name !== '' && index < (amounts[0] ?? 0));
    this.#names = new OutlineNames(first, before, this.#findings);
    this.#isOneEach = first.every((row) => this.#countUsed(row) < 2);
  }

  /** Whether a further table is below the first one: a text alone, and the header again. */
  #hasTables(rows: readonly TableRow[]): boolean {
    const filled = rows.filter(({ cells }) => cells.some((cell) => !isBlank(cell)));
    return filled.some(
      (row, index) => this.#isHeader(row) && index > 0 && this.#notes.isSingle(filled[index - 1]!),
    );
  }

  /** Whether a row is the header again. */
  #isHeader({ cells }: TableRow): boolean {
    return this.#layout.names.every((name, index) => nameOf(cells[index]) === name);
  }

  /** Returns how many columns that become rows have an amount that is not zero. */
  #countUsed({ cells }: TableRow): number {
    return this.#layout.spread.filter(({ index }) => (this.#amountOf(cells[index]) ?? 0) !== 0).length;
  }

  get columns(): readonly string[] {
    return this.#list().map(({ name }) => name);
  }

  /** The letters of the columns in the sheet; null for those that come from several columns. */
  get letters(): readonly (string | null)[] {
    return this.#list().map(({ index }) => (index === null ? null : writeColumn(index)));
  }

  #list(): readonly { readonly name: string; readonly index: number | null }[] {
    const { kind, spread, unit } = this.#layout;
    const made = [
      ...(this.#hasSections ? ['Section'] : []),
      ...(this.#period === null ? [] : ['period']),
      ...(this.#hasMeasured ? ['carrier'] : []),
      ...(kind === null ? [] : [kind === 'periods' ? 'period' : 'carrier', 'value']),
      ...(unit !== null || spread.some((column) => column.unit !== null) ? ['unit'] : []),
    ];
    return [...this.#kept, ...made.map((name) => ({ name, index: null }))];
  }

  /** The totals that the rows so far state. */
  get stated(): readonly StatedTotal[] {
    return this.#totals.stated;
  }

  read(rows: readonly TableRow[]): TableRow[] {
    return rows.flatMap((row) => this.#read(row));
  }

  /** Ends the rows: what waits for rows below it is said. */
  end(): void {
    this.#totals.end();
  }

  #read(row: TableRow): readonly TableRow[] {
    if (row.cells.every((cell) => isBlank(cell)) && (row.faults ?? []).length === 0) return [];
    if (isExample(row)) return this.#leaveOut('example-rows', row);
    if (row.isStruck === true) return this.#leaveOut('struck-rows', row);
    if (this.#isHeader(row)) return this.#leaveOut('repeated-header', row, '');
    if (row.isHidden === true) this.#findings.add('hidden-rows', row.row);
    if (this.#isOfOthers(row)) return [];
    if (this.#notes.isNote(row)) return this.#leaveOut('note-rows', row);
    if (this.#notes.isSingle(row)) {
      if (this.#hasSections) this.#section = textOf(row.cells);
      return this.#leaveOut(this.#hasSections ? 'section-rows' : 'note-rows', row);
    }
    this.#noteEqual(row);
    const own = this.#nameYear(this.#names.fill(row));
    this.#parts.add(own);
    this.#noteUnnamed(own);
    this.#totalColumns.check(own);
    return this.#layout.kind === null ? [this.#keep(own)] : this.#spread(own);
  }

  /** Notes a row that is the same as the one above it. */
  #noteEqual({ row, cells }: TableRow): void {
    const before = this.#before;
    this.#before = cells;
    if (before === null || before.length !== cells.length) return;
    for (let index = 0; index < cells.length; index++) {
      const [one, other] = [before[index], cells[index]];
      if (one !== other && !(one instanceof Date && other instanceof Date && +one === +other)) return;
    }
    this.#findings.add('equal-rows', row);
  }

  /** Whether the amounts of a row are those of other rows: it is a part of the row above, or adds up others. */
  #isOfOthers(row: TableRow): boolean {
    const isPart = this.#parts.isPart(row);
    if (isPart || this.#groups.has(row.row)) {
      this.#notes.pass(row);
      if (isPart) return true;
      this.#section = textOf(row.cells.filter((cell) => this.#amountOf(cell) === null));
      this.#findings.add('group-rows', row.row, this.#section);
      return true;
    }
    if (!this.#totals.isTotal(row)) return false;
    this.#notes.pass(row);
    this.#parts.end();
    this.#names.end();
    return true;
  }

  #leaveOut(code: FindingCode, row: TableRow, detail = textOf(row.cells)): [] {
    this.#findings.add(code, row.row, detail);
    return [];
  }

  /** Returns a row with the year of its month, where titles name it. */
  #nameYear(row: TableRow): TableRow {
    if (this.#months === null) return row;
    const { index, year, firstMonth } = this.#months;
    const period = readPeriodName(row.cells[index] ?? null);
    if (period === null || period.year !== null || period.isFiscal) return row;
    const own = (period.month ?? 12) < firstMonth ? year + 1 : year;
    return { ...row, cells: row.cells.with(index, writePeriod({ ...period, year: own })) };
  }

  #amountOf(cell: Cell | undefined): number | null {
    return amountOf(cell, this.#style);
  }

  #noteUnnamed({ cells }: TableRow): void {
    for (let index = 0; index < cells.length; index++) {
      if ((this.#layout.names[index] ?? '') !== '' || isBlank(cells[index]) || this.#unnamed.has(index))
        continue;
      if (!this.#isSheet && index >= this.#layout.names.length) continue;
      this.#unnamed.add(index);
      this.#findings.add('unnamed-columns', null, writeColumn(index));
    }
  }

  /** Returns a row unchanged, with what its section or the header says. A CSV row with other cells than the header stays wrong. */
  #keep(row: TableRow): TableRow {
    const { names, unit } = this.#layout;
    if (!this.#isSheet && row.cells.length !== names.length) return row;
    return {
      ...row,
      cells: [...this.#keptOf(row), ...(unit === null ? [] : [unit])],
      faults: this.#faultsOf(row),
    };
  }

  #keptOf({ cells }: TableRow): Cell[] {
    const kept = this.#kept.map(({ index }) => cells[index] ?? null);
    return [
      ...kept,
      ...(this.#hasSections ? [this.#section] : []),
      ...(this.#period === null ? [] : [this.#period]),
    ];
  }

  /** Returns the faults of the columns that are kept, by their place in the table. */
  #faultsOf({ faults = [] }: TableRow): NonNullable<TableRow['faults']> {
    return faults.flatMap(({ column, error }) => {
      const at = this.#kept.findIndex(({ index }) => index === column);
      return at < 0 ? [] : [{ column: at, error }];
    });
  }

  /** Returns a row for each amount of a row. */
  #spread(row: TableRow): readonly TableRow[] {
    const { kind, spread, names } = this.#layout;
    const kept = this.#keptOf(row);
    const hasUnits = spread.some(({ unit }) => unit !== null);
    const others = this.#faultsOf(row);
    if (!this.#isSheet && row.cells.length !== names.length) {
      const error = new CellFault(
        'cells',
        `expected ${names.length} cells as in the header, got ${row.cells.length}`,
      );
      return [{ row: row.row, cells: this.columns.map(() => null), faults: [{ column: 0, error }] }];
    }
    const isOne = kind === 'carriers' && this.#isOneEach && this.#countUsed(row) === 1;
    return spread.flatMap((column) => {
      const cell = row.cells[column.index] ?? null;
      const own = row.faults?.find((fault) => fault.column === column.index);
      if (own === undefined && isEmptyCell(cell)) {
        this.#findings.add('empty-amounts', row.row);
        return [];
      }
      if (isOne && this.#amountOf(cell) === 0) {
        this.#findings.add('zero-amounts', row.row);
        return [];
      }
      const said = [...(this.#hasMeasured ? [column.of] : []), this.#nameOf(column, row)];
      const cells = [...kept, ...said, cell, ...(hasUnits ? [column.unit] : [])];
      const fault = own === undefined ? [] : [{ column: kept.length + said.length, error: own.error }];
      const place = `${row.row}.${writeColumn(column.index)}`;
      return [{ row: row.row, place, cells, faults: [...others, ...fault] }];
    });
  }

  /** Returns the period or the carrier that a column stands for. */
  #nameOf({ bare, period }: LaidColumn, { cells }: TableRow): Cell {
    if (this.#layout.kind === 'carriers' || period === null) return bare;
    if (period.isFiscal) return bare;
    if (period.year !== null) return writePeriod({ ...period, year: period.year });
    const stated = nameOf(cells[this.#yearColumn]);
    const year = this.#year ?? (this.#firstMonth === 1 ? yearIn(stated) : fiscalYearIn(stated));
    if (year === null) return bare;
    return writePeriod({ ...period, year: (period.month ?? 12) < this.#firstMonth ? year + 1 : year });
  }
}
