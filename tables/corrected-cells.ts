import { writeText } from './entry-members.ts';
import type { Cell, TableRow } from './cells/table.ts';
import { placeOf } from './row-place.ts';

/** A cell that counts by another text than the file has. It is found by its place and the text that it has. */
export interface Correction {
  readonly row: number;
  /** Its sheet, where several are read as one table. */
  readonly sheet?: string | undefined;
  readonly column: string;
  readonly from: string;
  readonly to: string;
}

/** Returns the text of a cell as corrections and problems show it. */
export function showCell(cell: Cell): string {
  return cell === null ? '' : writeText(cell);
}

/** Puts corrections in place of cells while rows are read, and keeps which of them were found. */
export class CorrectedCells {
  readonly #columns: readonly string[];
  readonly #byPlace: ReadonlyMap<string, readonly Correction[]>;
  readonly #applied = new Set<Correction>();

  constructor(columns: readonly string[], corrections: readonly Correction[]) {
    this.#columns = columns;
    this.#byPlace = Map.groupBy(corrections, placeOf);
  }

  /** The corrections that were made, in the order of their rows. */
  get applied(): readonly Correction[] {
    return [...this.#applied];
  }

  apply(rows: readonly TableRow[]): readonly TableRow[] {
    if (this.#byPlace.size === 0) return rows;
    return rows.map((row) =>
      (this.#byPlace.get(placeOf(row)) ?? []).reduce((read, one) => this.#correct(read, one), row),
    );
  }

  #correct(row: TableRow, correction: Correction): TableRow {
    const at = this.#columns.indexOf(correction.column);
    if (at < 0 || showCell(row.cells[at] ?? null) !== correction.from) return row;
    this.#applied.add(correction);
    const faults = row.faults?.filter(({ column }) => column !== at);
    return { ...row, cells: row.cells.with(at, correction.to), ...(faults === undefined ? {} : { faults }) };
  }
}
