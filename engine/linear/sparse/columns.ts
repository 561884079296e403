/** Columns of numbers that are written one after the other: those of column k are from `starts[k]` to `starts[k + 1]`. */
export class Columns {
  readonly starts: Int32Array;
  rows: Int32Array;
  values: Float64Array;
  #count = 0;
  #closed = 0;

  constructor(size: number, room: number) {
    this.starts = new Int32Array(size + 1);
    [this.rows, this.values] = [new Int32Array(room), new Float64Array(room)];
  }

  add(row: number, value: number): void {
    if (this.#count === this.rows.length) this.#grow();
    this.rows[this.#count] = row;
    this.values[this.#count++] = value;
  }

  /** Ends a column: what is added next is of the next one. */
  close(): void {
    this.starts[++this.#closed] = this.#count;
  }

  #grow(): void {
    const [rows, values] = [this.rows, this.values];
    const room = 2 * rows.length + 16;
    [this.rows, this.values] = [new Int32Array(room), new Float64Array(room)];
    this.rows.set(rows);
    this.values.set(values);
  }
}

/** Columns as they are read. Decompositions of one pattern share all but the values. */
export type ReadColumns = Pick<Columns, 'starts' | 'rows' | 'values'>;
