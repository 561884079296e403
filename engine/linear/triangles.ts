import { EngineError } from '../errors/engine-error.ts';
import { type Block, DEEPEST, type Workspace } from './kernel.ts';
import type { Step } from './steps.ts';

/**
 * LU decomposition in a workspace, and solving with it. It is split in halves, again and again, so that nearly all of the work is
 * products of blocks. Every cell still meets the operations of plain Gaussian elimination in their order: the column of the pivot
 * ascends. The blocks change no bit.
 */

/** A square in a workspace: `size` rows and columns. */
export interface Square extends Block {
  readonly size: number;
}

/**
 * Which pivots are taken. `diagonal` changes no rows: where an M-matrix or H-matrix is decomposed (I − A with a spectral radius of |A|
 * below 1) that is stable however rows and columns are scaled (Funderlic, Neumann, Plemmons: LU decompositions of generalized
 * diagonally dominant matrices, 1982; Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 9.5). `largest` takes the
 * largest cell of the column; of equal ones, the first.
 */
export type Pivots = 'diagonal' | 'largest';

/** Columns that are decomposed one by one. */
const NARROW = 4;
/** Blocks of at least so many columns report that they are done. */
const REPORTED = 128;

/** L and U of I − A, in place of it: below the diagonal L (its diagonal is 1), above it U. */
export class Triangles {
  readonly #space: Workspace;
  readonly #square: Square;
  readonly #pivots: Pivots;
  /** Row i of the decomposition is row `order[i]` of the matrix. */
  readonly order: Int32Array;

