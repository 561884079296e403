import type { Meters } from '../figures/correlation.ts';
import type { Draft } from '../figures/draft.ts';
import { Sampler } from '../figures/samples.ts';
import { sqrt } from '../quantities/elementary.ts';
import {
  quantileOf,
  shortestErrorsOf,
  shortestOf,
  sortTails,
  standardErrorOf,
} from '../quantities/percentile.ts';
import { isSigned, type Row } from '../rows/row.ts';
import { rankContributions, type Assessment, type Simulated } from './assessment.ts';
import type { Variable, Variables } from './variables.ts';

/** How a simulation is done, and what it shows. */
export interface SimulationAsked {
  readonly seed: number;
  readonly draws: number;
  readonly level: number;
  readonly contributions: number;
  readonly meters: Meters;
  /** `symmetric`: as many draws are below the interval as above it. `shortest`: none that holds as many is shorter. */
  readonly interval: 'symmetric' | 'shortest';
}

/** A figure to simulate: its value in float64, and its rows. */
export interface SimulatedDraft {
  readonly draft: Draft;
  readonly value: number;
  readonly variables: Variables;
}

/** Draws that are computed together. The order in which sums of draws are added depends on it, so it is part of the engine. */
export const SLICE = 1024;
/** The most draws of figures that are held at once: 256 MiB. */
const HELD = 33_554_432;

/** What one slice of draws gives. It can be computed anywhere, and sent as it is. */
export interface Slice {
  /** The draws of each figure of the group. */
  readonly samples: readonly Float64Array[];
  /** For each row of the group: the sum of its deviations, of their squares, and how many draws are negative. */
  readonly rows: Float64Array;
  /** For each figure and each of its rows: the sum of the products of their deviations. */
  readonly products: readonly Float64Array[];
}

/** How often draws of a row were negative, which it cannot be. */
export interface NegativeDraws {
  readonly row: Row;
  readonly draws: number;
  readonly of: number;
}

/** What a simulation gives for the figures of one group. */
export interface SimulatedGroup {
  readonly assessed: ReadonlyMap<Draft, Assessment>;
  readonly negative: readonly NegativeDraws[];
}

/**
 * A Monte Carlo simulation of figures: Approach 2 of the 2006 IPCC Guidelines, volume 1, section 3.2.3.2. Figures are simulated in
 * groups, so that the samples of all of them need not be held at once, and each group slice by slice. Slices can be computed in any
 * order and in several threads; they are added in their order. So the bits do not depend on how many threads there are.
 */
export class Simulation {
  /** How many slices each group has. */
  readonly slices: number;
  readonly groups: number;
  readonly draws: number;
  /** How many figures are drawn: those that depend on an uncertain row. */
  readonly figures: number;
  readonly #asked: SimulationAsked;
  readonly #groups: readonly Group[];

  constructor(drafts: readonly SimulatedDraft[], asked: SimulationAsked) {
    this.#asked = asked;
    this.slices = ((asked.draws + SLICE - 1) / SLICE) | 0;
    const size = HELD / asked.draws < 1 ? 1 : (HELD / asked.draws) | 0;
    const uncertain = drafts.filter(({ variables: { all } }) => all.some(({ spread }) => spread !== null));
    this.draws = asked.draws;
    this.figures = uncertain.length;
    this.groups = ((uncertain.length + size - 1) / size) | 0;
    this.#groups = Array.from(
      { length: this.groups },
      (_, index) => new Group(uncertain.slice(index * size, (index + 1) * size), asked),
    );
  }

  /** Computes one slice of a group. @throws EngineError `out-of-range` when a figure of a draw is not a finite number */
  sampleSlice(group: number, slice: number): Slice {
    const first = slice * SLICE;
    const left = this.#asked.draws - first;
    return this.#groups[group]!.sample(first, left < SLICE ? left : SLICE);
  }

  /** Starts to add the slices of a group. */
  openGroup(group: number): GroupSum {
    return new GroupSum(this.#groups[group]!, this.#asked);
  }
}

/** Simulates all figures here, one slice after the other. */
export function simulateHere(simulation: Simulation): SimulatedGroup[] {
  return Array.from({ length: simulation.groups }, (_, group) => {
    const sum = simulation.openGroup(group);
    for (let slice = 0; slice < simulation.slices; slice++) sum.add(simulation.sampleSlice(group, slice));
    return sum.finish();
  });
}

