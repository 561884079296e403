import { BadInput } from '../core/errors.ts';
import type { UnsaltedEntry } from '../core/records/entry.ts';
import { EngineError } from '../engine/errors/engine-error.ts';
import { UNIT_SPELLINGS } from '../engine/quantities/unit-spelling.ts';
import { type ColumnPlan, nameOfMember } from './column-plan.ts';
import { typeDetail } from './detail-members.ts';
import { setCell, type Setter, setterOf, writeText } from './entry-members.ts';
import { addTerm, finishUnit, finishValue } from './finish-amount.ts';
import { checkBothEnds, finishDays } from './finish-period.ts';
import { isBlank, isEmptyCell } from './layout/cell-text.ts';
import type { FindingCode } from './layout/finding.ts';
import { codeName } from '../engine/rows/spelling.ts';
import { listAlike, type NamedMember, NameLookup, offerNames } from './name-lookup.ts';
import { type CellStyle, createPartial, type PartialEntry } from './partial-entry.ts';
import { CellFault, refuseTable, type TableCode, type TableProblem } from './cells/table-problem.ts';
import type { Cell, TableRow } from './cells/table.ts';

/** An entry read from a row as far as possible, and the problems of its cells. */
export interface ReadEntry {
  readonly entry: UnsaltedEntry;
  /** What was read differently from the cells. */
  readonly notes: ReadonlySet<FindingCode>;
  readonly faults: readonly TableProblem[];
  /** Why no entry comes from the row; null where one does. */
  readonly leftOut: 'chosen-out' | 'empty-amounts' | 'zero-amounts' | null;
}

type Report = (error: unknown, column: string | null) => void;

/** What a column sets. */
interface ColumnSetter {
  readonly index: number;
  readonly set: Setter;
  readonly name: string;
  readonly member: string;
  /** Of cells that are read as something else; null where there are none. */
  readonly lookup: NameLookup | null;
}

/** Reads the rows of a table as entries, by a column plan. */
export class EntryReader {
  readonly #plan: ColumnPlan;
  readonly #style: CellStyle;
  readonly #setters: readonly ColumnSetter[];
  readonly #lookups: readonly {
    readonly index: number;
    readonly name: string;
    readonly lookup: NameLookup;
  }[];
  readonly #key: string | null;
  readonly #constants: readonly { readonly cell: string; readonly set: Setter }[];

  constructor(plan: ColumnPlan, style: CellStyle) {
    this.#plan = plan;
    this.#style = style;
    const isUnit = (column: string): boolean =>
      plan.columns.some(({ name, member }) => name === column && member === 'unit');
    const lookups = plan.lookups.map(({ index, name, list }) => ({
      ...{ index, name },
      lookup: new NameLookup(name, list, { style, isUnit: isUnit(name) }),
    }));
    this.#setters = plan.columns.map(({ index, name, member }) => ({
      ...{ index, name, member, set: setterOf(member, style) },
      lookup: lookups.find((list) => list.name === name)?.lookup ?? null,
    }));
    this.#lookups = lookups.filter(({ name }) => plan.columns.every((column) => column.name !== name));
    const { key, ...constants } = plan.set;
    this.#key = key ?? null;
    this.#constants = Object.entries(constants).map(([member, cell]) => ({
      cell,
      set: setterOf(member, style),
    }));
    this.#checkConstants();
  }

  /** Returns the entry of a row, and the problems of its cells. */
  read(tableRow: TableRow): ReadEntry {
    const partial = createPartial();
    const { entry } = partial;
    const faults: TableProblem[] = [];
    const report: Report = (error, column) => {
      const key = entry.key === '' ? null : entry.key;
      faults.push({ ...describeFault(error), row: tableRow.row, key, column });
    };
    this.#readCells(tableRow, partial, report);
    if (tableRow.cells.length === this.#plan.count) this.#finish(partial, report);
    else faults.splice(0, faults.length, this.#refuseCount(tableRow, entry.key));
    return { entry, notes: partial.notes, faults, leftOut: this.#findWhyLeftOut(tableRow, partial) };
  }

  #findWhyLeftOut({ row, sheet, cells, faults = [] }: TableRow, partial: PartialEntry): ReadEntry['leftOut'] {
    const { entry } = partial;
    const isChosen = this.#plan.leftOut.some((one) => one.row === row && (one.sheet ?? sheet) === sheet);
    if (partial.isLeftOut || isChosen) return 'chosen-out';
    if (isNothing(partial)) return 'zero-amounts';
    const amounts = this.#setters.filter(({ member }) => AMOUNTS.includes(member));
    const isEmpty = amounts.every(
      ({ index, name, member }) =>
        isAmountOf(name, member) &&
        isEmptyCell(cells[index]) &&
        faults.every(({ column }) => column !== index),
    );
    return amounts.length > 0 && isEmpty && entry.value === null && entry.unit !== ''
      ? 'empty-amounts'
      : null;
  }

  #checkConstants(): void {
    const partial = createPartial();
    try {
      for (const { cell, set } of this.#constants) setCell(partial, cell, set);
    } catch (error) {
      const { code, message } = describeFault(error);
      throw refuseTable('--set', code, message);
    }
  }

  /** Reports a wrong number of cells, and nothing else: the cells may all be in the wrong column. */
  #refuseCount({ row, cells }: TableRow, key: string): TableProblem {
    const message = `expected ${this.#plan.count} cells as in the header, got ${cells.length}: put cells that hold the delimiter in quotes`;
    return { code: 'cells', row, key: key === '' ? null : key, column: null, message };
  }

  #readCells(
    { row, place, cells, lacks = NONE, faults = [] }: TableRow,
    partial: PartialEntry,
    report: Report,
  ): void {
    for (const { column, error } of faults) report(error, this.#plan.names[column] ?? String(column + 1));
    if (this.#key !== null) partial.entry.key = this.#fillKey(this.#key, place ?? String(row), cells);
    for (const { cell, set } of this.#constants) setCell(partial, cell, set);
    for (const setter of this.#setters)
      this.#readCell(setter, cells[setter.index] ?? null, partial, (error) => report(error, setter.name));
    this.#readNames({ cells, lacks }, partial, report);
  }

  #readCell(
    { name, member, set, lookup }: ColumnSetter,
    cell: Cell,
    partial: PartialEntry,
    report: (error: unknown) => void,
  ): void {
    const stated = lookup === null ? null : lookup.findOther(cell);
    if (stated !== null) {
      this.#state(stated, name, partial, report);
      return;
    }
    if (isBlank(cell) || (isAmountOf(name, member) && isEmptyCell(cell))) return;
    try {
      setCell(partial, cell, set, name);
    } catch (error) {
      report(error);
    }
  }

  #state(
    members: readonly NamedMember[],
    column: string,
    partial: PartialEntry,
    report: (error: unknown) => void,
  ): void {
    try {
      for (const { text, set } of members) if (text !== '') setCell(partial, text, set, column);
    } catch (error) {
      report(error);
    }
  }

  /** Stores what the names in columns with lists state, which wins over cells. */
  #readNames(
    { cells, lacks = NONE }: Pick<TableRow, 'cells' | 'lacks'>,
    partial: PartialEntry,
    report: Report,
  ): void {
    for (const { index, name, lookup } of this.#lookups)
      try {
        // A sheet without the column says nothing by it.
        if (lacks.has(name)) continue;
        for (const { text, set } of lookup.find(cells[index] ?? null)) setCell(partial, text, set);
      } catch (error) {
        report(error, name);
      }
  }

  #finish(partial: PartialEntry, report: Report): void {
    const style = this.#style;
    const { detail, unit } = partial.entry;
    this.#attempt('value', report, () => finishValue(partial, style));
    this.#attempt('days', report, () => finishDays(partial));
    this.#attempt(partial.hasFrom ? 'until' : 'from', report, () => checkBothEnds(partial));
    if (style === 'as-hashed') return;
    this.#attempt('unit', report, () => finishUnit(partial));
    for (const term of partial.terms)
      attempt(
        () => addTerm(partial, term, style, unit),
        (error) => report(error, term.column),
      );
    if (this.#plan.isReversed) reverse(partial.entry);
    if (detail !== null) this.#attempt('detail', report, () => typeDetail(detail));
  }

  #attempt(member: string, report: Report, finish: () => void): void {
    try {
      finish();
    } catch (error) {
      // If the converted value is too large, the problem belongs to the value, not to the unit.
      report(
        error,
        nameOfMember(
          this.#plan,
          error instanceof EngineError && error.code === 'overflow' ? 'value' : member,
        ),
      );
    }
  }

  #fillKey(template: string, place: string, cells: readonly Cell[]): string {
    const key = template.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => {
      if (name === 'row') return place;
      const index = this.#plan.names.indexOf(name);
      return index < 0 ? whole : codeName(writeText(cells[index] ?? ''));
    });
    return key === '' ? `row-${place}` : key;
  }
}

