import type { UnsaltedEntry } from '../core/records/entry.ts';
import { type ColumnPlan, nameOfMember, type PlannedColumn } from './column-plan.ts';
import { writeText } from './entry-members.ts';
import { EntryReader } from './entry-reader.ts';
import { ProblemGroups } from './cells/problem-groups.ts';
import {
  DatasetRefused,
  type TableCode,
  type TableProblem,
  type TableProblems,
  type TableWarning,
  type TableWarnings,
} from './cells/table-problem.ts';
import type { CellStyle } from './partial-entry.ts';
import { type Finding, Findings } from './layout/finding.ts';
import { SheetSums } from './sheet-sums.ts';
import { type NamesFound, WatchedNames } from './watched-names.ts';
import type { Cell, TableRow } from './cells/table.ts';

/** Checks the entries of a table; it gets each entry once, in order. */
export interface EntryChecker {
  /** Returns the problems of an entry; `row` is null if it does not come from a row. */
  check(
    entry: UnsaltedEntry,
    row: number | null,
  ): readonly Pick<TableProblem & { readonly column: string }, 'code' | 'column' | 'message' | 'value'>[];
}

/** Returns what is worth a look in a valid entry, or null. */
export type JudgeEntry = (
  entry: UnsaltedEntry,
) => Pick<TableWarning & { readonly column: string }, 'code' | 'column' | 'message'> | null;

/** Names of amounts that each count those before them: of the year so far, or the state of a meter. */
const RUNNING =
  /\bytd\b|year[\s-]to[\s-]date|cumul|kumul|累计|\b(?:present|current|previous|closing|opening|meter) (?:meter )?reading|zählerstand|读数|示数/i;

/** Whether a column of amounts has a name of such amounts. */
function isRunning({ name, member }: PlannedColumn): boolean {
  return member === 'value' && RUNNING.test(name);
}

/** The most problems, and the most warnings, that are listed; further ones are only counted. */
const MOST_LISTED = 1000;
/** Characters of a cell that a problem shows. */
const MOST_SHOWN = 200;

/** Reads batches of rows as entries, checks each, and collects all problems, so that a table can be corrected in one go. */
export class CheckedRows {
  readonly #problems: TableProblem[] = [];
  readonly #groups = new ProblemGroups<TableCode>();
  readonly #findings = new Findings();
  readonly #names: WatchedNames;
  readonly #sheets = new SheetSums();
  readonly #warnings: TableWarning[] = [];
  readonly #judge: JudgeEntry;
  #total = 0;
  #warned = 0;
  #rows = 0;
  /** Of the row that is read. */
  #cells: readonly Cell[] = [];
  #sheet: string | undefined;
  readonly #plan: ColumnPlan;
  readonly #reader: EntryReader;
  readonly #checker: EntryChecker;

  constructor(plan: ColumnPlan, style: CellStyle, checker: EntryChecker, judge: JudgeEntry = () => null) {
    this.#judge = judge;
    this.#plan = plan;
    this.#names = new WatchedNames(plan);
    this.#reader = new EntryReader(plan, style);
    this.#checker = checker;
  }

  /** The number of rows read so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Whether no problem was found so far. */
  get isFaultless(): boolean {
    return this.#total === 0;
  }

  /** What is worth a look in the rows so far. */
  get warnings(): TableWarnings {
    return { total: this.#warned, listed: this.#warnings };
  }

  /** What was read differently from the cells of the rows so far, and what they show of their sheets and columns. */
  get findings(): readonly Finding[] {
    const found = new Findings();
    for (const sheet of this.#sheets.findSums()) found.add('sheet-of-sums', null, sheet);
    const running = this.#rows > 1 ? this.#plan.columns.filter(isRunning) : [];
    if (running.length > 0) found.add('running-total', null, running.map(({ name }) => name).join(', '));
    return [...found.list(), ...this.#findings.list()];
  }

  /** The names in the rows so far that are one, or may be. */
  get names(): NamesFound {
    return this.#names.found;
  }

  /** Returns the entries of the next rows that have no problem. */
  read(rows: readonly TableRow[]): UnsaltedEntry[] {
    return rows.flatMap((row) => {
      const { entry, notes, faults, leftOut } = this.#reader.read(row);
      if (leftOut !== null) {
        this.#findings.add(leftOut, row.row, row.sheet);
        return [];
      }
      this.#rows++;
      this.#names.add(row.cells);
      const before = this.#total;
      for (const [note, detail] of notes)
        this.#findings.add(
          note,
          row.row,
          [row.sheet, detail].filter((text) => (text ?? '') !== '').join(': '),
        );
      this.#cells = row.cells;
      this.#sheet = row.sheet;
      for (const fault of faults) this.#report(fault);
      this.#check(entry, row.row, faults);
      if (this.#total > before) return [];
      if (row.sheet !== undefined) this.#sheets.add(row.sheet, entry);
      return [entry];
    });
  }

  /** Checks entries that do not come from rows. */
  add(entries: readonly UnsaltedEntry[]): void {
    this.#cells = [];
    this.#sheet = undefined;
    for (const entry of entries) this.#check(entry, null, []);
  }

  /** Ends the check. @throws DatasetRefused if any problem was found */
  refuseProblems(file: string): void {
    const { total, problems, groups } = this.problems;
    if (total > 0) throw new DatasetRefused(file, problems, total, groups);
  }

  /** What is wrong with the rows so far. */
  get problems(): TableProblems {
    return { total: this.#total, problems: this.#problems, groups: this.#groups.list() };
  }

  /** Checks an entry. The member of an unreadable cell is not also reported as missing. */
  #check(entry: UnsaltedEntry, row: number | null, faults: readonly TableProblem[]): void {
    const before = this.#total;
    const reported = faults.map(({ column }) => column);
    const isUnnamed = faults.some(({ code }) => code === 'unknown-name');
    for (const { column: member, ...problem } of this.#checker.check(entry, row)) {
      const column = this.#nameOf(member);
      if (reported.some((name) => name === null || name === column)) continue;
      // What an unknown name would state is not missed too.
      if (isUnnamed && problem.code === 'missing-member') continue;
      this.#report({ ...problem, row, key: entry.key === '' ? null : entry.key, column });
    }
    if (faults.length === 0 && this.#total === before) this.#warn(entry, row);
  }

  #warn(entry: UnsaltedEntry, row: number | null): void {
    const found = this.#judge(entry);
    if (found === null) return;
    this.#warned++;
    if (this.#warnings.length === MOST_LISTED) return;
    const { code, column, message } = found;
    this.#warnings.push({
      ...{ code, row, key: entry.key, column: this.#nameOf(column), message },
      ...this.#place(),
    });
  }

  /** The sheet of the row, where there are several. */
  #place(): Pick<TableProblem, 'sheet'> {
    return this.#sheet === undefined ? {} : { sheet: this.#sheet };
  }

  #nameOf(member: string): string {
    return nameOfMember(this.#plan, member);
  }

  #report(problem: TableProblem): void {
    this.#total++;
    const cell = this.#cells[this.#plan.names.indexOf(problem.column ?? '')] ?? '';
    const value = problem.value ?? writeText(cell).slice(0, MOST_SHOWN);
    const placed = { ...problem, ...this.#place(), ...(value === '' ? {} : { value }) };
    this.#groups.add(placed);
    if (this.#problems.length < MOST_LISTED) this.#problems.push(placed);
  }
}