/** Figures that are simulated together. */
class Group {
  readonly drafts: readonly SimulatedDraft[];
  /** The rows that are drawn for them, each once. */
  readonly rows: readonly Row[];
  /** The ratio of each row below which its draw is negative: 0, and 1 of a value of 0. */
  readonly floors: Float64Array;
  /** For each figure, its rows that are drawn, by their places in `rows`. */
  readonly places: readonly Int32Array[];
  readonly #sampler: Sampler;

  constructor(drafts: readonly SimulatedDraft[], asked: Pick<SimulationAsked, 'seed' | 'meters'>) {
    this.drafts = drafts;
    const places = new Map<Row, number>();
    this.places = drafts.map(({ variables: { all } }) =>
      Int32Array.from(all.filter(isDrawn), ({ row }) => {
        const place = places.get(row) ?? places.size;
        places.set(row, place);
        return place;
      }),
    );
    this.rows = [...places.keys()];
    this.floors = Float64Array.from(this.rows, ({ amount }) => (amount.isZero() ? 1 : 0));
    this.#sampler = new Sampler(
      drafts.map(({ draft }) => draft),
      asked,
      this.rows.length,
    );
  }

  sample(first: number, count: number): Slice {
    const samples = this.drafts.map(() => new Float64Array(count));
    const products = this.places.map(({ length }) => new Float64Array(length));
    const sums = new Float64Array(3 * this.rows.length);
    this.#sampler.sample(first, count, ({ first: at, values, ratiosOf }) => {
      const ratios = this.rows.map((row) => ratiosOf(row)!);
      ratios.forEach((own, row) => addRow(own, sums, 3 * row, this.floors[row]!));
      values.forEach((own, figure) => {
        samples[figure]!.set(own, at - first);
        const { value } = this.drafts[figure]!;
        this.places[figure]!.forEach((row, place) =>
          addProduct(ratios[row]!, own, value, products[figure]!, place),
        );
      });
    });
    return { samples, rows: sums, products };
  }
}

function isDrawn({ spread }: Variable): boolean {
  return spread !== null;
}

/** Four sums at once, because each addition waits for the one before. Without lists of values: reading them takes most of the time. */
function addRow(ratios: Float64Array, sums: Float64Array, at: number, floor: number): void {
  const end = ratios.length - (ratios.length % 2);
  let sum = sums[at]!;
  let other = 0;
  let squares = sums[at + 1]!;
  let others = 0;
  let negative = 0;
  for (let draw = 0; draw < end; draw += 2) {
    const first = ratios[draw]!;
    const second = ratios[draw + 1]!;
    const a = first - 1;
    const b = second - 1;
    sum += a;
    other += b;
    squares += a * a;
    others += b * b;
    if (first < floor) negative++;
    if (second < floor) negative++;
  }
  if (end < ratios.length) {
    const last = ratios[end]! - 1;
    sum += last;
    squares += last * last;
    if (ratios[end]! < floor) negative++;
  }
  sums[at] = sum + other;
  sums[at + 1] = squares + others;
  sums[at + 2]! += negative;
}

function addProduct(
  ratios: Float64Array,
  samples: Float64Array,
  value: number,
  products: Float64Array,
  at: number,
): void {
  const end = ratios.length - (ratios.length % 4);
  let [a, b, c, d] = [products[at]!, 0, 0, 0];
  for (let draw = 0; draw < end; draw += 4) {
    a += (ratios[draw]! - 1) * (samples[draw]! - value);
    b += (ratios[draw + 1]! - 1) * (samples[draw + 1]! - value);
    c += (ratios[draw + 2]! - 1) * (samples[draw + 2]! - value);
    d += (ratios[draw + 3]! - 1) * (samples[draw + 3]! - value);
  }
  for (let draw = end; draw < ratios.length; draw++) a += (ratios[draw]! - 1) * (samples[draw]! - value);
  products[at] = a + b + (c + d);
}

/** The sum of the slices of a group. */
export class GroupSum {
  readonly #group: Group;
  readonly #asked: SimulationAsked;
  readonly #samples: readonly Float64Array[];
  readonly #rows: Float64Array;
  readonly #products: readonly Float64Array[];
  #next = 0;

