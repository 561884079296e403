import { EngineError, placeOf } from '../errors/engine-error.ts';
import { ZERO, type Amount } from '../quantities/decimal.ts';
import { fromFloat, toFloat } from '../quantities/float.ts';
import { convertAmount, multiplyUnits } from '../quantities/unit.ts';
import type { Row } from '../rows/row.ts';
import { UNIT } from './rounding.ts';
import type { Coefficients } from '../linear/coefficients.ts';
import type { Cell, TableFlows, TableMatrix } from './table.ts';

/** Reading a decimal rounds it once; one in another unit is rounded three times, and a part of one or one that becomes a gas up to eight times. Each is at most 2^−53 of the value. */
const AS_STATED = UNIT;
const CONVERTED = 4 * UNIT;
const MULTIPLIED = 9 * UNIT;

/** A cell without the place of its value. */
type Named = Omit<Cell, 'at'>;

/** Returns a matrix that rows state. Those in one place are added up exactly, before they are read into float64. */
export function fillMatrix(named: readonly Named[], rows: number, columns: number): TableMatrix {
  const cells = named.map((cell) => ({ ...cell, at: cell.from * columns + cell.to }));
  return { rows, columns, values: valuesOf(cells, rows * columns), cells, relative: relativeOf(cells) };
}

/** A matrix with fewer cells than this part of its places is stored sparsely. */
const FILLED = 0.25;
/** The most industries of a table that is stored densely all the same. */
const FEW = 128;

/** Returns Z of n industries as rows state it, in the same way. */
export function fillFlows(named: readonly Named[], n: number): TableFlows {
  if (n <= FEW || named.length >= FILLED * n * n) {
    const cells = named.map((cell) => ({ ...cell, at: cell.from * n + cell.to }));
    const flows = { form: 'dense' as const, size: n, values: valuesOf(cells, n * n) };
    return { flows, cells, relative: relativeOf(cells) };
  }
  const cells: Cell[] = [];
  let at = -1;
  for (const cell of named.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const before = cells.at(-1);
    if (before?.from !== cell.from || before.to !== cell.to) at++;
    cells.push({ ...cell, at });
  }
  return { flows: packCells(cells, n), cells, relative: relativeOf(cells) };
}

/** @param cells ascending by row and column */
function packCells(cells: readonly Cell[], n: number): Coefficients {
  const count = (cells.at(-1)?.at ?? -1) + 1;
  const starts = new Uint32Array(n + 1);
  const columns = new Uint32Array(count);
  cells.forEach(({ from, to, at }, index) => {
    if (cells[index - 1]?.at === at) return;
    starts[from + 1]!++;
    columns[at] = to;
  });
  for (let i = 0; i < n; i++) starts[i + 1]! += starts[i]!;
  return { form: 'sparse', size: n, starts, columns, values: valuesOf(cells, count) };
}

function valuesOf(cells: readonly Cell[], size: number): Float64Array {
  const values = new Float64Array(size);
  const several = new Map<number, Cell[]>();
  const first: (Cell | undefined)[] = [];
  for (const cell of cells) {
    const before = first[cell.at];
    if (before === undefined) {
      first[cell.at] = cell;
      values[cell.at] = toFloat(cell.row.amount) * cell.ratio;
    } else several.set(cell.at, [...(several.get(cell.at) ?? [before]), cell]);
  }
  for (const [at, own] of several) values[at] = toFloat(addExactly(own));
  return values;
}

/** So many digits name a double. */
const DIGITS = 17;

/** Returns the exact sum of rows in the unit of their matrix. */
function addExactly(cells: readonly Cell[]): Amount {
  return cells.reduce((sum, { row, unit, gas, share }) => {
    const added =
      gas === undefined
        ? convertAmount(row.amount, row.unit, unit)
        : convertAmount(row.amount.times(gas.row.amount), multiplyUnits(row.unit, gas.row.unit), unit);
    return sum.plus(share === undefined ? added : added.times(fromFloat(share, DIGITS)));
  }, ZERO);
}

function relativeOf(cells: readonly Cell[]): number {
  if (cells.every(({ ratio }) => ratio === 1)) return AS_STATED;
  return cells.every(({ gas, share }) => gas === undefined && share === undefined) ? CONVERTED : MULTIPLIED;
}

/** @throws EngineError `repeated-cell` where two rows state one cell */
export function refuseRepeated(cells: readonly Named[], columns: number): void {
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
