import { compareDiagonal, type Coefficients, type Panel, type Reading } from './coefficients.ts';
import type { Inverse } from './inverse.ts';
import { type Block, type Kernel, LANES, stripsOf, type Workspace } from './kernel.ts';
import type { Step } from './steps.ts';
import { type Pivots, type Square, Triangles } from './triangles.ts';
import { openWorkspace } from './workspace.ts';

/** I − A, decomposed once. It holds n² numbers, and n for each column of a right side. */
export class Elimination implements Inverse {
  readonly #space: Workspace;
  readonly #triangles: Triangles;
  readonly #right: Block;
  readonly #columns: number;

  private constructor(space: Workspace, triangles: Triangles, right: Block, columns: number) {
    [this.#space, this.#triangles, this.#right, this.#columns] = [space, triangles, right, columns];
  }

  /**
   * Decomposes I − A, for right sides of at most so many columns.
   * @throws EngineError `out-of-range` if a pivot is missing, `too-large`
   */
  static *of(
    kernel: Kernel,
    a: Coefficients,
    reading: Reading,
    options: EliminationOptions,
  ): Generator<Step, Elimination> {
    const { size } = a;
    const stride = strideOf(size);
    const width = stripsOf(options.columns) * LANES;
    const length = size * stride + size * width;
    const space = openWorkspace(kernel, { length, entries: 0 }, { rows: size, columns: options.columns });
    const square = { at: 0, stride, size };
    writeSystem(space.cells, square, a, reading);
    const triangles = new Triangles(space, square, options.pivots);
    yield* triangles.decompose();
    return new Elimination(space, triangles, { at: size * stride, stride: width }, options.columns);
  }

  *solve({ rows, columns, values }: Panel): Generator<Step, Panel> {
    const [{ cells }, { at, stride }, { order }] = [this.#space, this.#right, this.#triangles];
    if (columns > this.#columns) throw new RangeError(`room for ${this.#columns} columns, got ${columns}`);
    for (let row = 0; row < rows; row++) {
      const from = order[row]! * columns;
      cells.set(values.subarray(from, from + columns), at + row * stride);
    }
    yield* this.#triangles.solve(this.#right, columns);
    const solution = new Float64Array(rows * columns);
    for (let row = 0; row < rows; row++)
      solution.set(cells.subarray(at + row * stride, at + row * stride + columns), row * columns);
    return { rows, columns, values: solution };
  }
}

interface EliminationOptions {
  readonly columns: number;
  readonly pivots: Pivots;
}

/** Rows are not a multiple of 512 bytes apart: then a column would share a few lines of the processor's caches. */
function strideOf(size: number): number {
  const even = size + (size % 2);
  return even % 64 === 0 ? even + LANES : even;
}

/** Writes I − A, each number rounded once. */
function writeSystem(
  cells: Float64Array,
  square: Square,
  a: Coefficients,
  { isTransposed, isCompared }: Reading,
): void {
  const [down, right] = isTransposed ? [1, square.stride] : [square.stride, 1];
  const write = (row: number, column: number, value: number): void => {
    const own = isCompared ? compareCell(row, column, value) : value;
    cells[row * down + column * right] = -own;
  };
  for (let row = 0; row < a.size; row++) {
    if (a.form === 'dense')
      for (let column = 0; column < a.size; column++) write(row, column, a.values[row * a.size + column]!);
    else
      for (let at = a.starts[row]!; at < a.starts[row + 1]!; at++) write(row, a.columns[at]!, a.values[at]!);
    cells[row * square.stride + row]! += 1;
  }
}

function compareCell(row: number, column: number, value: number): number {
  if (row === column) return compareDiagonal(value);
  return value < 0 ? -value : value;
}
