import type { NumberStyle } from '../cells/number-cell.ts';
import { CellFault } from '../cells/table-problem.ts';
import type { Cell, TableRow } from '../cells/table.ts';
import { writeColumn } from '../cells/column-letters.ts';
import { amountOf } from './amount-of.ts';
import { isBlank, isEmptyCell, nameOf, textOf, yearIn } from './cell-text.ts';
import type { ColumnLayout, LaidColumn } from './column-layout.ts';
import { memberFor } from './column-names.ts';
import { isExample } from './example-row.ts';
import type { Findings } from './finding.ts';
import { fiscalYearIn } from '../cells/fiscal-year.ts';
import { writePeriod } from '../cells/period-name.ts';
import { isSame, showSum, type StatedTotal, TotalCheck } from './total-check.ts';

/** What is known of the columns of a file. */
export interface LaidColumns {
  readonly layout: ColumnLayout;
  /** The year of columns that name none; null where they name it, or a column does. */
  readonly year: number | null;
  /** The first month of that year; months before it are in the next one. */
  readonly firstMonth: number;
  /** The period of all rows, where titles name one and no column has times. */
  readonly period: string | null;
  readonly isSheet: boolean;
}

/** From so many columns on, a row with a single text has no data. */
const FEWEST = 3;
/** So many of them among the first rows are the names of groups of rows. */
const FEWEST_SECTIONS = 2;

/** Turns the rows of a file into rows of one amount each, and takes titles, notes and totals out. */
export class LaidRows {
  readonly #layout: ColumnLayout;
  readonly #year: number | null;
  readonly #firstMonth: number;
  readonly #period: string | null;
  readonly #isSheet: boolean;
  readonly #style: NumberStyle;
  readonly #findings: Findings;
  readonly #totals: TotalCheck;
  readonly #kept: readonly LaidColumn[];
  /** The number of columns with a name. */
  readonly #named: number;
  /** The column that has the year of the columns of months; -1 where none does. */
  readonly #yearColumn: number;
  readonly #unnamed = new Set<number>();
  #hasSections = false;
  /** Whether each row has an amount in one column alone, such as a bill of gas or of electricity: a zero in another one says nothing. */
  #isOneEach = false;
  #section: string | null = null;
  /** The row of the file that was read before. */
  #last = 0;

  constructor(
    { layout, year, firstMonth, period, isSheet }: LaidColumns,
    style: NumberStyle,
    findings: Findings,
  ) {
    this.#layout = layout;
    this.#named = layout.names.filter((name) => name !== '').length;
    this.#year = year;
    this.#firstMonth = firstMonth;
    this.#period = period;
    this.#isSheet = isSheet;
    this.#style = style;
    this.#findings = findings;
    const isYearNeeded = year === null && layout.spread.some(({ period }) => period?.year === null);
    this.#yearColumn = isYearNeeded ? layout.names.findIndex((name) => memberFor(name) === 'period') : -1;
    this.#kept = layout.kept.filter(({ index }) => index !== this.#yearColumn);
    this.#totals = new TotalCheck(layout.names, (cell) => this.#amountOf(cell), findings);
  }

