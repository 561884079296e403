import type { ComputedFigures } from '../../jobs/compute/compute-figures.ts';
import { compareValues } from '../../jobs/derive/exact.ts';
import { readStatedFigure } from '../../jobs/explain/stated-figure.ts';
import { widthOf } from '../frames/intervals.ts';
import type { GivenItem } from '../handles/item.ts';
import type { FoundCode } from '../reasons/found.ts';
import { type BetterRow, listSubsets } from './better-rows.ts';

/** The most runs of a search. */
const MOST_RUNS = 60;

/** A set of rows, and the run that has these as they would be. */
export interface TriedSet {
  readonly rows: readonly BetterRow[];
  readonly computed: ComputedFigures;
}

/** The smallest set that a search found, or null; and what it can say about others. */
export interface FoundSet {
  readonly best: TriedSet | null;
  readonly code: FoundCode;
}

/** Searches for the fewest rows with which a figure is as sure as a person asks. Every set that it judges is computed. */
export class RowSearch {
  readonly #key: string;
  readonly #goal: GivenItem;
  readonly #compute: (rows: readonly BetterRow[]) => Promise<ComputedFigures>;
  #runs = 0;

  constructor(
    key: string,
    goal: GivenItem,
    compute: (rows: readonly BetterRow[]) => Promise<ComputedFigures>,
  ) {
    this.#key = key;
    this.#goal = goal;
    this.#compute = compute;
  }

  /** Adds rows in their order until they are enough, and then tries all sets of fewer rows, as far as the limit lets it. */
  async find(rows: readonly BetterRow[], signal: AbortSignal): Promise<FoundSet> {
    const sets = rows.map((_, at) => rows.slice(0, at + 1));
    const enough = await this.#first([[], ...sets], signal);
    if (enough === null)
      return { best: null, code: this.#isOver(signal) ? 'sets-not-tried' : 'no-set-of-rows' };
    let best = enough;
    for (let size = best.rows.length - 1; size >= 0; size--) {
      const smaller = await this.#first(listSubsets(rows, size), signal);
      if (smaller === null) break;
      best = smaller;
    }
    return { best, code: this.#isOver(signal) ? 'sets-not-tried' : 'fewest-rows' };
  }

  #isOver(signal: AbortSignal): boolean {
    return signal.aborted || this.#runs >= MOST_RUNS;
  }

  /** Returns the first set that is enough; null where none is, or the limit is reached. */
  async #first(sets: Iterable<readonly BetterRow[]>, signal: AbortSignal): Promise<TriedSet | null> {
    for (const rows of sets) {
      if (this.#isOver(signal)) return null;
      this.#runs++;
      const computed = await this.#compute(rows);
      if (this.#isEnough(computed)) return { rows, computed };
    }
    return null;
  }

  #isEnough({ entries }: ComputedFigures): boolean {
    const width = widthOf(readStatedFigure(entries.find(({ key }) => key === this.#key)?.detail ?? null));
    if (width === null) return false;
    const asked = { value: this.#goal.value, unit: this.#goal.unit ?? '%' };
    const found = compareValues({ value: width, unit: '%' }, asked);
    return found === -1 || found === 0;
  }
}
