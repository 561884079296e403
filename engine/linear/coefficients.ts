import { EngineError } from '../errors/engine-error.ts';
import { whole } from './whole.ts';

/** A, n × n, row by row; dense, or CSR with ascending columns. Coefficients are finite. */
export type Coefficients = DenseCoefficients | SparseCoefficients;

/** Every coefficient: that of row i and column j is at i · size + j. */
export interface DenseCoefficients {
  readonly form: 'dense';
  readonly size: number;
  readonly values: Float64Array;
}

/**
 * Compressed sparse rows (CSR): the coefficients of row i are `values[starts[i]]` to `values[starts[i + 1] − 1]`; `columns` has their
 * columns at the same places, ascending. All others are zero.
 */
export interface SparseCoefficients {
  readonly form: 'sparse';
  readonly size: number;
  /** size + 1 numbers, the last is how many values there are. */
  readonly starts: Uint32Array;
  readonly columns: Uint32Array | Uint16Array;
  readonly values: Float64Array;
}

/** n × k values, side by side: column c of row i is at i · k + c. */
export interface Panel {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** Rows of a matrix as they are multiplied: those of row i are from `starts[i]` to `starts[i + 1]`, without zeros. */
export interface PackedRows {
  readonly count: number;
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/**
 * What is read of a matrix: its rows, or its columns (the rows of the transpose); as it is, or for the comparison matrix: the B for which
 * I − B is the comparison matrix of I − A, sizes on its diagonal and minus sizes beside it.
 */
export interface Reading {
  readonly isTransposed: boolean;
  readonly isCompared: boolean;
}

/** 1 − 2^−52 */
const DOWN = 0.9999999999999998;

/** Returns the b for which 1 − b is |1 − a|, or below it by at most its rounding. */
export function compareDiagonal(a: number): number {
  if (a <= 1) return a;
  return a <= 4 ? 2 - a : (2 - a) * DOWN;
}

/** The most rows of one block. */
export const BLOCK_ROWS = 32;
/** 2^990: the magnitude of every value is below this. */
const MOST = 1.0463951242053392e298;

/** @throws EngineError `out-of-range` if shapes do not fit, a value is not finite, or one is 2^990 or more */
export function checkSystem(a: Coefficients, ...panels: readonly Panel[]): void {
  const { size, values } = a;
  const isWhole = a.form === 'dense' ? values.length === size * size : isCompressed(a);
  if (!isWhole)
    throw new EngineError('out-of-range', 'the coefficients do not have the shape they state', size);
  checkValues(values);
  for (const { rows, columns, values: own } of panels) {
    if (rows !== size || own.length !== rows * columns)
      throw new EngineError('out-of-range', `expected right sides with ${size} rows, got ${rows}`, rows);
    checkValues(own);
  }
}

function isCompressed({ size, starts, columns, values }: SparseCoefficients): boolean {
  if (starts.length !== size + 1 || starts[0] !== 0 || starts[size] !== values.length) return false;
  if (columns.length !== values.length) return false;
  for (let row = 0; row < size; row++) {
    const [from, until] = [starts[row]!, starts[row + 1]!];
    if (until < from) return false;
    for (let at = from; at < until; at++)
      if (columns[at]! >= size || (at > from && columns[at]! <= columns[at - 1]!)) return false;
  }
  return true;
}

function checkValues(values: Float64Array): void {
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value < MOST && value > -MOST) continue;
    throw new EngineError('out-of-range', `number ${at + 1}, ${value}, is not below 2^990`, value);
  }
}

/** Returns the transpose, in the same form: counts the values of each column, which become rows, then puts each value in its row. */
export function transposeSparse({ size, starts, columns, values }: SparseCoefficients): SparseCoefficients {
  const turnedStarts = new Uint32Array(size + 1);
  for (const column of columns) turnedStarts[column + 1]!++;
  for (let row = 0; row < size; row++) turnedStarts[row + 1]! += turnedStarts[row]!;
  const next = turnedStarts.slice(0, size);
  const turned =
    columns.length === 0 || size > 65_536 ? new Uint32Array(columns.length) : new Uint16Array(columns.length);
  const turnedValues = new Float64Array(values.length);
  for (let row = 0; row < size; row++)
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const to = next[columns[at]!]!++;
      turned[to] = row;
      turnedValues[to] = values[at]!;
    }
  return { form: 'sparse', size, starts: turnedStarts, columns: turned, values: turnedValues };
}

/** Sparse matrices and their transposes. A transpose is read twice: when a system is solved, and for the bound of its error. */
const turnedOf = new WeakMap<SparseCoefficients, SparseCoefficients>();

function turnSparse(a: SparseCoefficients): SparseCoefficients {
  const turned = turnedOf.get(a) ?? transposeSparse(a);
  turnedOf.set(a, turned);
  return turned;
}

