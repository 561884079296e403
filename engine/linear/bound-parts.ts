import { boundByInverse, LARGEST_INVERTED } from './approximate-inverse.ts';
import { type Coefficients, diagonalOf, type Panel } from './coefficients.ts';
import { findComponents, takeBlock } from './components.ts';
import type { Kernel } from './kernel.ts';
import { PLAIN_KERNEL } from './plain-kernel.ts';
import { DOWN, SUM_UP, TINY, UP } from './residual-bound.ts';
import type { Step } from './steps.ts';
import { aimOf, type Compared, findWeights, largestRatios, type Weights } from './weights.ts';

/**
 * Bounds |D| for (I − Ã) D = H with |H| ≤ S, one strong component after the other. In the order of `findComponents`, that of component k
 * is (I − Ãₖₖ) Dₖ = Hₖ + Σ Ãₖₗ Dₗ over the components l before it, so |Dₗ| bound its right side. A component is bounded by positive vectors,
 * or else by an approximate inverse. Where neither is found, the bound is infinite, and where a row depends on one that is.
 */
export function* boundParts(kernel: Kernel, system: Compared, s: Float64Array): Generator<Step, Parts> {
  const { a, isTransposed, relative } = system;
  let by: Parts['by'] = 'vector';
  const components = findComponents(a, isTransposed);
  const right = new RightSides(system, s);
  const places = new Int32Array(a.size);
  for (let at = 0; at < components.count; at++) {
    const rows = components.rows.subarray(components.starts[at], components.starts[at + 1]);
    const own = right.of(rows);
    let found: Part | null = null;
    if (own.values.every((value) => isFinite(value)))
      found =
        rows.length === 1
          ? divideOne(diagonalOf(a, rows[0]!), relative, own.values)
          : yield* boundBlock(kernel, { ...system, a: takeBlock(a, rows, places) }, own);
    right.write(rows, found?.limits ?? null);
    if (found === null) by = 'nothing';
    else if (found.by === 'inverse' && by === 'vector') by = 'inverse';
    if (rows.length > 1) yield { stage: 'check', share: components.starts[at + 1]! / a.size };
  }
  return { by, limits: right.bounds };
}

/** By what the weakest part is bounded, and the limits of all rows and columns. */
interface Parts {
  readonly by: 'vector' | 'inverse' | 'nothing';
  readonly limits: Float64Array;
}

interface Part extends Parts {
  readonly by: 'vector' | 'inverse';
}

/** Up to this size, a module of WebAssembly takes longer to get its memory than it saves. */
const SMALL = 128;

function* boundBlock(kernel: Kernel, system: Compared, s: Panel): Generator<Step, Part | null> {
  const { size } = system.a;
  const own = size > SMALL ? kernel : PLAIN_KERNEL;
  const weights = yield* findWeights(own, system, aimOf(s.values, s.columns));
  if (weights !== null) return { by: 'vector', limits: spreadWeights(weights, s.values, s.columns) };
  if (size > LARGEST_INVERTED) return null;
  const limits = yield* boundByInverse(own, system, s);
  return limits === null ? null : { by: 'inverse', limits };
}

/** One row alone: |1 − ã| d ≤ s. */
function divideOne(diagonal: number, relative: number, s: Float64Array): Part | null {
  const size = absolute(1 - diagonal);
  const least = (size * DOWN - relative * absolute(diagonal) * UP) * DOWN;
  if (!(least > 0)) return null;
  return { by: 'vector', limits: s.map((value) => (value === 0 ? 0 : (value / least) * UP + TINY)) };
}

/** Returns v b, with b = max S / u in each column. */
export function spreadWeights({ v, u }: Weights, s: Float64Array, columns: number): Float64Array {
  const factors = largestRatios(s, u, columns);
  return s.map((_, at) => {
    const column = at % columns;
    return factors[column] === 0 ? 0 : v[(at - column) / columns]! * factors[column]! * UP + TINY;
  });
}

/** The right sides of the components: S, and what the bounded rows add to it. */
class RightSides {
  /** Of each row and column, once its component is written. */
  readonly bounds: Float64Array;
  readonly #a: Coefficients;
  readonly #columns: number;
  readonly #isTransposed: boolean;
  readonly #grow: number;
  readonly #isWritten: Uint8Array;
  readonly #s: Float64Array;
  /** Of the transpose, a row that is written adds to those that depend on it, which are the columns of its row in A. */
  readonly #added: Float64Array;

  constructor({ a, isTransposed, relative }: Compared, s: Float64Array) {
    [this.#a, this.#isTransposed, this.#s] = [a, isTransposed, s];
    this.#columns = s.length / a.size;
    this.#grow = (1 + relative) * SUM_UP * UP;
    [this.bounds, this.#isWritten] = [new Float64Array(s.length), new Uint8Array(a.size)];
    this.#added = new Float64Array(s.length);
  }

  /** Returns the right side of a component whose predecessors are written. */
  of(rows: Int32Array): Panel {
    const columns = this.#columns;
    const values = new Float64Array(rows.length * columns);
    if (!this.#isTransposed)
      for (const row of rows) this.#forEach(row, (other, size) => this.#add(other, size, row));
    for (const [at, row] of rows.entries())
      for (let column = 0; column < columns; column++) {
        const place = row * columns + column;
        values[at * columns + column] = (this.#s[place]! + this.#added[place]! * this.#grow) * UP;
      }
    return { rows: rows.length, columns, values };
  }

  /** Writes the bounds of a component; null: there is none. */
  write(rows: Int32Array, found: Float64Array | null): void {
    const columns = this.#columns;
    for (const [at, row] of rows.entries())
      for (let column = 0; column < columns; column++)
        this.bounds[row * columns + column] = found === null ? Infinity : found[at * columns + column]!;
    for (const row of rows) this.#isWritten[row] = 1;
    if (this.#isTransposed)
      for (const row of rows)
        this.#forEach(row, (other, size) => {
          if (this.#isWritten[other] === 0) this.#add(row, size, other);
        });
  }

  /** Adds the bounds of a row, times a size, to the right side of another. */
  #add(from: number, size: number, to: number): void {
    if (this.#isWritten[from] === 0) return;
    const columns = this.#columns;
    for (let column = 0; column < columns; column++) {
      const bound = this.bounds[from * columns + column]!;
      if (bound > 0) this.#added[to * columns + column]! += size * bound + TINY;
    }
  }

  #forEach(row: number, visit: (column: number, size: number) => void): void {
    const a = this.#a;
    const [from, until] =
      a.form === 'dense' ? [row * a.size, (row + 1) * a.size] : [a.starts[row]!, a.starts[row + 1]!];
    for (let at = from; at < until; at++) {
      const value = a.values[at]!;
      if (value !== 0) visit(a.form === 'dense' ? at - from : a.columns[at]!, absolute(value));
    }
  }
}

function absolute(value: number): number {
  return value < 0 ? -value : value;
}
