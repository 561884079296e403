import { type AskedWords, readAskedWords } from '../../jobs/find-records/asked-words.ts';
import { matchFigures } from '../../jobs/find-records/match-words.ts';
import { compareValues } from '../../jobs/derive/exact.ts';
import type { FigureItem } from '../handles/figure-item.ts';
import { findGiven } from '../handles/find-given.ts';
import type { Handle } from '../handles/handle.ts';
import type { Handles } from '../handles/handle-table.ts';
import type { GivenItem } from '../handles/item.ts';

type Figure = FigureItem & { readonly handle: Handle };

/** Chooses which figure a statement is about, where a run has several: one with a number that the person wrote, else one that the words are about. */
export class AskedFirst {
  readonly #handles: Handles;
  readonly #asked: AskedWords;
  /** The numbers of the person that no slot has taken yet. */
  readonly #given: GivenItem[];

  constructor(question: string, handles: Handles) {
    this.#handles = handles;
    this.#asked = readAskedWords(question);
    this.#given = findGiven(question);
  }

  /** Returns the same handles with the figure that was asked about at the front. Each number is taken once: of “4 or 5”, the next slot gets 5. */
  sort(among: readonly Handle[]): readonly Handle[] {
    const figures = among.flatMap((handle): Figure[] => {
      const item = this.#handles.find(handle);
      return item?.kind === 'figure' ? [{ ...item, handle }] : [];
    });
    if (figures.length < 2) return among;
    const chosen = this.#takeGiven(figures) ?? matchFigures(figures, this.#asked)[0];
    if (chosen === undefined) return among;
    return [chosen.handle, ...among.filter((handle) => handle !== chosen.handle)];
  }

  #takeGiven(figures: readonly Figure[]): Figure | null {
    for (const [at, given] of this.#given.entries()) {
      const same = figures.filter((each) => isSame(each, given));
      if (same.length === 0) continue;
      this.#given.splice(at, 1);
      return matchFigures(same, this.#asked)[0] ?? same[0]!;
    }
    return null;
  }
}

function isSame(figure: FigureItem, { value, unit }: GivenItem): boolean {
  return compareValues(figure, { value, unit: unit ?? figure.unit }) === 0;
}
