import type { Coefficients, SparseCoefficients } from './coefficients.ts';

/**
 * The strong components of a matrix: the smallest sets of rows whose rows depend on each other, directly or through others. Row i depends
 * on row j where the coefficient (i, j) is not zero. In this order each set depends on itself and on sets before it alone.
 */
export interface Components {
  readonly count: number;
  /** The rows, set by set; those of one ascend. */
  readonly rows: Int32Array;
  /** Where each set begins in `rows`; the last is their number. */
  readonly starts: Int32Array;
}

/**
 * Finds the strong components by R. E. Tarjan's algorithm (Depth-first search and linear graph algorithms, 1972), with a stack of its own.
 * Of the transpose, they are the same sets in the opposite order.
 */
export function findComponents(a: Coefficients, isTransposed: boolean): Components {
  const sets = new Search(a).sets;
  if (isTransposed) sets.reverse();
  const starts = new Int32Array(sets.length + 1);
  const rows = new Int32Array(a.size);
  for (const [at, set] of sets.entries()) {
    rows.set(set.sort(), starts[at]);
    starts[at + 1] = starts[at]! + set.length;
  }
  return { count: sets.length, rows, starts };
}

/** A row has index 0 until it is visited. */
class Search {
  readonly sets: Int32Array[] = [];
  readonly #a: Coefficients;
  readonly #index: Int32Array;
  /** The earliest row on the stack that a row is known to reach. */
  readonly #low: Int32Array;
  readonly #isOpen: Uint8Array;
  /** Rows that are in no set yet, in the order of their visits. */
  readonly #open: Int32Array;
  #openCount = 0;
  #visited = 0;
  /** The path to the row that is looked at, and how far each of its rows is read. */
  readonly #path: Int32Array;
  readonly #next: Float64Array;

  constructor(a: Coefficients) {
    const { size } = a;
    this.#a = a;
    [this.#index, this.#low, this.#open, this.#path] = [0, 0, 0, 0].map(() => new Int32Array(size)) as [
      Int32Array,
      Int32Array,
      Int32Array,
      Int32Array,
    ];
    [this.#isOpen, this.#next] = [new Uint8Array(size), new Float64Array(size)];
    for (let row = 0; row < size; row++) if (this.#index[row] === 0) this.#visit(row);
  }

  #visit(root: number): void {
    let depth = 0;
    this.#enter(root, 0);
    while (depth >= 0) {
      const row = this.#path[depth]!;
      const reached = this.#findNew(row, depth);
      if (reached >= 0) this.#enter(reached, ++depth);
      else {
        if (this.#low[row] === this.#index[row]) this.#close(row);
        depth--;
        if (depth >= 0) this.#lower(this.#path[depth]!, this.#low[row]!);
      }
    }
  }

  #enter(row: number, depth: number): void {
    this.#index[row] = this.#low[row] = ++this.#visited;
    this.#isOpen[row] = 1;
    this.#open[this.#openCount++] = row;
    this.#path[depth] = row;
    this.#next[depth] = this.#a.form === 'dense' ? row * this.#a.size : this.#a.starts[row]!;
  }

  /** Reads on in a row until it depends on one that was not visited; −1 if there is none left. */
  #findNew(row: number, depth: number): number {
    const a = this.#a;
    const until = a.form === 'dense' ? (row + 1) * a.size : a.starts[row + 1]!;
    for (let at = this.#next[depth]!; at < until; at++) {
      if (a.values[at] === 0) continue;
      const column = a.form === 'dense' ? at - row * a.size : a.columns[at]!;
      if (this.#index[column] === 0) {
        this.#next[depth] = at + 1;
        return column;
      }
      if (this.#isOpen[column] === 1) this.#lower(row, this.#index[column]!);
    }
    this.#next[depth] = until;
    return -1;
  }

  #lower(row: number, low: number): void {
    if (low < this.#low[row]!) this.#low[row] = low;
  }

  /** Takes the set of a row that reaches no earlier one: the rows opened since it was. */
  #close(row: number): void {
    let from = this.#openCount - 1;
    while (this.#open[from] !== row) from--;
    const set = this.#open.slice(from, this.#openCount);
    for (const member of set) this.#isOpen[member] = 0;
    this.#openCount = from;
    this.sets.push(set);
  }
}

/** Returns the coefficients among some rows, which ascend, in the form of the matrix. `places` is written: a place for each row, 0 for others. */
export function takeBlock(a: Coefficients, rows: Int32Array, places: Int32Array): Coefficients {
  const size = rows.length;
  if (a.form === 'sparse') return takeSparse(a, rows, places);
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) values[i * size + j] = a.values[rows[i]! * a.size + rows[j]!]!;
  return { form: 'dense', size, values };
}

function takeSparse(a: SparseCoefficients, rows: Int32Array, places: Int32Array): SparseCoefficients {
  const size = rows.length;
  for (let place = 0; place < size; place++) places[rows[place]!] = place + 1;
  const starts = new Uint32Array(size + 1);
  let most = 0;
  for (const row of rows) most += a.starts[row + 1]! - a.starts[row]!;
  const columns = new Uint32Array(most);
  const values = new Float64Array(most);
  let next = 0;
  for (let place = 0; place < size; place++) {
    const row = rows[place]!;
    for (let at = a.starts[row]!; at < a.starts[row + 1]!; at++) {
      const column = places[a.columns[at]!]!;
      if (column === 0) continue;
      columns[next] = column - 1;
      values[next++] = a.values[at]!;
    }
    starts[place + 1] = next;
  }
  for (const row of rows) places[row] = 0;
  return { form: 'sparse', size, starts, columns: columns.slice(0, next), values: values.slice(0, next) };
}
