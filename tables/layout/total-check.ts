import type { Cell, TableRow } from '../cells/table.ts';
import type { Findings } from './finding.ts';
import { isAmount, isBlank, nameOf, textOf } from './cell-text.ts';
import { splitUnit } from './header-units.ts';
import { isLikelyUnit } from './column-names.ts';
import { isMeanName, isTotalName, mayBeTotal } from './total-name.ts';

/** A sum in float64 may be off by this part of it. */
const NOISE = 1e-9;

/** A total that a table states, and what its rows or cells add up to. */
export interface StatedTotal {
  readonly sheet?: string;
  readonly row: number;
  readonly column: string;
  /** As the cell has it. */
  readonly stated: string;
  readonly sum: string;
  readonly isSame: boolean;
}

/** Rows of totals say less than others: those have more texts than so many. */
const FEWEST_TEXTS = 3;

/** The most that are listed. */
const MOST_STATED = 1000;

/** A row that adds up at least so many others, in so many columns, does so by no chance. */
const FEWEST_ROWS = 2;
const FEWEST_SUMS = 3;

/** A total above the rows that it adds up, until they were read. */
interface TotalAbove {
  readonly row: TableRow;
  /** What all rows before it add up to, by column. */
  readonly before: readonly number[];
  /** What the rows from it to the next total add up to; null until that was read. */
  group: readonly number[] | null;
  /** The units of the rows below it. */
  readonly units: Set<string>;
}

/** Adds up the amounts of each column, and compares rows that state totals with them. */
export class TotalCheck {
  readonly #names: readonly string[];
  readonly #amountOf: (cell: TableRow['cells'][number] | undefined) => number | null;
  readonly #findings: Findings;
  /** By column: since the last total, and over all rows. */
  #group: number[];
  readonly #all: number[];
  readonly stated: StatedTotal[] = [];
  /** The column of units; -1 where there is none. */
  readonly #unitColumn: number;
  /** The units of the rows since the last total. */
  #units = new Set<string>();
  /** Unit → what the rows in it add up to, by column. */
  readonly #ofUnits = new Map<string, number[]>();
  /** Totals that no row above explains, in the order of their rows. */
  #above: TotalAbove[] = [];
  /** Whether there was a row since the last total. */
  #isEmpty = true;
  /** Whether a total was above its rows, and whether one was below. */
  #hasAbove = false;
  #hasBelow = false;
  /** How many rows were added up. */
  #rows = 0;
  /** The most texts in a row so far; not counted further where they are more than are asked for. */
  #widest = 0;

  constructor(
    names: readonly string[],
    amountOf: (cell: TableRow['cells'][number] | undefined) => number | null,
    findings: Findings,
  ) {
    this.#names = names;
    this.#amountOf = amountOf;
    this.#findings = findings;
    this.#group = names.map(() => 0);
    this.#all = names.map(() => 0);
    this.#unitColumn = names.findIndex(isLikelyUnit);
  }

