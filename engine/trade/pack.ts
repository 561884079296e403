import { EngineError, placeOfAsked } from '../errors/engine-error.ts';
import type { Matrix } from '../rows/matrix.ts';
import type { Coefficients } from '../linear/coefficients.ts';

/** A matrix with fewer values than this part of its places is stored sparsely: a value takes 10 or 12 bytes there, and 8 else. */
const FILLED = 0.6;

/**
 * Returns Z of a document. A dense one is not copied: its values are those of the document. A sparse one is put in order by row and column.
 */
export function packFlows(matrix: Matrix): Coefficients {
  const size = matrix.rows.length;
  if (matrix.form === 'dense') return { form: 'dense', size, values: matrix.values };
  const { rowAt, columnAt, values: stated } = matrix;
  const starts = new Uint32Array(size + 1);
  for (const row of rowAt) starts[row + 1]!++;
  for (let row = 0; row < size; row++) starts[row + 1]! += starts[row]!;
  const next = starts.slice(0, size);
  const columns = indicesFor(size, stated.length);
  const values = new Float64Array(stated.length);
  // The document ascends by row and column, or by column and row: either way the columns of one row ascend.
  for (let at = 0; at < stated.length; at++) {
    const to = next[rowAt[at]!]!++;
    columns[to] = columnAt[at]!;
    values[to] = stated[at]!;
  }
  return { form: 'sparse', size, starts, columns, values };
}

/** The smallest number that float64 holds with all of its bits: the error of a smaller quotient is not relative to it. */
const SMALLEST = 2.2250738585072014e-308;

/**
 * Returns a cell over the output of its industry. Bounds count on its relative error.
 * @throws EngineError `out-of-range` for one that is not 0 and too near to it
 */
export function divideCell(value: number, output: number): number {
  if (value === 0) return 0;
  const quotient = value / output;
  if (quotient >= SMALLEST || -quotient >= SMALLEST) return quotient;
  const text = `a cell of ${value} over an output of ${output} is nearer to 0 than float64 can hold: correct the table, or state it as 0`;
  throw new EngineError('out-of-range', text, value, placeOfAsked('documents'));
}

/**
 * Returns Z x̂⁻¹ in the form that takes less memory: of a dense Z with many zeros, only the others. So there are never two dense copies
 * of a table that is mostly zeros. A column without output has only zeros.
 */
export function divideColumns(flows: Coefficients, z: Float64Array, x: Float64Array): Coefficients {
  if (z.length < LARGE) return divideAll(flows, z, x);
  const known = divided.get(z);
  if (known?.x.every((value, at) => value === x[at]) === true) return known.a;
  const a = divideAll(flows, z, x);
  divided.set(z, { x, a });
  return a;
}

/** From this many cells on, the result is kept: a large table is divided when it is solved, and again when its figures are computed. */
const LARGE = 1 << 20;
const divided = new WeakMap<Float64Array, { readonly x: Float64Array; readonly a: Coefficients }>();

function divideAll(flows: Coefficients, z: Float64Array, x: Float64Array): Coefficients {
  if (flows.form === 'sparse') {
    const values = z.map((value, at) => divideCell(value, x[flows.columns[at]!]!));
    return { ...flows, values };
  }
  const { size } = flows;
  const filled = countFilled(z);
  if (filled >= FILLED * size * size) {
    const values = z.slice();
    for (let i = 0, at = 0; i < size; i++)
      for (let j = 0; j < size; j++, at++) values[at] = divideCell(values[at]!, x[j]!);
    return { form: 'dense', size, values };
  }
  const starts = new Uint32Array(size + 1);
  const columns = indicesFor(size, filled);
  const values = new Float64Array(filled);
  let next = 0;
  for (let i = 0, at = 0; i < size; i++) {
    for (let j = 0; j < size; j++, at++) {
      const value = z[at]!;
      if (value === 0) continue;
      columns[next] = j;
      values[next++] = divideCell(value, x[j]!);
    }
    starts[i + 1] = next;
  }
  return { form: 'sparse', size, starts, columns, values };
}

/** Visits the values of Z that are not zero. */
export function forEachFlow(
  flows: Coefficients,
  visit: (from: number, to: number, value: number) => void,
): void {
  for (let i = 0; i < flows.size; i++) {
    const [first, after] = rangeOf(flows, i);
    for (let at = first; at < after; at++) {
      const value = flows.values[at]!;
      if (value !== 0) visit(i, columnOf(flows, i, at), value);
    }
  }
}

/** Where the values of a row begin and end. */
export function rangeOf(flows: Coefficients, row: number): readonly [first: number, after: number] {
  return flows.form === 'dense'
    ? [row * flows.size, (row + 1) * flows.size]
    : [flows.starts[row]!, flows.starts[row + 1]!];
}

/** Returns the column of a value of a row. */
export function columnOf(flows: Coefficients, row: number, at: number): number {
  return flows.form === 'dense' ? at - row * flows.size : flows.columns[at]!;
}

function countFilled(values: Float64Array): number {
  let filled = 0;
  for (const value of values) if (value !== 0) filled++;
  return filled;
}

function indicesFor(size: number, count: number): Uint32Array | Uint16Array {
  return size <= 65_536 ? new Uint16Array(count) : new Uint32Array(count);
}
