import type { Panel, RowReader } from './coefficients.ts';
import type { Goal, Inverse } from './inverse.ts';
import { type Kernel, LANES, type Strips, type Workspace } from './kernel.ts';
import { dotLanes, scaleLanes, subtractLanes } from './lanes.ts';
import { multiplyStrips, residualOf } from './residual.ts';
import type { Step } from './steps.ts';
import { Layout, readStrips, writeStrips } from './strips.ts';
import { whole } from './whole.ts';
import { log, sqrt } from '../quantities/elementary.ts';

/**
 * Solves by generalised conjugate residuals (GCR: S. C. Eisenstat, H. C. Elman, M. H. Schultz, 1983), for each column of the right
 * side by itself: the step n is the correction, from the space of the first n residuals multiplied by I − A, that makes the residual
 * smallest. It finds what GMRES finds. Every sum runs over the rows in order. Then it is refined with residuals in about twice the
 * digits of float64, until they are what the rounding of X alone leaves.
 */

/** Directions that are kept: after so many steps, the search begins anew from the residual that is left. */
const KEPT = 24;
/** A search ends when this many steps in a row have not halved what is left. */
const PATIENCE = 2 * KEPT;
/** The most steps of a search. */
const MOST_STEPS = 1000;
/** The part of the largest number of its column that the first search leaves. */
const FIRST_PART = 1e-13;
/** 2^−53 */
const UNIT = 1.1102230246251565e-16;
/** The most refinements. */
const MOST_ROUNDS = 8;
/** The part of the right side that may be left where only the size of the solution is sought. */
const ROUGH_PART = 0.0625;

/** Where the panels of a search are: x and what is left of the right side, and the directions and their products. */
interface Places {
  readonly x: Strips;
  readonly rest: Strips;
  readonly target: Strips;
  readonly directions: readonly Strips[];
  readonly products: readonly Strips[];
}

/** The iteration did not come to an end. */
export class NoConvergence extends Error {}

export class Iteration implements Inverse {
  readonly #kernel: Kernel;
  readonly #a: RowReader;
  readonly #space: Workspace;
  readonly #places: Places;

  /** For right sides of so many columns. */
  constructor(kernel: Kernel, a: RowReader, columns: number) {
    const layout = new Layout();
    const place = (): Strips => layout.strips(a.size, columns);
    const many = (): Strips[] => Array.from({ length: KEPT }, place);
    this.#places = { x: place(), rest: place(), target: place(), directions: many(), products: many() };
    this.#space = layout.open(kernel, a.mostEntries);
    [this.#kernel, this.#a] = [kernel, a];
  }

  /** @throws NoConvergence */
  *solve(right: Panel, goal: Goal): Generator<Step, Panel> {
    if (goal === 'size')
      return yield* this.#search(right, (value) => (value < 0 ? -value : value) * ROUGH_PART);
    const x = yield* this.#search(right, (_, largest) => largest * FIRST_PART);
    for (let round = 0, before = Infinity; round < MOST_ROUNDS; round++) {
      const { values, sizes } = yield* residualOf(this.#kernel, this.#a, right, x);
      const allowed = sizes.map(
        (size, at) => UNIT * (size + sizeOf(right.values[at]!) + sizeOf(x.values[at]!)),
      );
      const excess = largestRatio(values, allowed);
      // Rounding X changes a residual by about one unit of its own, and by those of the others.
      if (excess <= 2 || excess >= before / 2) break;
      before = excess;
      const change = yield* this.#search({ ...right, values }, (_, _largest, at) => allowed[at]! / 2);
      for (let at = 0; at < x.values.length; at++) x.values[at]! += change.values[at]!;
    }
    return x;
  }

  /** Finds X until what is left of each number of the right side is below its target. */
  *#search(
    right: Panel,
    targetOf: (value: number, largest: number, at: number) => number,
  ): Generator<Step, Panel> {
    const { cells } = this.#space;
    const { x, rest, target } = this.#places;
    const scales = largestOf(right);
    const scaled = (values: Float64Array): Panel => ({
      ...right,
      values: values.map((value, at) => value / scales[at % right.columns]!),
    });
    writeStrips(cells, rest, scaled(right.values));
    const targets = right.values.map((value, at) => targetOf(value, scales[at % right.columns]!, at));
    writeStrips(cells, target, scaled(targets));
    cells.fill(0, x.at, x.at + x.count * x.rows * LANES);
    yield* this.#descend();
    const found = readStrips(cells, x, right.columns);
    return { ...found, values: found.values.map((value, at) => value * scales[at % right.columns]!) };
  }

  *#descend(): Generator<Step, void> {
    const { cells } = this.#space;
    const { rest, target } = this.#places;
    const first = excessOf(cells, rest, target);
    for (let step = 0, [best, since] = [first, 0]; step < MOST_STEPS; step++) {
      const excess = step === 0 ? first : excessOf(cells, rest, target);
      if (excess <= 1) return;
      yield { stage: 'iterate', share: shareOf(first, excess) };
      since = excess <= best / 2 ? 0 : since + 1;
      if (excess <= best / 2) best = excess;
      if (since > PATIENCE || !isFinite(excess)) break;
      yield* this.#step(step % KEPT);
    }
    throw new NoConvergence();
  }

