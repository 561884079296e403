import type { Cell, TableRow } from '../cells/table.ts';
import { isBlank, nameOf } from './cell-text.ts';
import type { LaidColumn } from './column-layout.ts';
import type { Findings } from './finding.ts';
import { isOfTotals } from './outline-rows.ts';

/** Names at the left of a table that are written once, above empty cells, as in an outline: they count for the rows below. */
export class OutlineNames {
  readonly #columns: readonly number[];
  /** The last name of each of these columns. */
  #last: Cell[] = [];

  /** Looks for such columns among those before the amounts, in the first rows. */
  constructor(first: readonly TableRow[], before: readonly LaidColumn[], findings: Findings) {
    const found = findWrittenOnce(first, before);
    this.#columns = found.map(({ index }) => index);
    const names = found.map(({ name }) => name);
    if (found.length > 0) findings.add('names-filled', null, names.join(', '), found.length);
  }

  /** Forgets the names: a total ends what they are of. */
  end(): void {
    this.#last = [];
  }

  /** Returns a row with the names above its empty cells. */
  fill(row: TableRow): TableRow {
    if (this.#columns.length === 0) return row;
    const cells = [...row.cells];
    for (const [place, index] of this.#columns.entries())
      if (isBlank(cells[index])) cells[index] = this.#last[place] ?? null;
      else {
        // A name in an outer column begins its inner ones anew.
        this.#last = this.#last.slice(0, place);
        this.#last[place] = cells[index]!;
      }
    return { ...row, cells };
  }
}

/** Returns the columns at the left that have each name once and are empty below it, as an outline writes names; by index. */
function findWrittenOnce(rows: readonly TableRow[], columns: readonly LaidColumn[]): readonly LaidColumn[] {
  const own = rows.filter(
    ({ cells }) => !isOfTotals(cells) && cells.filter((cell) => !isBlank(cell)).length > 1,
  );
  const found: LaidColumn[] = [];
  for (const column of columns) {
    const before = found.map(({ index }) => index);
    if (!isWrittenOnce(own, column.index, before)) break;
    found.push(column);
  }
  return found;
}

/** Whether a column has each name once below each name of the columns before it, and is empty in at least half of the rows. */
function isWrittenOnce(rows: readonly TableRow[], column: number, before: readonly number[]): boolean {
  const known = new Set<string>();
  let [group, empty] = ['', 0];
  for (const [at, { cells }] of rows.entries()) {
    const cell = cells[column] ?? null;
    const outer = before.filter((index) => !isBlank(cells[index])).map((index) => nameOf(cells[index]));
    if (outer.length > 0) group = outer.join('\n');
    if (isBlank(cell)) {
      if (at === 0 || outer.length > 0) return false;
      empty++;
      continue;
    }
    const name = `${group}\n${nameOf(cell)}`;
    if (typeof cell !== 'string' || known.has(name)) return false;
    known.add(name);
  }
  return rows.length > 1 && 2 * empty >= rows.length;
}
