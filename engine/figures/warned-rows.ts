import type { Warning } from '../errors/warning.ts';
import type { Row } from '../rows/row.ts';

/** A warning about rows: it belongs to each figure that uses one of them. */
interface OfRows extends Warning {
  readonly rows: readonly Row[];
}

/** Rows and the warnings about them. A row without one costs no lookup. */
export class WarnedRows {
  readonly #marks: Uint8Array;
  readonly #byRow = new Map<Row, Warning[]>();

  /** @param count how many rows the run has */
  constructor(warnings: readonly OfRows[], count: number) {
    this.#marks = new Uint8Array(count);
    for (const warning of warnings)
      for (const row of warning.rows) {
        this.#marks[row.index] = 1;
        const own = this.#byRow.get(row);
        if (own === undefined) this.#byRow.set(row, [warning]);
        else own.push(warning);
      }
  }

  get isEmpty(): boolean {
    return this.#byRow.size === 0;
  }

  /** Adds the warnings about a row. */
  addTo(found: Set<Warning>, row: Row): void {
    if (this.#marks[row.index] === 1) for (const warning of this.#byRow.get(row)!) found.add(warning);
  }
}