  /** One direction more: the residual, made orthogonal to the products of the earlier ones. */
  *#step(index: number): Generator<Step, void> {
    const { x, rest, directions, products } = this.#places;
    const { cells } = this.#space;
    const [direction, product] = [directions[index]!, products[index]!];
    copyStrips(cells, rest, direction);
    yield* multiplyStrips(this.#space, this.#a, direction, product);
    for (let at = 0; at < product.count * product.rows * LANES; at++)
      cells[product.at + at] = cells[direction.at + at]! - cells[product.at + at]!;
    for (let strip = 0; strip < x.count; strip++) {
      const from = strip * x.rows * LANES;
      const placeIn = (strips: Strips): number => whole(strips.at + from);
      for (let earlier = 0; earlier < index; earlier++) {
        const factors = dotLanes(cells, placeIn(product), placeIn(products[earlier]!), x.rows);
        subtractLanes(cells, placeIn(product), placeIn(products[earlier]!), factors, x.rows);
        subtractLanes(cells, placeIn(direction), placeIn(directions[earlier]!), factors, x.rows);
      }
      const squares = dotLanes(cells, placeIn(product), placeIn(product), x.rows);
      const inverses = squares.map((square) => (square > 0 ? 1 / sqrt(square) : 0));
      scaleLanes(cells, placeIn(product), inverses, x.rows);
      scaleLanes(cells, placeIn(direction), inverses, x.rows);
      const lengths = dotLanes(cells, placeIn(rest), placeIn(product), x.rows);
      subtractLanes(cells, placeIn(rest), placeIn(product), lengths, x.rows);
      subtractLanes(
        cells,
        placeIn(x),
        placeIn(direction),
        lengths.map((length) => -length),
        x.rows,
      );
    }
  }
}

function sizeOf(value: number): number {
  return value < 0 ? -value : value;
}

/** Returns the largest size in each column; 1 if it is zero. */
function largestOf({ columns, values }: Panel): Float64Array {
  const largest = new Float64Array(columns);
  for (let at = 0; at < values.length; at++) {
    const size = sizeOf(values[at]!);
    if (size > largest[at % columns]!) largest[at % columns] = size;
  }
  return largest.map((size) => (size === 0 ? 1 : size));
}

/** Added to what is divided by, for places where both are zero. */
const TINY = 1e-300;

function largestRatio(values: Float64Array, allowed: Float64Array): number {
  let largest = 0;
  for (let at = 0; at < values.length; at++) {
    const ratio = sizeOf(values[at]!) / (allowed[at]! + TINY);
    if (!(ratio <= largest)) largest = ratio;
  }
  return largest;
}

/** Returns the largest part that what is left is of its target. */
function excessOf(cells: Float64Array, rest: Strips, target: Strips): number {
  const length = rest.count * rest.rows * LANES;
  return largestRatio(
    cells.subarray(rest.at, rest.at + length),
    cells.subarray(target.at, target.at + length),
  );
}

function copyStrips(cells: Float64Array, from: Strips, to: Strips): void {
  cells.copyWithin(to.at, from.at, from.at + from.count * from.rows * LANES);
}

/** The share that is done when so much is left: residuals fall by about the same part with each step. */
function shareOf(first: number, excess: number): number {
  const share = isFinite(first) ? 1 - log(excess) / log(first) : 0;
  return share > 0 ? share : 0;
}