  /** Looks among the first rows whether rows with a single text name the groups of rows below them, and whether rows have one amount each. */
  lookFor(first: readonly TableRow[]): void {
    const named = first.filter(
      (row, index) =>
        this.#isSingle(row) && first[index + 1] !== undefined && !this.#isSingle(first[index + 1]!),
    );
    this.#hasSections = named.length >= FEWEST_SECTIONS;
    this.#isOneEach = first.every((row) => this.#countUsed(row) < 2);
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

  #read(row: TableRow): readonly TableRow[] {
    const { names } = this.#layout;
    if (row.cells.every((cell) => isBlank(cell)) && (row.faults ?? []).length === 0) return [];
    if (isExample(row)) return this.#leaveOut('example-rows', row);
    if (row.isStruck === true) return this.#leaveOut('struck-rows', row);
    if (names.every((name, index) => nameOf(row.cells[index]) === name))
      return this.#leaveOut('repeated-header', row);
    if (row.isHidden === true) this.#findings.add('hidden-rows', row.row);
    if (this.#totals.isTotal(row)) {
      this.#last = row.row;
      return [];
    }
    if (this.#isAfterGap(row)) return this.#leaveOut('note-rows', row);
    if (this.#isSingle(row)) {
      if (this.#hasSections) this.#section = textOf(row.cells);
      return this.#leaveOut(this.#hasSections ? 'section-rows' : 'note-rows', row);
    }
    this.#noteUnnamed(row);
    this.#checkTotals(row);
    return this.#layout.kind === null ? [this.#keep(row)] : this.#spread(row);
  }

  #leaveOut(
    code: 'example-rows' | 'struck-rows' | 'repeated-header' | 'note-rows' | 'section-rows',
    row: TableRow,
  ): [] {
    this.#findings.add(code, row.row, code === 'repeated-header' ? '' : textOf(row.cells));
    return [];
  }

  /** Whether a row without any amount follows an empty one, as signatures below a table do. */
  #isAfterGap({ row, cells, faults = [] }: TableRow): boolean {
    const isBehind = this.#isSheet && this.#last > 0 && row > this.#last + 1;
    if (isBehind && faults.length === 0 && this.#named >= FEWEST) {
      const texts = new Set(cells.filter((cell) => !isBlank(cell)));
      const isNote = texts.size * 2 <= this.#named && texts.size > 1;
      if (isNote && cells.every((cell) => this.#amountOf(cell) === null)) return true;
    }
    this.#last = row;
    return false;
  }

  /** Whether a row has one text and nothing else, in a table with several columns. */
  #isSingle({ cells, faults = [] }: TableRow): boolean {
    if (this.#named < FEWEST || faults.length > 0) return false;
    const only = cells.find((cell) => !isBlank(cell));
    if (typeof only !== 'string' || cells.some((cell) => cell !== only && !isBlank(cell))) return false;
    return this.#amountOf(only) === null;
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

  /** Compares totals in columns with the cells that they add up. */
  #checkTotals({ row, cells }: TableRow): void {
    const { totals, spread } = this.#layout;
    for (const { index, name } of totals) {
      const stated = this.#amountOf(cells[index]);
      if (stated === null) continue;
      const sum = spread.reduce((all, column) => all + (this.#amountOf(cells[column.index]) ?? 0), 0);
      this.#totals.add({
        ...{ row, column: name, stated: nameOf(cells[index]), sum: showSum(sum) },
        isSame: isSame(stated, sum, cells[index]),
      });
      if (isSame(stated, sum, cells[index])) {
        this.#findings.add('total-columns', row, name);
        continue;
      }
      const differs = `${name}: ${nameOf(cells[index])} stated, ${showSum(sum)} by the cells`;
      this.#findings.add('total-column-differs', row, differs);
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
      const cells = [...kept, this.#nameOf(column, row), cell, ...(hasUnits ? [column.unit] : [])];
      const fault = own === undefined ? [] : [{ column: kept.length + 1, error: own.error }];
      const place = `${row.row}.${writeColumn(column.index)}`;
      return [{ row: row.row, place, cells, faults: [...others, ...fault] }];
    });
  }

  /** Returns the period or the carrier that a column stands for. */
  #nameOf({ name, bare, period }: LaidColumn, { cells }: TableRow): Cell {
    if (this.#layout.kind === 'carriers' || period === null) return bare;
    if (period.isFiscal) return bare;
    if (period.year !== null) return writePeriod({ ...period, year: period.year });
    const stated = nameOf(cells[this.#yearColumn]);
    const year = this.#year ?? (this.#firstMonth === 1 ? yearIn(stated) : fiscalYearIn(stated));
    if (year === null) return name;
    return writePeriod({ ...period, year: (period.month ?? 12) < this.#firstMonth ? year + 1 : year });
  }
}