  constructor(group: Group, asked: SimulationAsked) {
    this.#group = group;
    this.#asked = asked;
    this.#samples = group.drafts.map(() => new Float64Array(asked.draws));
    this.#rows = new Float64Array(3 * group.rows.length);
    this.#products = group.places.map(({ length }) => new Float64Array(length));
  }

  /** Adds the next slice: slices come in their order. */
  add({ samples, rows, products }: Slice): void {
    const first = this.#next++ * SLICE;
    samples.forEach((own, figure) => this.#samples[figure]!.set(own, first));
    addTo(this.#rows, rows);
    products.forEach((own, figure) => addTo(this.#products[figure]!, own));
  }

  /** Returns what all slices gave. Sorts the samples, so it is called once. */
  finish(): SimulatedGroup {
    const { drafts, rows } = this.#group;
    const { draws: of } = this.#asked;
    const negative = rows.flatMap((row, place) => {
      const draws = this.#rows[3 * place + 2]!;
      return draws === 0 || isSigned(row.detail) ? [] : [{ row, draws, of }];
    });
    return {
      assessed: new Map(drafts.map((own, figure) => [own.draft, this.#assess(own, figure)])),
      negative,
    };
  }

  #assess({ value, variables }: SimulatedDraft, figure: number): Assessment {
    const { all, unstated, rowsState, states, dependence } = variables;
    const { level, contributions, draws } = this.#asked;
    const samples = this.#samples[figure]!;
    let sum = 0;
    for (let draw = 0; draw < draws; draw++) sum += samples[draw]! - value;
    const mean = value + sum / draws;
    let squares = 0;
    for (let draw = 0; draw < draws; draw++) squares += (samples[draw]! - mean) * (samples[draw]! - mean);
    const standardDeviation = sqrt(squares / (draws - 1));
    const shares = all.filter(isDrawn).map((variable, place) => ({
      row: variable.row,
      share: this.#shareOf(
        variable,
        { product: this.#products[figure]![place]!, row: this.#group.places[figure]![place]! },
        { sum, squares },
      ),
    }));
    const { low, high, ...ends } = findEnds(samples, level, this.#asked.interval);
    return {
      approach: 2,
      value,
      mean,
      interval: { low, high },
      standardDeviation,
      ...rankContributions(shares, contributions),
      unstated,
      rowsState,
      states,
      dependence,
      simulated: {
        meanError: standardDeviation / sqrt(draws),
        ...ends,
      },
    };
  }

  /**
   * Returns the square of the correlation of a row and a figure: the share of the variance that a linear function of the row explains. Of a row
   * of a group, which would explain what the others of its group do, it is the covariance with the figure of derivative × row, over the variance.
   * Where the figure is linear in its rows, the shares add up to 1, but for the noise of the draws.
   */
  #shareOf(
    { derivative, spread, correlation }: Variable,
    { product, row }: { readonly product: number; readonly row: number },
    figure: { readonly sum: number; readonly squares: number },
  ): number {
    const { draws } = this.#asked;
    const [sum, squares] = [this.#rows[3 * row]!, this.#rows[3 * row + 1]!];
    const ofRow = squares - (sum * sum) / draws;
    const together = product - (sum * figure.sum) / draws;
    if (!(ofRow > 0 && figure.squares > 0)) return 0;
    return correlation === null
      ? (together * together) / (ofRow * figure.squares)
      : (derivative * spread!.scale * together) / figure.squares;
  }
}

/** Returns an interval of draws with the errors of its ends. Sorts the draws. */
function findEnds(
  samples: Float64Array,
  level: number,
  interval: SimulationAsked['interval'],
): { readonly low: number; readonly high: number } & Omit<Simulated, 'meanError'> {
  if (interval === 'shortest') {
    const errors = shortestErrorsOf(samples, level);
    const ends = shortestOf(samples.sort(), level);
    return { ...ends, lowError: errors?.low ?? null, highError: errors?.high ?? null, isShortest: true };
  }
  const [below, above] = [(1 - level) / 2, (1 + level) / 2];
  sortTails(samples, below);
  return {
    low: quantileOf(samples, below),
    high: quantileOf(samples, above),
    lowError: standardErrorOf(samples, below),
    highError: standardErrorOf(samples, above),
  };
}

function addTo(sums: Float64Array, values: Float64Array): void {
  for (let at = 0; at < sums.length; at++) sums[at]! += values[at]!;
}
