import type { Cell, TableRow } from '../cells/table.ts';
import { isBlank } from './cell-text.ts';

/** From so many columns on, a row with a single text has no data. */
const FEWEST = 3;

/** Tells rows that are notes, titles or signatures, and have no data. */
export class NoteRows {
  /** The number of columns with a name. */
  readonly #named: number;
  readonly #isSheet: boolean;
  readonly #amountOf: (cell: Cell | undefined) => number | null;
  /** The row of the file that was read before. */
  #last = 0;

  constructor(
    names: readonly string[],
    isSheet: boolean,
    amountOf: (cell: Cell | undefined) => number | null,
  ) {
    this.#named = names.filter((name) => name !== '').length;
    this.#isSheet = isSheet;
    this.#amountOf = amountOf;
  }

  /** Passes a row that is something else. */
  pass({ row }: TableRow): void {
    this.#last = row;
  }

  /** Takes a row: true if it is a note. */
  isNote(row: TableRow): boolean {
    return this.#isAfterGap(row) || this.#isSigned(row);
  }

  /** Whether a row without any amount follows an empty one, as signatures below a table do. */
  #isAfterGap({ row, cells, faults = [] }: TableRow): boolean {
    const isBehind = this.#isSheet && this.#last > 0 && row > this.#last + 1;
    if (isBehind && faults.length === 0 && this.#named >= FEWEST) {
      const texts = new Set(cells.filter((cell) => !isBlank(cell)));
      const isNote = texts.size * 2 <= this.#named && texts.size > 1;
      if (isNote && cells.every((cell) => this.#amountOf(cell) === null)) return true;
      // A text below a note is a note too; a row has amounts.
      if (texts.size === 1) return false;
    }
    this.#last = row;
    return false;
  }

  /** Whether a row has few texts, and its first one asks for something, as `Prepared by: Kim` below a form does. */
  #isSigned({ cells, faults = [] }: TableRow): boolean {
    const first = cells.find((cell) => !isBlank(cell));
    if (typeof first !== 'string' || !/\S[:：]/.test(first) || faults.length > 0) return false;
    const texts = new Set(cells.filter((cell) => !isBlank(cell)));
    return texts.size * 2 <= this.#named && cells.every((cell) => this.#amountOf(cell) === null);
  }

  /** Whether a row has one text and nothing else, in a table with several columns. */
  isSingle({ cells, faults = [] }: TableRow): boolean {
    if (this.#named < FEWEST || faults.length > 0) return false;
    const only = cells.find((cell) => !isBlank(cell));
    if (typeof only !== 'string' || cells.some((cell) => cell !== only && !isBlank(cell))) return false;
    return this.#amountOf(only) === null;
  }
}