  constructor(space: Workspace, square: Square, pivots: Pivots) {
    [this.#space, this.#square, this.#pivots] = [space, square, pivots];
    this.order = Int32Array.from({ length: square.size }, (_, index) => index);
  }

  /** Decomposes. @throws EngineError `out-of-range` if a pivot is zero, or, on the diagonal, not above zero */
  *decompose(): Generator<Step, void> {
    yield* this.#decomposeColumns(0, this.#square.size);
  }

  *#decomposeColumns(from: number, until: number): Generator<Step, void> {
    if (until - from <= NARROW) {
      for (let column = from; column < until; column++) this.#eliminate(column, until);
      return;
    }
    const middle = halve(from, until);
    const { size } = this.#square;
    yield* this.#decomposeColumns(from, middle);
    this.#solveUnit(from, middle, this.#blockAt(0, middle), until - middle);
    for (let row = middle; row < size; row += REPORTED) {
      const shape = {
        rows: size - row < REPORTED ? size - row : REPORTED,
        columns: until - middle,
        depth: middle - from,
      };
      this.#subtract(
        this.#blockAt(row, middle),
        this.#blockAt(row, from),
        this.#blockAt(from, middle),
        shape,
      );
      if (shape.columns >= REPORTED) yield { stage: 'decompose', share: workDone(middle, row / size, size) };
    }
    yield* this.#decomposeColumns(middle, until);
  }

  /** Divides the column below its pivot, and changes the next ones up to `until`. */
  #eliminate(column: number, until: number): void {
    const { size, stride } = this.#square;
    const { cells } = this.#space;
    if (this.#pivots === 'largest') this.#exchange(column, this.#findLargest(column));
    const top = this.#cellAt(column, column);
    const pivot = cells[top]!;
    if (!(pivot > 0) && (this.#pivots === 'diagonal' || !(pivot < 0)))
      throw new EngineError(
        'out-of-range',
        `the system is singular: column ${column + 1} has no pivot`,
        column + 1,
      );
    for (let row = column + 1; row < size; row++) {
      const at = top + (row - column) * stride;
      const multiple = cells[at]! / pivot;
      cells[at] = multiple;
      for (let step = 1; step < until - column; step++) cells[at + step]! -= multiple * cells[top + step]!;
    }
  }

  #findLargest(column: number): number {
    let [best, most] = [column, 0];
    for (let row = column; row < this.#square.size; row++) {
      const cell = this.#space.cells[this.#cellAt(row, column)]!;
      const size = cell < 0 ? -cell : cell;
      if (size > most) [best, most] = [row, size];
    }
    return best;
  }

  #exchange(a: number, b: number): void {
    if (a === b) return;
    const [{ cells }, { size }] = [this.#space, this.#square];
    const [first, second] = [this.#cellAt(a, 0), this.#cellAt(b, 0)];
    const kept = cells.slice(first, first + size);
    cells.copyWithin(first, second, second + size);
    cells.set(kept, second);
    [this.order[a], this.order[b]] = [this.order[b]!, this.order[a]!];
  }

  /** Solves in place: x with L U x = right. The rows of `right` are already in the order of the decomposition. */
  *solve(right: Block, columns: number): Generator<Step, void> {
    const { size } = this.#square;
    this.#solveUnit(0, size, right, columns);
    yield { stage: 'substitute', share: 0.5 };
    this.#solveUpper(0, size, right, columns);
    yield { stage: 'substitute', share: 1 };
  }

  /** Rows `from` to `until` of x with L x = right: ascending. */
  #solveUnit(from: number, until: number, right: Block, columns: number): void {
    if (until - from > NARROW) {
      const middle = halve(from, until);
      this.#solveUnit(from, middle, right, columns);
      this.#subtractRows(right, { to: middle, toEnd: until, from, fromEnd: middle, columns });
      this.#solveUnit(middle, until, right, columns);
      return;
    }
    const { cells } = this.#space;
    for (let row = from + 1; row < until; row++)
      for (let above = from; above < row; above++)
        subtractMultiple(
          cells,
          rowOf(right, row),
          rowOf(right, above),
          cells[this.#cellAt(row, above)]!,
          columns,
        );
  }

  /** Rows `from` to `until` of x with U x = right: descending; in a product of blocks, ascending. */
  #solveUpper(from: number, until: number, right: Block, columns: number): void {
    if (until - from > NARROW) {
      const middle = halve(from, until);
      this.#solveUpper(middle, until, right, columns);
      this.#subtractRows(right, { to: from, toEnd: middle, from: middle, fromEnd: until, columns });
      this.#solveUpper(from, middle, right, columns);
      return;
    }
    const { cells } = this.#space;
    for (let row = until - 1; row >= from; row--) {
      const to = rowOf(right, row);
      for (let below = row + 1; below < until; below++)
        subtractMultiple(cells, to, rowOf(right, below), cells[this.#cellAt(row, below)]!, columns);
      const pivot = cells[this.#cellAt(row, row)]!;
      for (let column = 0; column < columns; column++) cells[to + column]! /= pivot;
    }
  }

  #subtractRows(right: Block, { to, toEnd, from, fromEnd, columns }: RowRanges): void {
    const shape = { rows: toEnd - to, columns, depth: fromEnd - from };
    const blockOf = (row: number): Block => ({ at: rowOf(right, row), stride: right.stride });
    this.#subtract(blockOf(to), this.#blockAt(to, from), blockOf(from), shape);
  }

  #subtract(
    c: Block,
    a: Block,
    b: Block,
    { rows, columns, depth }: { rows: number; columns: number; depth: number },
  ): void {
    for (let done = 0; done < depth; done += DEEPEST) {
      const left = { at: a.at + done, stride: a.stride };
      const below = { at: b.at + done * b.stride, stride: b.stride };
      this.#space.subtractProduct(c, left, below, {
        rows,
        columns,
        depth: depth - done < DEEPEST ? depth - done : DEEPEST,
      });
    }
  }

  #cellAt(row: number, column: number): number {
    return this.#square.at + row * this.#square.stride + column;
  }

  #blockAt(row: number, column: number): Block {
    return { at: this.#cellAt(row, column), stride: this.#square.stride };
  }
}

interface RowRanges {
  readonly to: number;
  readonly toEnd: number;
  readonly from: number;
  readonly fromEnd: number;
  readonly columns: number;
}

function halve(from: number, until: number): number {
  const half = (until - from) >> 1;
  return from + half + ((NARROW - (half % NARROW)) % NARROW);
}

function rowOf({ at, stride }: Block, row: number): number {
  return at + row * stride;
}

function subtractMultiple(
  cells: Float64Array,
  to: number,
  from: number,
  multiple: number,
  columns: number,
): void {
  for (let column = 0; column < columns; column++) cells[to + column]! -= multiple * cells[from + column]!;
}

/** The part of the work of a decomposition that is done when `column` columns are. */
function workDone(column: number, _rows: number, size: number): number {
  const left = (size - column) / size;
  return 1 - left * left * left;
}
