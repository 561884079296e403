import { EngineError, placeOf } from '../errors.ts';
import { toFloat } from '../quantities/float.ts';
import type { Row } from '../rows/row.ts';
import { UNIT } from './rounding.ts';
import type { Coefficients } from '../linear/coefficients.ts';
import type { Cell, TableFlows, TableMatrix } from './table.ts';

/** Reading a decimal rounds it once; one in another unit is rounded three times. Each is at most 2^−53 of the value. */
const AS_STATED = UNIT;
const CONVERTED = 4 * UNIT;

/** A cell without the place of its value. */
type Named = Omit<Cell, 'at'>;

/** Returns a matrix that rows state. @throws EngineError `repeated-cell` */
export function fillMatrix(named: readonly Named[], rows: number, columns: number): TableMatrix {
  refuseRepeated(named, columns);
  const cells = named.map((cell) => ({ ...cell, at: cell.from * columns + cell.to }));
  return { rows, columns, values: valuesOf(cells, rows * columns), cells, relative: relativeOf(cells) };
}

/** A matrix with fewer cells than this part of its places is stored sparsely. */
const FILLED = 0.25;
/** The most industries of a table that is stored densely all the same. */
const FEW = 128;

/** Returns Z of n industries as rows state it. @throws EngineError `repeated-cell` */
export function fillFlows(named: readonly Named[], n: number): TableFlows {
  refuseRepeated(named, n);
  if (n <= FEW || named.length >= FILLED * n * n) {
    const cells = named.map((cell) => ({ ...cell, at: cell.from * n + cell.to }));
    const flows = { form: 'dense' as const, size: n, values: valuesOf(cells, n * n) };
    return { flows, cells, relative: relativeOf(cells) };
  }
  const ordered = named.toSorted((a, b) => a.from - b.from || a.to - b.to);
  const cells = ordered.map((cell, at) => ({ ...cell, at }));
  return { flows: packCells(cells, n), cells, relative: relativeOf(cells) };
}

/** @param cells ascending by row and column */
function packCells(cells: readonly Cell[], n: number): Coefficients {
  const starts = new Uint32Array(n + 1);
  for (const { from } of cells) starts[from + 1]!++;
  for (let i = 0; i < n; i++) starts[i + 1]! += starts[i]!;
  const columns = Uint32Array.from(cells, ({ to }) => to);
  return { form: 'sparse', size: n, starts, columns, values: valuesOf(cells, cells.length) };
}

function valuesOf(cells: readonly Cell[], size: number): Float64Array {
  const values = new Float64Array(size);
  for (const { row, at, ratio } of cells) values[at] = toFloat(row.amount) * ratio;
  return values;
}

function relativeOf(cells: readonly Cell[]): number {
  return cells.every(({ ratio }) => ratio === 1) ? AS_STATED : CONVERTED;
}

function refuseRepeated(cells: readonly Named[], columns: number): void {
  const seen = new Map<number, Row>();
  for (const { row, from, to } of cells) {
    const place = from * columns + to;
    const before = seen.get(place);
    if (before !== undefined) {
      const text = `${row.key} and ${before.key} state the same cell of the table`;
      throw new EngineError('repeated-cell', text, row.key, placeOf(row, 'key'));
    }
    seen.set(place, row);
  }
}