/** Whether a column has amounts as people keep them: a column `value` is made for the ledger. */
function isAmountOf(name: string, member: string): boolean {
  return AMOUNTS.includes(member) && name !== 'value';
}

const AMOUNTS = ['value', 'plus', 'minus'];

/** Whether a row says that nothing moved, or that nothing was used in no time: a visit that added 0, a stay of 0 nights. */
function isNothing({ entry, terms, hasFrom, hasUntil }: PartialEntry): boolean {
  const isNoTime = hasFrom && hasUntil && entry.from === entry.until;
  return entry.value === '0' && (isNoTime || (terms.length > 0 && terms.every(({ cell }) => isZero(cell))));
}

function isZero(cell: Cell): boolean {
  return isEmptyCell(cell) || Number(cell) === 0;
}

function attempt(act: () => void, report: (error: unknown) => void): void {
  try {
    act();
  } catch (error) {
    report(error);
  }
}

const NONE: ReadonlySet<string> = new Set();

function reverse(entry: PartialEntry['entry']): void {
  const { value } = entry;
  if (value !== null && value !== '0') entry.value = value.startsWith('-') ? value.slice(1) : `-${value}`;
}

/** Returns what is wrong with a cell. @throws any error that is not the table's fault */
function describeFault(error: unknown): Pick<TableProblem, 'code' | 'message' | 'offered'> {
  if (error instanceof CellFault) return withOffered(error.code, error.message, error.offered);
  if (error instanceof BadInput) return { code: 'bad-member', message: error.message };
  if (error instanceof EngineError) {
    const code = codeOfUnit(error);
    const offered = code === 'unknown-unit' ? listAlike(String(error.value), UNIT_SPELLINGS) : [];
    return withOffered(code, `${error.message}${offerNames(offered)}`, offered);
  }
  throw error;
}

function withOffered(
  code: TableCode,
  message: string,
  offered: readonly string[],
): Pick<TableProblem, 'code' | 'message' | 'offered'> {
  return { code, message, ...(offered.length === 0 ? {} : { offered }) };
}

function codeOfUnit({ code }: EngineError): 'ambiguous-unit' | 'inexact-value' | 'unknown-unit' {
  if (code === 'ambiguous-unit') return code;
  return code === 'overflow' ? 'inexact-value' : 'unknown-unit';
}
