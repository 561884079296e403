import { BLOCK_ROWS, type Panel, type RowReader } from './coefficients.ts';
import { multiplyColumn } from './column-product.ts';
import { type AccurateStrips, type Kernel, SPLITTER, type Strips, type Workspace } from './kernel.ts';
import type { Step } from './steps.ts';
import { Layout, readStrips, writeStrips } from './strips.ts';

/** Y − X + A X, each number rounded once from a sum of about twice the digits of float64; and |A| |X|, in the order of a sum. */
export interface Residual {
  readonly values: Float64Array;
  readonly sizes: Float64Array;
}

/** Blocks of rows between two steps. */
const BLOCKS_PER_STEP = 8;

/**
 * Returns the residual of a candidate X of (I − A) X = Y. How far its values can be from the true ones is in `bound.ts`.
 * X and A must be below 2^990, so that halves do not overflow.
 */
export function* residualOf(
  kernel: Kernel,
  a: RowReader,
  y: Panel | null,
  x: Panel,
): Generator<Step, Residual> {
  const [layout, { size }] = [new Layout(), a];
  const place = (): Strips => layout.strips(size, x.columns);
  const strips = { x: place(), high: place(), low: place(), sum: place(), lost: place(), size: place() };
  const space = layout.open(kernel, a.mostEntries);
  writeParts(space.cells, strips, y, x);
  const run = (from: number): void => space.accumulateRows(a.read(from), from, strips);
  yield* overBlocks(a, run, (share) => ({ stage: 'check', share }));
  const [sums, lost, sizes] = [strips.sum, strips.lost, strips.size].map(
    (place) => readStrips(space.cells, place).values,
  ) as [Float64Array, Float64Array, Float64Array];
  for (let at = 0; at < sums.length; at++) sums[at]! += lost[at]!;
  return { values: sums, sizes };
}

/** Writes X, its halves, and y − x with its exact error, with which the sums begin. */
function writeParts(cells: Float64Array, strips: AccurateStrips, y: Panel | null, x: Panel): void {
  const { rows, columns, values } = x;
  const panelOf = (make: (value: number, right: number) => number): Panel => ({
    rows,
    columns,
    values: values.map((value, at) => make(value, y === null ? 0 : y.values[at]!)),
  });
  writeStrips(cells, strips.x, x);
  writeStrips(cells, strips.high, panelOf(upperHalf));
  writeStrips(
    cells,
    strips.low,
    panelOf((value) => value - upperHalf(value)),
  );
  writeStrips(
    cells,
    strips.sum,
    panelOf((value, right) => right - value),
  );
  writeStrips(
    cells,
    strips.lost,
    panelOf((value, right) => errorOfDifference(right, value)),
  );
}

function upperHalf(value: number): number {
  const spread = SPLITTER * value;
  return spread - (spread - value);
}

/** Knuth's TwoSum: what the difference a − b loses, exactly. */
function errorOfDifference(a: number, b: number): number {
  const sum = a - b;
  const added = sum - a;
  return a - (sum - added) + (-b - added);
}

/** Writes A X to its strips, each number a chain in the order of the columns. `done` is what is reported meanwhile. */
export function* multiplyStrips(
  space: Workspace,
  a: RowReader,
  [x, to]: readonly [Strips, Strips],
  done: Step,
): Generator<Step, void> {
  if (x.columns > 1) {
    const run = (from: number): void => space.multiplyRows(a.read(from), from, x, to);
    yield* overBlocks(a, run, () => done);
    return;
  }
  const { values } = readStrips(space.cells, x);
  const product = multiplyColumn(a.matrix, values, a.reading);
  writeStrips(space.cells, to, { rows: a.size, columns: 1, values: product });
  yield done;
}

function* overBlocks(
  a: RowReader,
  run: (from: number) => void,
  stepAt: (share: number) => Step,
): Generator<Step, void> {
  for (let from = 0, blocks = 1; from < a.size; from += BLOCK_ROWS, blocks++) {
    run(from);
    if (blocks % BLOCKS_PER_STEP === 0) yield stepAt(from / a.size);
  }
}
