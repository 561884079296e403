import { ENGINE_CODES } from '../../engine/errors/engine-error.ts';
import { FIGURE_WARNINGS, ROW_WARNINGS } from '../../engine/errors/warning.ts';

/** What several warnings or cautions have in common: their code, in the words of the engine, and the rows that they are about. */
export interface Cause<Found> {
  readonly code: string;
  /** In English: the messages of single ones name rows and values. */
  readonly meaning: string;
  readonly found: readonly Found[];
  /** The keys of the rows, each once; empty where they are about no row. */
  readonly names: readonly string[];
}

const MEANINGS: Readonly<Record<string, string>> = { ...ENGINE_CODES, ...FIGURE_WARNINGS, ...ROW_WARNINGS };

/** Groups what a run warns of by its cause, in the order in which the causes come first. */
export function groupByCause<Found extends { readonly code: string }>(
  all: readonly Found[],
  namesOf: (found: Found) => readonly string[],
): Cause<Found>[] {
  return [...Map.groupBy(all, ({ code }) => code)].map(([code, found]) => ({
    code,
    meaning: Object.hasOwn(MEANINGS, code) ? MEANINGS[code]! : code,
    found,
    names: [...new Set(found.flatMap(namesOf))].filter((name) => name !== ''),
  }));
}
