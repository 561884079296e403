import type { Panel } from './coefficients.ts';
import { LANES, type Kernel, type Strips, stripsOf, type Workspace } from './kernel.ts';
import { type Extent, openWorkspace } from './workspace.ts';

/** Gives places of a workspace to panels, one after the other, and opens it when all have one. */
export class Layout {
  #length = 0;
  #extent: Extent = { rows: 0, columns: 0 };

  /** Returns the place of a panel in strips. */
  strips(rows: number, columns: number): Strips {
    const lanes = columns === 1 ? 1 : LANES;
    const count = columns === 1 ? 1 : stripsOf(columns);
    const strips = { at: this.#length, rows, columns, count, lanes };
    this.#length += count * rows * lanes;
    this.#extent = { rows, columns };
    return strips;
  }

  /** Opens the workspace, for blocks of rows with at most so many coefficients. @throws EngineError `too-large` */
  open(kernel: Kernel, entries: number): Workspace {
    return openWorkspace(kernel, { length: this.#length, entries }, this.#extent);
  }
}

/** Writes a panel to its strips. The columns that fill up the last strip stay zero. */
export function writeStrips(
  cells: Float64Array,
  { at, rows, lanes }: Strips,
  { columns, values }: Panel,
): void {
  for (let column = 0; column < columns; column++) {
    const to = placeOf({ at, rows, lanes }, column);
    for (let row = 0; row < rows; row++) cells[to + row * lanes] = values[row * columns + column]!;
  }
}

/** Returns the panel in strips. */
export function readStrips(cells: Float64Array, { at, rows, columns, lanes }: Strips): Panel {
  const values = new Float64Array(rows * columns);
  for (let column = 0; column < columns; column++) {
    const from = placeOf({ at, rows, lanes }, column);
    for (let row = 0; row < rows; row++) values[row * columns + column] = cells[from + row * lanes]!;
  }
  return { rows, columns, values };
}

/** Where the first row of a column is. */
function placeOf({ at, rows, lanes }: Pick<Strips, 'at' | 'rows' | 'lanes'>, column: number): number {
  const lane = column % lanes;
  return at + (column - lane) * rows + lane;
}
