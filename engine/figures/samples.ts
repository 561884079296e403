import { EngineError } from '../errors/engine-error.ts';
import { writeNormalDeviates } from '../quantities/deviates.ts';
import { toFloat } from '../quantities/float.ts';
import { floatAt, type Floats } from '../quantities/floats.ts';
import type { Row } from '../rows/row.ts';
import { correlationOf, drawingOf, type Drawing, type Meters } from './correlation.ts';
import { spreadOf, type Spread } from './distribution.ts';
import type { Draft } from './draft.ts';
import { FloatEvaluator } from './float.ts';

/** How a Monte Carlo simulation is done. */
export interface Sampling {
  /** A whole number of at least 0. */
  readonly seed: number;
  /** How often each uncertain row is drawn: a whole number of at least 1. */
  readonly draws: number;
  /** Whether rows of one meter are drawn together; unless stated, they are independent. */
  readonly meters?: Meters;
}

/** The most draws that are computed at once, and the most draws of rows that are held. They bound the memory, and change no bit. */
const BLOCK = 256;
const HELD = 4_194_304;

/**
 * Draws each figure: one number for each draw, in the figure's own unit. An uncertain row is drawn once for all figures, so figures that
 * share it move together, and so do the rows of a group. Its deviates are those of the name `<record>/<key>`, or of the group: the order of rows and other rows change nothing, and a
 * longer simulation begins with the draws of a shorter one.
 * @throws EngineError `out-of-range` when a figure of a draw is not a finite number
 */
export function sampleFigures(
  drafts: readonly Draft[],
  { seed, draws, meters = 'independent' }: Sampling,
): Float64Array[] {
  const samples = drafts.map(() => new Float64Array(draws));
  new Sampler(drafts, { seed, meters }).sample(0, draws, ({ first, values }) =>
    values.forEach((own, index) => samples[index]!.set(own, first)),
  );
  return samples;
}

/** The draws of figures and rows of some following draws. */
export interface Block {
  readonly first: number;
  /** The draws of each figure, in the order of the figures. */
  readonly values: readonly Float64Array[];
  /** Returns the draws of a row over its stated value; null where the row is certain, or no figure takes it. */
  readonly ratiosOf: (row: Row) => Float64Array | null;
}

/** What decides the draws of a row. */
type Drawn = Required<Pick<Sampling, 'seed' | 'meters'>>;

/** Draws figures for any range of draws. What it gives for a draw depends on no other draw. */
export class Sampler {
  readonly #drafts: readonly Draft[];
  readonly #rows: DrawnRows;
  #evaluator: FloatEvaluator;

  /** @param rows how many rows are drawn, where that is known: of many rows, fewer draws are held at once */
  constructor(drafts: readonly Draft[], sampling: Drawn, rows = 0) {
    this.#drafts = drafts;
    this.#rows = new DrawnRows(sampling, rows);
    this.#evaluator = this.#openEvaluator();
  }

  /**
   * Visits the draws from `first` to `first + count − 1` in blocks. A block is valid only during its visit.
   * @throws EngineError `out-of-range` when a figure of a draw is not a finite number
   */
  sample(first: number, count: number, visit: (block: Block) => void): void {
    const end = first + count;
    for (let at = first; at < end; at += this.#rows.block) {
      this.#rows.startBlock(at, end - at);
      const values = this.#drafts.map((draft) => this.#evaluate(draft));
      visit({ first: at, values, ratiosOf: (row) => this.#rows.ratiosOf(row) });
      // Values of one draw look like those that hold for every draw, and would not be forgotten.
      if (this.#rows.block === 1) this.#evaluator = this.#openEvaluator();
      else this.#evaluator.forgetDraws();
    }
  }

  #openEvaluator(): FloatEvaluator {
    return new FloatEvaluator((row) => this.#rows.draw(row));
  }

  #evaluate({ key, expression }: Draft): Float64Array {
    const values = this.#evaluator.evaluate(expression);
    const samples = new Float64Array(this.#rows.block);
    for (let draw = 0; draw < samples.length; draw++)
      samples[draw] = requireFinite(floatAt(values, draw), key);
    return samples;
  }
}

function requireFinite(value: number, key: string): number {
  if (value - value === 0) return value;
  const text = `a draw of ${key} is not a finite number: narrow the distributions of its rows, or of what it is divided by`;
  throw new EngineError('out-of-range', text, value, { record: '', key, column: 'detail.uncertainty' });
}

/** One row: its stated value, its deviates, and its draws of the current block. */
interface DrawnRow {
  readonly stated: number;
  readonly deviates: Drawing;
  readonly spread: Spread;
  /** Draws over the stated value; of a value of 0, 1 + what is drawn over its scale. */
  ratios: Float64Array;
  draws: Float64Array;
  /** Whether the draws are those of the current block. */
  isCurrent: boolean;
}

/** The rows that are drawn, block by block. */
class DrawnRows {
  block = BLOCK;
  #first = 0;
  readonly #sampling: Drawn;
  readonly #most: number;
  readonly #rows = new Map<Row, DrawnRow | null>();

  constructor(sampling: Drawn, rows: number) {
    this.#sampling = sampling;
    const bounded = HELD / (rows + 1);
    this.#most = bounded < BLOCK ? (bounded | 0) + 1 : BLOCK;
  }

  startBlock(first: number, left: number): void {
    this.#first = first;
    this.block = left < this.#most ? left : this.#most;
    for (const row of this.#rows.values()) if (row !== null) row.isCurrent = false;
  }

  /** Returns the draws of a row in the current block, each time the same; null where the row is certain. */
  draw(row: Row): Floats | null {
    return this.#open(row)?.draws ?? null;
  }

  ratiosOf(row: Row): Float64Array | null {
    return this.#rows.has(row) ? (this.#open(row)?.ratios ?? null) : null;
  }

  #open(row: Row): DrawnRow | null {
    let known = this.#rows.get(row);
    if (known === undefined) this.#rows.set(row, (known = openRow(row, this.#sampling)));
    if (known !== null && !known.isCurrent) drawRow(known, this.#first, this.block);
    return known;
  }
}

function openRow(row: Row, { seed, meters }: Drawn): DrawnRow | null {
  const spread = spreadOf(row);
  if (spread === null) return null;
  const none = new Float64Array(0);
  const deviates = drawingOf(row, correlationOf(row, meters), seed);
  return { stated: toFloat(row.amount), deviates, spread, ratios: none, draws: none, isCurrent: false };
}

function drawRow(row: DrawnRow, first: number, count: number): void {
  if (row.ratios.length !== count) {
    row.ratios = new Float64Array(count);
    row.draws = new Float64Array(count);
  }
  const { ratios, draws, stated, deviates, spread } = row;
  const { ratio, turnNormals, scale } = spread;
  deviates.fill(first, draws);
  if (turnNormals === undefined) for (let draw = 0; draw < count; draw++) ratios[draw] = ratio(draws[draw]!);
  else {
    writeNormalDeviates(draws, ratios);
    turnNormals(ratios);
  }
  // 0, but for a value of 0.
  const least = stated - scale;
  for (let draw = 0; draw < count; draw++) draws[draw] = least + scale * ratios[draw]!;
  row.isCurrent = true;
}
