import type { SparseCoefficients } from '../coefficients.ts';
import type { Pivots } from '../triangles.ts';
import { Columns, type ReadColumns } from './columns.ts';
import type { Plan } from './plan.ts';

/**
 * L and U of I − A, component by component (J. R. Gilbert and T. Peierls, Sparse partial pivoting in time proportional to arithmetic operations,
 * 1988; T. A. Davis, Direct Methods for Sparse Linear Systems, 2006, chapter 6). Each step makes one column: it subtracts from it the columns
 * of L that it needs, those first on which others depend, and takes a pivot. Every number is one chain of operations in that order.
 */
export interface Factors {
  readonly plan: Plan;
  readonly pivots: Pivots;
  /** The step in which each row has its pivot. */
  readonly stepOf: Int32Array;
  readonly diagonal: Float64Array;
  /** Below and above the pivot, by steps. A column of U has the order in which it was computed. */
  readonly lower: ReadColumns;
  readonly upper: ReadColumns;
}

/** Decomposes I − A; null if a pivot is missing: it is zero, or, on the diagonal, not above zero. */
export function decompose(plan: Plan, { values }: SparseCoefficients, pivots: Pivots): Factors | null {
  const { size, order, stepOf: first, ends, starts, rows, places } = plan;
  const room = (plan.entries - size) / 2;
  const [lower, upper] = [new Columns(size, room), new Columns(size, room)];
  const [diagonal, x] = [new Float64Array(size), new Float64Array(size)];
  const stepOf = new Int32Array(size).fill(-1);
  const reach = new Reach(lower, stepOf);
  for (let step = 0; step < size; step++) {
    const column = order[step]!;
    reach.begin();
    reach.visit(column);
    x[column] = 1;
    for (let at = starts[column]!; at < starts[column + 1]!; at++) {
      const row = rows[at]!;
      if (first[row]! >= ends[step]!) continue;
      reach.visit(row);
      x[row]! -= values[places[at]!]!;
    }
    for (let next = reach.first; next < size; next++) {
      const own = stepOf[reach.found[next]!]!;
      if (own < 0) continue;
      const value = x[reach.found[next]!]!;
      upper.add(own, value);
      subtract(lower, own, value, x);
    }
    const pivot = pivots === 'diagonal' ? column : reach.findLargest(x);
    const value = pivot < 0 ? 0 : x[pivot]!;
    if (!(value > 0) && (pivots === 'diagonal' || !(value < 0))) return null;
    [diagonal[step], stepOf[pivot]] = [value, step];
    for (let next = reach.first; next < size; next++) {
      const row = reach.found[next]!;
      if (stepOf[row]! < 0) lower.add(row, x[row]! / value);
      x[row] = 0;
    }
    lower.close();
    upper.close();
  }
  const last = lower.starts[size]!;
  const below = lower.rows.subarray(0, last).map((row) => stepOf[row]!);
  return {
    ...{ plan, pivots, stepOf, diagonal, upper },
    lower: { starts: lower.starts, rows: below, values: lower.values },
  };
}

/** A pivot that is less than this part of the largest number of its column is not taken again: 2^−10. */
const LEAST_PIVOT = 0.0009765625;

