import type { PackedRows } from './coefficients.ts';
import {
  type AccurateStrips,
  type Block,
  type Kernel,
  LANES,
  type Shape,
  SPLITTER,
  type Strips,
  type Workspace,
} from './kernel.ts';
import { dotColumn, dotLanes, subtractColumn, subtractLanes } from './lanes.ts';
import { whole } from './whole.ts';

/** The kernel in plain TypeScript. The other one must give its bits. */
export const PLAIN_KERNEL: Kernel = { name: 'plain', open: (length) => new PlainWorkspace(length) };

class PlainWorkspace implements Workspace {
  readonly cells: Float64Array;
  #pairs = new Float64Array(0);

  constructor(length: number) {
    this.cells = new Float64Array(length);
  }

  subtractProduct(c: Block, a: Block, b: Block, shape: Shape): void {
    const [rows, columns, depth] = [whole(shape.rows), whole(shape.columns), whole(shape.depth)];
    if (this.#pairs.length < 2 * depth) this.#pairs = new Float64Array(2 * depth);
    const [evenRows, evenColumns] = [rows - (rows % 2), columns - (columns % 2)];
    subtractPairs(this.cells, this.#pairs, [c, a, b], { rows: evenRows, columns: evenColumns, depth });
    for (let row = 0; row < rows; row++)
      for (let column = row < evenRows ? evenColumns : 0; column < columns; column++)
        this.#subtractOne(
          c.at + row * c.stride + column,
          a.at + row * a.stride,
          { at: b.at + column, stride: b.stride },
          depth,
        );
  }

  #subtractOne(to: number, from: number, { at, stride }: Block, depth: number): void {
    const { cells } = this;
    let sum = cells[to]!;
    for (let step = 0; step < depth; step++) sum -= cells[from + step]! * cells[at + step * stride]!;
    cells[to] = sum;
  }

  multiplyRows(rows: PackedRows, from: number, x: Strips, to: Strips): void {
    for (let strip = 0; strip < x.count; strip++) {
      const source = whole(x.at + strip * x.rows * LANES);
      const target = whole(to.at + (strip * to.rows + from) * LANES);
      for (let row = 0; row < rows.count; row++)
        multiplyRow(this.cells, rows, row, source, target + row * LANES);
    }
  }

  accumulateRows(rows: PackedRows, from: number, strips: AccurateStrips): void {
    accumulateInto(this.cells, rows, from, strips);
  }

  dotStrip(a: number, b: number, rows: number, lanes: number): Float64Array {
    return (lanes === 1 ? dotColumn : dotLanes)(this.cells, whole(a), whole(b), whole(rows));
  }

  subtractStrip(to: number, from: number, factors: Float64Array, rows: number): void {
    if (factors.length === 1) subtractColumn(this.cells, whole(to), whole(from), factors[0]!, whole(rows));
    else subtractLanes(this.cells, whole(to), whole(from), factors, rows);
  }
}

/** Continues the sums of these rows, one number after the other. */
export function accumulateInto(
  cells: Float64Array,
  rows: PackedRows,
  from: number,
  strips: AccurateStrips,
): void {
  const { count, rows: height, lanes } = strips.x;
  for (let strip = 0; strip < count; strip++)
    for (let row = 0; row < rows.count; row++)
      for (let lane = 0; lane < lanes; lane++)
        accumulateLane(cells, rows, row, strips, {
          source: strip * height * lanes + lane,
          to: (strip * height + from + row) * lanes + lane,
        });
}

/** Two rows and two columns of c at a time. Two columns of b are copied to pairs first, so that they are read in order. */
function subtractPairs(
  cells: Float64Array,
  pairs: Float64Array,
  [c, a, b]: readonly [Block, Block, Block],
  shape: Shape,
): void {
  const [cAt, aAt, bAt] = [whole(c.at), whole(a.at), whole(b.at)];
  const [cStride, aStride, bStride] = [whole(c.stride), whole(a.stride), whole(b.stride)];
  const [rows, columns, depth] = [whole(shape.rows), whole(shape.columns), whole(shape.depth)];
  for (let column = 0; column < columns; column += 2) {
    for (let step = 0, at = bAt + column; step < depth; step++, at += bStride) {
      pairs[2 * step] = cells[at]!;
      pairs[2 * step + 1] = cells[at + 1]!;
    }
    for (let row = 0; row < rows; row += 2) {
      const upper = cAt + row * cStride + column;
      const lower = upper + cStride;
      const from = aAt + row * aStride;
      const below = from + aStride;
      let s00 = cells[upper]!;
      let s01 = cells[upper + 1]!;
      let s10 = cells[lower]!;
      let s11 = cells[lower + 1]!;
      for (let step = 0; step < depth; step++) {
        const b0 = pairs[2 * step]!;
        const b1 = pairs[2 * step + 1]!;
        const a0 = cells[from + step]!;
        const a1 = cells[below + step]!;
        s00 -= a0 * b0;
        s01 -= a0 * b1;
        s10 -= a1 * b0;
        s11 -= a1 * b1;
      }
      cells[upper] = s00;
      cells[upper + 1] = s01;
      cells[lower] = s10;
      cells[lower + 1] = s11;
    }
  }
}

/** The eight results of one row and one strip. */
function multiplyRow(
  cells: Float64Array,
  { starts, columns, values }: PackedRows,
  row: number,
  source: number,
  to: number,
): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let s5 = 0;
  let s6 = 0;
  let s7 = 0;
  const until = starts[row + 1]!;
  for (let entry = starts[row]!; entry < until; entry++) {
    const x = source + columns[entry]! * LANES;
    const a = values[entry]!;
    s0 += a * cells[x]!;
    s1 += a * cells[x + 1]!;
    s2 += a * cells[x + 2]!;
    s3 += a * cells[x + 3]!;
    s4 += a * cells[x + 4]!;
    s5 += a * cells[x + 5]!;
    s6 += a * cells[x + 6]!;
    s7 += a * cells[x + 7]!;
  }
  cells[to] = s0;
  cells[to + 1] = s1;
  cells[to + 2] = s2;
  cells[to + 3] = s3;
  cells[to + 4] = s4;
  cells[to + 5] = s5;
  cells[to + 6] = s6;
  cells[to + 7] = s7;
}

function accumulateLane(
  cells: Float64Array,
  { starts, columns, values }: PackedRows,
  row: number,
  strips: AccurateStrips,
  places: { readonly source: number; readonly to: number },
): void {
  const [source, to] = [whole(places.source), whole(places.to)];
  const [x, high, low] = [strips.x, strips.high, strips.low].map(({ at }) => whole(at) + source) as [
    number,
    number,
    number,
  ];
  const lanes = whole(strips.x.lanes);
  let sum = cells[strips.sum.at + to]!;
  let lost = cells[strips.lost.at + to]!;
  let size = cells[strips.size.at + to]!;
  const until = starts[row + 1]!;
  for (let entry = starts[row]!; entry < until; entry++) {
    const at = columns[entry]! * lanes;
    const a = values[entry]!;
    const spread = SPLITTER * a;
    const upper = spread - (spread - a);
    const lower = a - upper;
    const product = a * cells[x + at]!;
    const error =
      upper * cells[high + at]! -
      product +
      upper * cells[low + at]! +
      lower * cells[high + at]! +
      lower * cells[low + at]!;
    const next = sum + product;
    const added = next - sum;
    lost += error + (sum - (next - added) + (product - added));
    size += product < 0 ? -product : product;
    sum = next;
  }
  cells[strips.sum.at + to] = sum;
  cells[strips.lost.at + to] = lost;
  cells[strips.size.at + to] = size;
}