/** Reads the rows of a matrix, block by block. To read the columns of a sparse matrix, it keeps a transposed copy. */
export class RowReader {
  readonly size: number;
  /** The matrix, and how it is read. A sparse one whose columns are read is replaced by its transpose, which is read by rows. */
  readonly matrix: Coefficients;
  readonly reading: Reading;
  #columns = new Int32Array(0);
  #values = new Float64Array(0);
  readonly #starts = new Int32Array(BLOCK_ROWS + 1);

  constructor(a: Coefficients, { isTransposed, isCompared }: Reading) {
    this.size = whole(a.size);
    const isTurned = isTransposed && a.form === 'sparse';
    this.matrix = isTurned ? turnSparse(a) : a;
    this.reading = { isTransposed: isTransposed && !isTurned, isCompared };
  }

  /** The most coefficients of a block, zeros included. */
  get mostEntries(): number {
    const a = this.matrix;
    if (a.form === 'dense') return this.size < BLOCK_ROWS ? this.size * this.size : this.size * BLOCK_ROWS;
    let most = 0;
    for (let from = 0; from < this.size; from += BLOCK_ROWS) {
      const until = from + BLOCK_ROWS < this.size ? from + BLOCK_ROWS : this.size;
      const count = a.starts[until]! - a.starts[from]!;
      if (count > most) most = count;
    }
    return most;
  }

  /** Returns the block of at most `BLOCK_ROWS` rows that begins with row `start`. The next call overwrites it. */
  read(start: number): PackedRows {
    const from = whole(start);
    const count = this.size - from < BLOCK_ROWS ? this.size - from : BLOCK_ROWS;
    const a = this.matrix;
    if (a.form === 'sparse') this.#readSparse(a, from, count);
    else {
      this.#reserve(count * this.size);
      if (this.reading.isTransposed) this.#readTurned(a.values, from, count);
      else this.#readDense(a.values, from, count);
    }
    if (this.reading.isCompared) this.#compare(from, count);
    return { count, starts: this.#starts, columns: this.#columns, values: this.#values };
  }

  #readSparse({ starts, columns, values }: SparseCoefficients, from: number, count: number): void {
    const [first, end] = [starts[from]!, starts[from + count]!];
    this.#reserve(end - first);
    for (let row = 0; row <= count; row++) this.#starts[row] = starts[from + row]! - first;
    this.#columns.set(columns.subarray(first, end));
    this.#values.set(values.subarray(first, end));
  }

  #readDense(values: Float64Array, from: number, count: number): void {
    const [size, to, numbers] = [this.size, this.#columns, this.#values];
    let next = 0;
    for (let row = 0; row < count; row++) {
      const at = (from + row) * size;
      for (let column = 0; column < size; column++) {
        const value = values[at + column]!;
        // A zero is written too, but the next value overwrites it.
        to[next] = column;
        numbers[next] = value;
        if (value !== 0) next++;
      }
      this.#starts[row + 1] = next;
    }
  }

  /**
   * Reads the columns from `from` on, `count` of them, as rows. It goes through the matrix row by row, as memory is read fastest, and
   * collects column c from place c · size on. Then it moves the columns together.
   */
  #readTurned(values: Float64Array, from: number, count: number): void {
    const { size } = this;
    const ends = new Int32Array(count);
    for (let column = 0; column < count; column++) ends[column] = column * size;
    for (let row = 0; row < size; row++)
      for (let column = 0; column < count; column++) {
        const value = values[row * size + from + column]!;
        if (value === 0) continue;
        const to = ends[column]!++;
        this.#columns[to] = row;
        this.#values[to] = value;
      }
    let next = 0;
    for (let column = 0; column < count; column++) {
      this.#columns.copyWithin(next, column * size, ends[column]);
      this.#values.copyWithin(next, column * size, ends[column]);
      next += ends[column]! - column * size;
      this.#starts[column + 1] = next;
    }
  }

  /** Makes room for at least `count` values. */
  #reserve(count: number): void {
    if (this.#values.length > count) return;
    this.#columns = new Int32Array(count + 1);
    this.#values = new Float64Array(count + 1);
  }

  #compare(from: number, count: number): void {
    const [values, columns, starts] = [this.#values, this.#columns, this.#starts];
    for (let row = 0; row < count; row++)
      for (let at = starts[row]!; at < starts[row + 1]!; at++)
        if (columns[at] === from + row) values[at] = compareDiagonal(values[at]!);
        else if (values[at]! < 0) values[at] = -values[at]!;
  }
}

/** Returns the coefficient of row i and column i. */
export function diagonalOf(a: Coefficients, i: number): number {
  if (a.form === 'dense') return a.values[i * a.size + i]!;
  let [from, until] = [a.starts[i]!, a.starts[i + 1]!];
  while (from < until) {
    const middle = (from + until) >>> 1;
    if (a.columns[middle]! < i) from = middle + 1;
    else until = middle;
  }
  return from < a.starts[i + 1]! && a.columns[from] === i ? a.values[from]! : 0;
}
