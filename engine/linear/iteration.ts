import type { Panel, RowReader } from './coefficients.ts';
import type { Goal, Inverse } from './inverse.ts';
import type { Kernel, Strips, Workspace } from './kernel.ts';
import { scaleLanes } from './lanes.ts';
import { multiplyStrips, residualOf } from './residual.ts';
import type { Step } from './steps.ts';
import { Layout, readStrips, writeStrips } from './strips.ts';
import { whole } from './whole.ts';
import { log, sqrt } from '../quantities/elementary.ts';

/**
 * Solves by GMRES, for each column of the right side by itself: after n steps it has the correction, from the space of the residual and
 * its first n − 1 products, that makes the residual smallest. The directions are the residuals of the steps, as in "simpler GMRES" with
 * the basis of P. Jiránek, M. Rozložník and M. H. Gutknecht (How to make simpler GMRES and GCR more stable, 2008). Every sum runs over
 * the rows in order. Then X is refined with residuals in about twice the digits of float64, until they are what its rounding leaves.
 */

/** Directions that are kept: after so many steps, the search begins anew from the residual that is left. */
const KEPT = 24;
/** A search ends when this many steps in a row have not halved what is left. */
const PATIENCE = 2 * KEPT;
/** The most steps of a search. */
const MOST_STEPS = 1000;
/** The least part of the largest number of its column that a search can leave: below 1e-14, its directions no longer differ. */
const LEAST_PART = 1e-12;
/** 2^−53 */
const UNIT = 1.1102230246251565e-16;
/** The most refinements. */
const MOST_ROUNDS = 8;
/** If a residual is at most this many times the allowed one, one more search makes it small enough. */
const NEAR = 1e10;
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
  /** For each direction and each earlier one, and each column: how much of the earlier product was in its product. */
  readonly #factors: Float64Array;
  /** For each direction and each column: how much of its product was taken from what is left. */
  readonly #parts: Float64Array;

  /** For right sides of so many columns. */
  constructor(kernel: Kernel, a: RowReader, columns: number) {
    const layout = new Layout();
    const place = (): Strips => layout.strips(a.size, columns);
    const many = (): Strips[] => Array.from({ length: KEPT }, place);
    this.#places = { x: place(), rest: place(), target: place(), directions: many(), products: many() };
    this.#space = layout.open(kernel, a.mostEntries);
    [this.#kernel, this.#a] = [kernel, a];
    const lanes = this.#places.x.count * this.#places.x.lanes;
    [this.#factors, this.#parts] = [new Float64Array(KEPT * KEPT * lanes), new Float64Array(KEPT * lanes)];
  }

  /** @throws NoConvergence */
  *solve(right: Panel, goal: Goal): Generator<Step, Panel> {
    if (goal === 'size')
      return yield* this.#search(right, (value) => (value < 0 ? -value : value) * ROUGH_PART);
    const x = yield* this.#search(right, (_, largest) => largest * LEAST_PART);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const { values, sizes } = yield* residualOf(this.#kernel, this.#a, right, x);
      const allowed = sizes.map(
        (size, at) => UNIT * (size + sizeOf(right.values[at]!) + sizeOf(x.values[at]!)),
      );
      const excess = largestRatio(values, allowed);
      if (excess <= 1) break;
      const change = yield* this.#refine({ ...right, values }, allowed);
      if (change === null) break;
      for (let at = 0; at < x.values.length; at++) x.values[at]! += change.values[at]!;
      if (excess <= NEAR) break;
    }
    return x;
  }

  /** Returns the correction of a residual; null if it can't be made smaller. Then X stays as it is, and the bound of its error says how good it is. */
  *#refine(residual: Panel, allowed: Float64Array): Generator<Step, Panel | null> {
    try {
      return yield* this.#search(residual, (_, largest, at) => {
        const [wanted, least] = [allowed[at]! / 2, largest * LEAST_PART];
        return wanted > least ? wanted : least;
      });
    } catch (error) {
      if (error instanceof NoConvergence) return null;
      throw error;
    }
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
    cells.fill(0, x.at, x.at + x.count * x.rows * x.lanes);
    yield* this.#descend();
    const found = readStrips(cells, x);
    return { ...found, values: found.values.map((value, at) => value * scales[at % right.columns]!) };
  }

  /** Searches until what is left is below its target everywhere, and writes x. */
  *#descend(): Generator<Step, void> {
    const { cells } = this.#space;
    const { rest, target } = this.#places;
    const first = excessOf(cells, rest, target);
    for (let [step, excess, best, since] = [0, first, first, 0]; excess > 1; step++) {
      if (since > PATIENCE || step > MOST_STEPS || !isFinite(excess)) throw new NoConvergence();
      const done: Step = { stage: 'iterate', share: shareOf(first, excess) };
      yield done;
      const index = step % KEPT;
      yield* this.#step(index, done);
      excess = excessOf(cells, rest, target);
      if (index === KEPT - 1 || !(excess > 1)) this.#addDirections(index + 1);
      since = excess <= best / 2 ? 0 : since + 1;
      if (excess <= best / 2) best = excess;
    }
  }

  /** One direction more: what is left. Its product is made orthogonal to the earlier ones, and what is left to it. */
  *#step(index: number, done: Step): Generator<Step, void> {
    const { rest, directions, products } = this.#places;
    const space = this.#space;
    const { cells } = space;
    const [direction, product] = [directions[index]!, products[index]!];
    copyStrips(cells, rest, direction);
    yield* multiplyStrips(space, this.#a, [direction, product], done);
    for (let at = 0; at < product.count * product.rows * product.lanes; at++)
      cells[product.at + at] = cells[direction.at + at]! - cells[product.at + at]!;
    for (let strip = 0; strip < rest.count; strip++) {
      const placeIn = (strips: Strips): number => whole(strips.at + strip * rest.rows * rest.lanes);
      const own = placeIn(product);
      for (let earlier = 0; earlier < index; earlier++) {
        const factors = space.dotStrip(own, placeIn(products[earlier]!), rest.rows, rest.lanes);
        space.subtractStrip(own, placeIn(products[earlier]!), factors, rest.rows);
        this.#factors.set(factors, this.#factorAt(index, earlier, strip));
      }
      const lengths = space.dotStrip(own, own, rest.rows, rest.lanes).map(sqrt);
      this.#factors.set(lengths, this.#factorAt(index, index, strip));
      scaleLanes(cells, own, lengths.map(inverseOf), rest.rows);
      const parts = space.dotStrip(placeIn(rest), own, rest.rows, rest.lanes);
      this.#parts.set(parts, (index * rest.count + strip) * rest.lanes);
      space.subtractStrip(placeIn(rest), own, parts, rest.rows);
    }
  }

  /** x ← x + Σ yⱼ directionⱼ over the first `count`, where y solves the triangle of their factors: Σ yⱼ productⱼ is what was taken away. */
  #addDirections(count: number): void {
    const { x, directions } = this.#places;
    for (let strip = 0; strip < x.count; strip++)
      for (let index = count - 1; index >= 0; index--) {
        const at = (index * x.count + strip) * x.lanes;
        const parts = this.#parts.subarray(at, at + x.lanes);
        for (let later = index + 1; later < count; later++) {
          const [factor, part] = [this.#factorAt(later, index, strip), (later * x.count + strip) * x.lanes];
          for (let lane = 0; lane < x.lanes; lane++)
            parts[lane]! -= this.#factors[factor + lane]! * this.#parts[part + lane]!;
        }
        const own = this.#factorAt(index, index, strip);
        for (let lane = 0; lane < x.lanes; lane++) parts[lane]! *= inverseOf(this.#factors[own + lane]!);
        const place = strip * x.rows * x.lanes;
        const minus = parts.map((part) => -part);
        this.#space.subtractStrip(whole(x.at + place), whole(directions[index]!.at + place), minus, x.rows);
      }
  }

  #factorAt(index: number, earlier: number, strip: number): number {
    const { count, lanes } = this.#places.x;
    return ((index * KEPT + earlier) * count + strip) * lanes;
  }
}

function inverseOf(value: number): number {
  return value > 0 ? 1 / value : 0;
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
    const [size, limit] = [sizeOf(values[at]!), allowed[at]! + TINY];
    if (!(size <= largest * limit)) largest = size / limit;
  }
  return largest;
}

/** Returns the largest part that what is left is of its target. */
function excessOf(cells: Float64Array, rest: Strips, target: Strips): number {
  const length = rest.count * rest.rows * rest.lanes;
  return largestRatio(
    cells.subarray(rest.at, rest.at + length),
    cells.subarray(target.at, target.at + length),
  );
}

function copyStrips(cells: Float64Array, from: Strips, to: Strips): void {
  cells.copyWithin(to.at, from.at, from.at + from.count * from.rows * from.lanes);
}

/** The share that is done when so much is left: residuals fall by about the same part with each step. */
function shareOf(first: number, excess: number): number {
  const share = isFinite(first) ? 1 - log(excess) / log(first) : 0;
  return share > 0 ? share : 0;
}