  /** Takes a row: true if it states totals, which are compared with the rows before it, or means. */
  isTotal(row: TableRow): boolean {
    if (this.#isMean(row)) {
      this.#findings.add('mean-rows', row.row);
      return true;
    }
    const name = this.#labelOf(row);
    const isCertain = name !== null && (isTotalName(name) || (mayBeTotal(name) && this.#isSparse(row)));
    if (this.#widest <= FEWEST_TEXTS) this.#widest = Math.max(this.#widest, countTexts(row));
    const differences =
      isCertain || (name !== null && mayBeTotal(name)) ? this.#differ(row, this.#sumsFor(row)) : null;
    if (differences !== null && (isCertain || differences.length === 0)) {
      this.#close(row, differences);
      return true;
    }
    this.#addUp(row);
    return false;
  }

  /** Adds a row to the sums. */
  #addUp(row: TableRow): void {
    if (this.#isUnnamedSum(row)) this.#findings.add('unnamed-sum', row.row, textOf(row.cells.slice(0, 1)));
    this.#isEmpty = false;
    const unit = this.#unitOf(row);
    if (unit !== null) {
      this.#units.add(unit);
      for (const { units } of this.#above) units.add(unit);
    }
    const ofUnit = unit === null ? null : this.#openUnit(unit);
    const end = Math.min(row.cells.length, this.#all.length);
    for (let index = 0; index < end; index++) {
      const amount = this.#amountOf(row.cells[index]);
      if (amount === null) continue;
      this.#group[index]! += amount;
      this.#all[index]! += amount;
      if (ofUnit !== null) ofUnit[index]! += amount;
    }
  }

  #openUnit(unit: string): number[] {
    let sums = this.#ofUnits.get(unit);
    if (sums === undefined) this.#ofUnits.set(unit, (sums = this.#names.map(() => 0)));
    return sums;
  }

  /** Returns the sums that a total may state: of the rows since the last total, of all rows, and of those in its unit. */
  #sumsFor(total: TableRow): readonly (readonly number[])[] {
    const unit = this.#unitOf(total);
    const ofUnit = unit === null ? undefined : this.#ofUnits.get(unit);
    return [this.#group, this.#all, ...(ofUnit === undefined ? [] : [ofUnit])];
  }

  /** Whether a row that no name calls a total has the sums of the rows before it, in each of several columns. */
  #isUnnamedSum({ cells }: TableRow): boolean {
    if (this.#rows++ < FEWEST_ROWS) return false;
    let count = 0;
    for (let index = 0; index < cells.length && index < this.#all.length; index++) {
      const cell = cells[index];
      const amount = typeof cell === 'number' ? cell : this.#amountOf(cell);
      if (amount === null) continue;
      if (!isSame(amount, this.#group[index]!, cell) && !isSame(amount, this.#all[index]!, cell))
        return false;
      if (amount !== 0) count++;
    }
    return count >= FEWEST_SUMS;
  }

  /** Ends the rows: totals that are still above theirs are compared with all of them. */
  end(): void {
    this.#takeAbove();
    for (const total of this.#above) this.#say(total.row, this.#sumsBelow(total), total.units);
    this.#above = [];
  }

  /** Takes a total that ends the rows of a group, or is above them. */
  #close(row: TableRow, differences: readonly string[]): void {
    const isSum = differences.length === 0;
    this.#takeAbove();
    if (!isSum && (this.#isEmpty || (this.#hasAbove && !this.#hasBelow))) {
      this.#above.push({ row, before: [...this.#all], group: null, units: new Set() });
      this.#hasAbove = true;
    } else {
      this.#say(row, this.#sumsFor(row), this.#units);
      this.#hasBelow ||= isSum;
    }
    this.#group = this.#names.map(() => 0);
    this.#units = new Set();
    this.#isEmpty = true;
  }

  /** Takes the totals above that the rows since then add up to. */
  #takeAbove(): void {
    if (this.#isEmpty) return;
    const left: TotalAbove[] = [];
    for (const total of this.#above) {
      total.group ??= [...this.#group];
      const sums = this.#sumsBelow(total);
      if (this.#differ(total.row, sums)?.length === 0) this.#say(total.row, sums, total.units);
      else left.push(total);
    }
    this.#above = left;
  }

  /** Returns what a total above its rows may state: those until the next total, or all below it. One at the end is of the rows before it. */
  #sumsBelow({ before, group }: TotalAbove): readonly (readonly number[])[] {
    return group === null ? [before] : [group, this.#all.map((sum, index) => sum - before[index]!)];
  }

  /** Says what became of a total: a sum in another unit than its rows can't be compared with them. */
  #say(row: TableRow, sums: readonly (readonly number[])[], units: ReadonlySet<string>): void {
    const differences = this.#differ(row, sums) ?? [];
    const own = this.#unitOf(row);
    const others = own === null || units.has(own) || this.#isOfOwnUnits(row) ? [] : [...units];
    const isSum = differences.length === 0;
    if (isSum || others.length === 0) this.#list(row, sums);
    if (isSum) this.#findings.add('total-rows', row.row);
    else if (others.length === 0) this.#findings.add('total-differs', row.row, differences.join(', '));
    else this.#findings.add('total-units', row.row, others.join(', '));
  }

  /** Whether all amounts of a total are in columns whose names state their unit: the unit of the row is not theirs. */
  #isOfOwnUnits({ cells }: TableRow): boolean {
    return cells.every(
      (cell, index) => this.#amountOf(cell) === null || splitUnit(this.#names[index] ?? '') !== null,
    );
  }

  /** Returns the unit of a row without the brackets after it: kWh of `kWh (thousand Watt-hours)`. */
  #unitOf({ cells }: TableRow): string | null {
    const cell = this.#unitColumn < 0 ? null : cells[this.#unitColumn];
    return isBlank(cell) ? null : nameOf(cell).replace(/\s*[(（].*$/, '');
  }

  /** Whether a row has the mean of others: nothing else is in it than a text that says so, and amounts. */
  #isMean({ cells }: TableRow): boolean {
    const isText = (cell: Cell): boolean => !isBlank(cell) && this.#amountOf(cell) === null;
    const only = cells.find(isText);
    if (typeof only !== 'string' || !isMeanName(only) || this.#widest <= 1) return false;
    return cells.filter(isText).length === 1;
  }

  /** Whether a row has one text alone, beside its unit, where other rows have at least three more. */
  #isSparse(row: TableRow): boolean {
    const texts = countTexts(row) - (this.#unitOf(row) === null ? 0 : 1);
    return texts === 1 && this.#widest > FEWEST_TEXTS;
  }

  /** Keeps a total that is stated, beside its sum. */
  add(total: StatedTotal): void {
    if (this.stated.length < MOST_STATED) this.stated.push(total);
  }

  #list({ row, cells }: TableRow, sums: readonly (readonly number[])[]): void {
    cells.forEach((cell, index) => {
      const amount = index < this.#all.length ? this.#amountOf(cell) : null;
      if (amount === null) return;
      const own = sums.map((each) => each[index]!);
      const found = own.find((sum) => isSame(amount, sum, cell));
      this.add({
        ...{ row, column: this.#names[index] ?? '', stated: nameOf(cell) },
        ...{ sum: showSum(found ?? own[0]!), isSame: found !== undefined },
      });
    });
  }

  /** Returns the text before the first amount that may say that the row is a total; null where there is none. */
  #labelOf({ cells }: TableRow): string | null {
    for (const cell of cells) {
      if (isBlank(cell)) continue;
      if (typeof cell !== 'string' || this.#amountOf(cell) !== null) return null;
      if (isTotalName(cell) || mayBeTotal(cell)) return cell;
    }
    return null;
  }

  /** Returns how the totals that a row states differ from the sums of other rows; null if it states none. */
  #differ({ cells }: TableRow, sums: readonly (readonly number[])[]): string[] | null {
    const stated = cells.flatMap((cell, index) => {
      const amount = index < this.#all.length ? this.#amountOf(cell) : null;
      return amount === null ? [] : [{ cell, index, amount }];
    });
    if (stated.length === 0) return null;
    return stated.flatMap(({ cell, index, amount }) => {
      const own = sums.map((each) => each[index]!);
      if (own.some((sum) => isSame(amount, sum, cell))) return [];
      return [`${this.#names[index] ?? ''}: ${nameOf(cell)} stated, ${showSum(own[0]!)} by the rows`];
    });
  }
}

function countTexts({ cells }: TableRow): number {
  return new Set(cells.filter((cell) => typeof cell === 'string' && !isBlank(cell) && !isAmount(cell))).size;
}

/** Whether a stated total is the sum, to the digits in which it is stated. */
export function isSame(stated: number, sum: number, cell: unknown): boolean {
  const difference = Math.abs(stated - sum);
  if (difference <= NOISE * Math.max(1, Math.abs(sum))) return true;
  if (typeof cell !== 'string') return false;
  const places = /[.,](\d{1,2}|\d{4,})$/.exec(cell.trim())?.[1]?.length ?? 0;
  return difference <= 0.5 * 10 ** -places;
}

export function showSum(sum: number): string {
  return String(Number(sum.toPrecision(12)));
}