/** Decomposes another matrix of the same plan, with the same pivots. Returns null if one of them is too small in this matrix. */
export function decomposeAgain(known: Factors, { values }: SparseCoefficients): Factors | null {
  const { plan, pivots, stepOf } = known;
  const { size, order, stepOf: first, ends, starts, rows, places } = plan;
  const lower = { ...known.lower, values: new Float64Array(known.lower.rows.length) };
  const upper = { ...known.upper, values: new Float64Array(known.upper.starts[size]!) };
  const [diagonal, x] = [new Float64Array(size), new Float64Array(size)];
  for (let step = 0; step < size; step++) {
    const column = order[step]!;
    x[stepOf[column]!] = 1;
    for (let at = starts[column]!; at < starts[column + 1]!; at++) {
      const row = rows[at]!;
      if (first[row]! < ends[step]!) x[stepOf[row]!]! -= values[places[at]!]!;
    }
    for (let at = upper.starts[step]!; at < upper.starts[step + 1]!; at++) {
      const own = upper.rows[at]!;
      const value = x[own]!;
      upper.values[at] = value;
      x[own] = 0;
      subtract(lower, own, value, x);
    }
    const value = x[step]!;
    x[step] = 0;
    diagonal[step] = value;
    if (!(value > 0) && (pivots === 'diagonal' || !(value < 0))) return null;
    const most = absolute(value) / LEAST_PIVOT;
    for (let at = lower.starts[step]!; at < lower.starts[step + 1]!; at++) {
      const row = lower.rows[at]!;
      if (pivots === 'largest' && !(absolute(x[row]!) <= most)) return null;
      lower.values[at] = x[row]! / value;
      x[row] = 0;
    }
  }
  return { ...known, diagonal, lower, upper };
}

/** x ← x − value · (a column of L) */
function subtract(
  { starts, rows, values }: ReadColumns,
  column: number,
  value: number,
  x: Float64Array,
): void {
  const until = starts[column + 1]!;
  for (let at = starts[column]!; at < until; at++) x[rows[at]!]! -= values[at]! * value;
}

/** The rows that the next column can have numbers in, each before those that depend on it: found by a search in depth through L. */
class Reach {
  /** The rows are those from `first` on. */
  readonly found: Int32Array;
  first: number;
  readonly #lower: Columns;
  readonly #stepOf: Int32Array;
  readonly #met: Int32Array;
  #turn = 0;
  /** The path to the row that is looked at, and how far the columns of its rows are read. */
  readonly #path: Int32Array;
  readonly #next: Int32Array;

  constructor(lower: Columns, stepOf: Int32Array) {
    const size = stepOf.length;
    [this.#lower, this.#stepOf, this.first] = [lower, stepOf, size];
    [this.found, this.#met] = [new Int32Array(size), new Int32Array(size)];
    [this.#path, this.#next] = [new Int32Array(size), new Int32Array(size)];
  }

  begin(): void {
    this.#turn++;
    this.first = this.found.length;
  }

  visit(root: number): void {
    if (this.#met[root] === this.#turn) return;
    let depth = 0;
    this.#enter(root, 0);
    while (depth >= 0) {
      const row = this.#path[depth]!;
      const below = this.#findNew(row, depth);
      if (below >= 0) this.#enter(below, ++depth);
      else {
        this.found[--this.first] = row;
        depth--;
      }
    }
  }

  #enter(row: number, depth: number): void {
    this.#met[row] = this.#turn;
    this.#path[depth] = row;
    const step = this.#stepOf[row]!;
    this.#next[depth] = step < 0 ? 0 : this.#lower.starts[step]!;
  }

  #findNew(row: number, depth: number): number {
    const step = this.#stepOf[row]!;
    if (step < 0) return -1;
    const [{ rows, starts }, until] = [this.#lower, this.#lower.starts[step + 1]!];
    for (let at = this.#next[depth]!; at < until; at++) {
      const below = rows[at]!;
      if (this.#met[below] === this.#turn) continue;
      this.#next[depth] = at + 1;
      return below;
    }
    this.#next[depth] = starts[step + 1]!;
    return -1;
  }

  /** Returns the row without a pivot that has the largest number, the first of equal ones; −1 if there is none above zero. */
  findLargest(x: Float64Array): number {
    let [largest, found] = [0, -1];
    for (let next = this.first; next < this.found.length; next++) {
      const row = this.found[next]!;
      if (this.#stepOf[row]! >= 0 || !(absolute(x[row]!) > largest)) continue;
      [largest, found] = [absolute(x[row]!), row];
    }
    return found;
  }
}

function absolute(value: number): number {
  return value < 0 ? -value : value;
}
