import { EngineError } from '../errors.ts';
import { toFloat } from '../quantities/float.ts';
import { floatAt, type Floats } from '../quantities/floats.ts';
import { Stream } from '../quantities/prng.ts';
import { nameRow } from '../factors/factor.ts';
import type { Row } from '../rows/row.ts';
import type { Draft } from './draft.ts';
import { ratioOf, uncertaintyOf } from './distribution.ts';
import { FloatEvaluator } from './float.ts';

/** How a Monte Carlo simulation is done. */
export interface Sampling {
  /** A whole number of at least 0. */
  readonly seed: number;
  /** How often each uncertain row is drawn: a whole number of at least 1. */
  readonly draws: number;
}

/** Draws that are computed at once. It bounds the memory, and changes no bit. */
const BLOCK = 256;

/**
 * Draws each figure: one number for each draw, in the figure's own unit. An uncertain row is drawn once for all figures, so figures that
 * share it move together. Its stream is named `<record>/<key>`: the order of rows and other rows change nothing, and a longer simulation
 * begins with the draws of a shorter one.
 * @throws EngineError `out-of-range` when a figure of a draw is not a finite number
 */
export function sampleFigures(drafts: readonly Draft[], { seed, draws }: Sampling): Float64Array[] {
  const samples = drafts.map(() => new Float64Array(draws));
  const rows = new DrawnRows(seed);
  const evaluator = new FloatEvaluator((row) => rows.draw(row));
  for (let first = 0; first < draws; first += BLOCK) {
    rows.startBlock(draws - first < BLOCK ? draws - first : BLOCK);
    evaluator.forgetDraws();
    drafts.forEach(({ key, expression }, index) => {
      const values = evaluator.evaluate(expression);
      for (let draw = 0; draw < rows.block; draw++)
        samples[index]![first + draw] = requireFinite(floatAt(values, draw), key);
    });
  }
  return samples;
}

function requireFinite(value: number, key: string): number {
  if (value - value === 0) return value;
  const text = `a draw of ${key} is not a finite number: narrow the distributions of its rows, or of what it is divided by`;
  throw new EngineError('out-of-range', text, value, { record: '', key, column: 'detail.uncertainty' });
}

/** One row: its stated value, its stream, and its draws of the current block. */
interface DrawnRow {
  readonly stated: number;
  readonly stream: Stream;
  readonly ratio: (deviate: number) => number;
  draws: Floats | null;
}

/** The rows that are drawn, block by block. */
class DrawnRows {
  block = 0;
  readonly #seed: number;
  readonly #rows = new Map<Row, DrawnRow>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  startBlock(size: number): void {
    this.block = size;
    for (const row of this.#rows.values()) row.draws = null;
  }

  /** Returns the draws of a row in the current block, each time the same; null where the row is certain. */
  draw(row: Row): Floats | null {
    const known = this.#rows.get(row) ?? this.#open(row);
    if (known === null) return null;
    if (known.draws === null) {
      known.draws = new Float64Array(this.block);
      for (let draw = 0; draw < this.block; draw++)
        known.draws[draw] = known.stated * known.ratio(known.stream.uniform());
    }
    return known.draws;
  }

  #open(row: Row): DrawnRow | null {
    const uncertainty = uncertaintyOf(row);
    if (uncertainty === null) return null;
    const drawn = {
      stated: toFloat(row.amount),
      stream: Stream.of(this.#seed, nameRow(row)),
      ratio: ratioOf(uncertainty),
      draws: null,
    };
    this.#rows.set(row, drawn);
    return drawn;
  }
}
