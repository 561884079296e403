import type { UnsaltedEntry } from '../core/records/entry.ts';
import { EngineError } from '../engine/errors/engine-error.ts';
import { type ColumnPlan, nameOfMember } from './column-plan.ts';
import { typeDetail } from './detail-members.ts';
import { describeFault } from './describe-fault.ts';
import { AMOUNTS, isAmountOf, isNothing } from './empty-rows.ts';
import { KeyTemplate, TextTemplate } from './text-template.ts';
import { setCell, type Setter, setterOf } from './entry-members.ts';
import { addTerm, compareUnits, finishUnit, finishValue } from './finish-amount.ts';
import { checkBothEnds, finishDays } from './finish-period.ts';
import { isBlank, isEmptyCell } from './layout/cell-text.ts';
import { splitUnit } from './layout/header-units.ts';
import type { FindingCode } from './layout/finding.ts';
import { type NamedMember, NameLookup } from './name-lookup.ts';
import { type CellStyle, createPartial, type PartialEntry } from './partial-entry.ts';
import { refuseTable, type TableProblem } from './cells/table-problem.ts';
import type { Cell, TableRow } from './cells/table.ts';

/** An entry read from a row as far as possible, and the problems of its cells. */
export interface ReadEntry {
  readonly entry: UnsaltedEntry;
  /** What was read differently from the cells. */
  readonly notes: ReadonlyMap<FindingCode, string>;
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
  /** Those of columns of amounts. */
  readonly #amounts: readonly ColumnSetter[];
  readonly #lookups: readonly {
    readonly index: number;
    readonly name: string;
    readonly lookup: NameLookup;
  }[];
  readonly #key: KeyTemplate | null;
  /** The unit in the name of the only column of amounts. */
  readonly #headerUnit: string | null;
  readonly #constants: readonly { readonly cell: string; readonly set: Setter }[];
  /** Texts with the cells of columns in them. */
  readonly #templates: readonly { readonly template: TextTemplate; readonly set: Setter }[];

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
    this.#amounts = this.#setters.filter(({ member }) => AMOUNTS.includes(member));
    this.#lookups = lookups.filter(({ name }) => plan.columns.every((column) => column.name !== name));
    const [amounts, ...more] = plan.columns.filter(({ member }) => member === 'value');
    this.#headerUnit =
      amounts === undefined || more.length > 0 ? null : (splitUnit(amounts.name)?.unit ?? null);
    const { key, ...constants } = plan.set;
    this.#key = key === undefined ? null : new KeyTemplate(key, plan.names);
    const texts = Object.entries(constants).map(([member, text]) => ({
      ...{ cell: text, set: setterOf(member, style) },
      template: new TextTemplate(member, text, plan.names),
    }));
    this.#templates = texts.filter(({ template }) => !template.isFixed);
    this.#constants = texts.filter(({ template }) => template.isFixed);
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
    if (this.#style !== 'as-hashed' && isNothing(partial)) return 'zero-amounts';
    if (entry.value !== null || entry.unit === '') return null;
    const isEmpty = this.#amounts.every(
      ({ index, name, member }) =>
        isAmountOf(name, member) &&
        isEmptyCell(cells[index]) &&
        faults.every(({ column }) => column !== index),
    );
    return this.#amounts.length > 0 && isEmpty ? 'empty-amounts' : null;
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
    if (this.#key !== null)
      partial.entry.key = this.#key.fill(cells, place ?? String(row)) || `row-${place ?? row}`;
    for (const { cell, set } of this.#constants) setCell(partial, cell, set);
    for (const { template, set } of this.#templates) {
      const text = template.fill(cells);
      const column = this.#plan.names[template.lastColumn] ?? null;
      if (text !== null)
        attempt(
          () => setCell(partial, text, set),
          (error) => report(error, column),
        );
    }
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
    compareUnits(partial, this.#headerUnit, unit);
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
