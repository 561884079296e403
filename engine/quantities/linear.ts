import { EngineError } from '../errors/engine-error.ts';

/**
 * A square matrix decomposed into lower and upper triangles, to solve systems with it. Gaussian elimination, column by column, with
 * the largest pivot of the column; of equal ones, the first row. The order of every operation is fixed, so the bits are the same on
 * every machine.
 */
export class Decomposition {
  readonly #size: number;
  /** Row-major; below the diagonal L (its diagonal is 1), above it U. */
  readonly #cells: Float64Array;
  readonly #order: Int32Array;

  /** @param matrix row-major, n × n; it is overwritten. @throws EngineError `out-of-range` if it is singular */
  constructor(matrix: Float64Array, size: number) {
    this.#size = size;
    this.#cells = matrix;
    this.#order = Int32Array.from({ length: size }, (_, index) => index);
    for (let column = 0; column < size; column++) this.#eliminate(column);
  }

  /** Returns x with `matrix · x = vector`. */
  solve(vector: Float64Array): Float64Array {
    const [size, cells] = [this.#size, this.#cells];
    const x = Float64Array.from(this.#order, (row) => vector[row]!);
    for (let row = 1; row < size; row++)
      for (let column = 0; column < row; column++) x[row]! -= cells[row * size + column]! * x[column]!;
    for (let row = size - 1; row >= 0; row--) {
      for (let column = row + 1; column < size; column++) x[row]! -= cells[row * size + column]! * x[column]!;
      x[row]! /= cells[row * size + row]!;
    }
    return x;
  }

  /** Returns y with `matrixᵀ · y = vector`. */
  solveTransposed(vector: Float64Array): Float64Array {
    const [size, cells] = [this.#size, this.#cells];
    const x = Float64Array.from(vector);
    for (let row = 0; row < size; row++) {
      for (let above = 0; above < row; above++) x[row]! -= cells[above * size + row]! * x[above]!;
      x[row]! /= cells[row * size + row]!;
    }
    for (let row = size - 1; row >= 0; row--)
      for (let below = row + 1; below < size; below++) x[row]! -= cells[below * size + row]! * x[below]!;
    const y = new Float64Array(size);
    this.#order.forEach((row, index) => (y[row] = x[index]!));
    return y;
  }

  #eliminate(column: number): void {
    const [size, cells] = [this.#size, this.#cells];
    this.#swap(column, this.#findPivot(column));
    const pivot = cells[column * size + column]!;
    for (let row = column + 1; row < size; row++) {
      const multiple = cells[row * size + column]! / pivot;
      cells[row * size + column] = multiple;
      if (multiple === 0) continue;
      for (let next = column + 1; next < size; next++)
        cells[row * size + next]! -= multiple * cells[column * size + next]!;
    }
  }

  #findPivot(column: number): number {
    let [best, most] = [column, 0];
    for (let row = column; row < this.#size; row++) {
      const cell = this.#cells[row * this.#size + column]!;
      const size = cell < 0 ? -cell : cell;
      if (size > most) [best, most] = [row, size];
    }
    if (most > 0) return best;
    const text = `the matrix is singular: column ${column + 1} has no pivot`;
    throw new EngineError('out-of-range', text, column + 1);
  }

  #swap(a: number, b: number): void {
    if (a === b) return;
    const [size, cells] = [this.#size, this.#cells];
    const kept = cells.slice(a * size, (a + 1) * size);
    cells.copyWithin(a * size, b * size, (b + 1) * size);
    cells.set(kept, b * size);
    [this.#order[a], this.#order[b]] = [this.#order[b]!, this.#order[a]!];
  }
}
