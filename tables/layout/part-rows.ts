import { foldName } from '../../engine/rows/spelling.ts';
import type { Cell, TableRow } from '../cells/table.ts';
import { listAmounts } from './amount-columns.ts';
import { isAmount, isBlank, nameOf } from './cell-text.ts';
import type { ColumnLayout, GivenNames } from './column-layout.ts';
import { isLikelyUnit } from './column-names.ts';
import type { Findings } from './finding.ts';
import { isPartName } from './part-name.ts';

/**
 * Tells rows that are a part of the row above them, which counts them already: those that say so, and whose amounts are no more than those above. A
 * name that the mapping explains is read as it says.
 */
export class PartRows {
  readonly #amountOf: (cell: Cell | undefined) => number | null;
  readonly #findings: Findings;
  /** The names that the mapping explains, folded. */
  readonly #explained: ReadonlySet<string>;
  /** The columns of amounts; all where none is known. */
  readonly #amounts: readonly number[];
  /** Whether it is known which columns have amounts. */
  readonly #isKnown: boolean;
  readonly #unitColumn: number;
  /** The last row that is not a part. */
  #whole: readonly Cell[] | null = null;

  constructor(
    layout: ColumnLayout,
    given: GivenNames,
    amountOf: (cell: Cell | undefined) => number | null,
    findings: Findings,
  ) {
    this.#amountOf = amountOf;
    this.#findings = findings;
    this.#explained = new Set(given.explained.map(foldName));
    const known = listAmounts(layout, given);
    this.#isKnown = known.length > 0;
    this.#amounts = this.#isKnown ? known : [...layout.names.keys()];
    this.#unitColumn = layout.names.findIndex(isLikelyUnit);
  }

  /** Takes a row that is not a part: those below it may be its parts. */
  add({ cells }: TableRow): void {
    this.#whole = cells;
  }

  /** Forgets the last row: what is below a total does not belong to the row above it. */
  end(): void {
    this.#whole = null;
  }

  /** Whether a row says that it is a part of the last one, and may be. One that is more than it is read, as something is wrong. */
  isPart({ row, cells }: TableRow): boolean {
    const at = this.#findLabel(cells);
    const whole = this.#whole;
    if (at < 0 || whole === null) return false;
    const label = nameOf(cells[at]);
    if (this.#explained.has(foldName(label)) || !this.#isBeside(cells, whole, at)) return false;
    const beyond = this.#amounts.filter((index) => this.#isBeyond(cells[index], whole[index]));
    if (beyond.length === 0) this.#findings.add('part-rows', row, label);
    else if (this.#isKnown) {
      const [index = 0] = beyond;
      this.#findings.add('part-beyond', row, `${label}: ${nameOf(cells[index])} of ${nameOf(whole[index])}`);
    }
    return beyond.length === 0;
  }

  /** Returns where the text is that says that a row is a part; -1 where none does. It is before the amounts. */
  #findLabel(cells: readonly Cell[]): number {
    const end = Math.min(cells.length, this.#isKnown ? this.#amounts[0]! : cells.length);
    for (let index = 0; index < end; index++) {
      const cell = cells[index];
      if (typeof cell === 'string' && isPartName(cell)) return index;
    }
    return -1;
  }

  /** Whether two rows have the same texts before their amounts, and the same unit. An empty cell says what the one above it does. */
  #isBeside(cells: readonly Cell[], whole: readonly Cell[], at: number): boolean {
    const isSame = (index: number): boolean => {
      const cell = cells[index] ?? null;
      return isBlank(cell) || isAmount(cell) || nameOf(cell) === nameOf(whole[index]);
    };
    const end = this.#isKnown ? this.#amounts[0]! : at;
    for (let index = 0; index < end; index++) if (index !== at && !isSame(index)) return false;
    return this.#unitColumn < 0 || isSame(this.#unitColumn);
  }

  #isBeyond(part: Cell | undefined, whole: Cell | undefined): boolean {
    const amount = this.#amountOf(part);
    // A number of the row, such as 04, is not an amount.
    if (amount === null || (!this.#isKnown && /^0\d/.test(nameOf(part)))) return false;
    const most = this.#amountOf(whole) ?? 0;
    return amount < Math.min(0, most) || amount > Math.max(0, most);
  }
}
