import type { UnsaltedEntry } from '../core/records/entry.ts';
import type { ColumnPlan } from './column-plan.ts';
import type { CellStyle } from './entry-members.ts';
import { EntryReader } from './entry-reader.ts';
import { DatasetRefused, type TableProblem } from './table-problem.ts';
import type { TableRow } from './table.ts';

/** Finds what is wrong with entries as a whole; it is given each of a table once, in order. */
export interface EntryChecker {
  /** `row` is null where the entry is in no row. */
  check(
    entry: UnsaltedEntry,
    row: number | null,
  ): readonly Pick<TableProblem & { readonly column: string }, 'code' | 'column' | 'message'>[];
}

/** Problems that are listed one by one; the others are counted. */
const MOST_LISTED = 1000;

/** Reads batches of rows as entries, checks each, and keeps all that is wrong, so that a table can be corrected in one go. */
export class CheckedRows {
  readonly #problems: TableProblem[] = [];
  #total = 0;
  #rows = 0;
  readonly #plan: ColumnPlan;
  readonly #reader: EntryReader;
  readonly #checker: EntryChecker;

  constructor(plan: ColumnPlan, style: CellStyle, checker: EntryChecker) {
    this.#plan = plan;
    this.#reader = new EntryReader(plan, style);
    this.#checker = checker;
  }

  /** How many rows were read. */
  get rows(): number {
    return this.#rows;
  }

  /** Whether nothing was wrong so far. */
  get isInOrder(): boolean {
    return this.#total === 0;
  }

  /** Returns the entries of the next rows: those to be used only while everything is in order. */
  read(rows: readonly TableRow[]): UnsaltedEntry[] {
    this.#rows += rows.length;
    return rows.map((row) => {
      const { entry, faults } = this.#reader.read(row);
      for (const fault of faults) this.#report(fault);
      this.#check(entry, row.row, faults);
      return entry;
    });
  }

  /** Checks entries that are in no row. */
  add(entries: readonly UnsaltedEntry[]): void {
    for (const entry of entries) this.#check(entry, null, []);
  }

  /** @throws DatasetRefused where anything was wrong */
  refuseProblems(file: string): void {
    if (this.#total > 0) throw new DatasetRefused(file, this.#problems, this.#total);
  }

  /** A cell that could not be read is reported once: its member is not reported missing as well. */
  #check(entry: UnsaltedEntry, row: number | null, faults: readonly TableProblem[]): void {
    const reported = faults.map(({ column }) => column);
    for (const { code, column: member, message } of this.#checker.check(entry, row)) {
      const column = this.#nameOf(member);
      if (reported.some((name) => name === null || name === column)) continue;
      this.#report({ code, row, key: entry.key === '' ? null : entry.key, column, message });
    }
  }

  #nameOf(member: string): string {
    const { columns } = this.#plan;
    const found = columns.find((column) => column.member === member);
    const period = member === 'from' || member === 'until' ? 'period' : 'detail';
    return found?.name ?? columns.find((column) => column.member === period)?.name ?? member;
  }

  #report(problem: TableProblem): void {
    this.#total++;
    if (this.#problems.length < MOST_LISTED) this.#problems.push(problem);
  }
}
