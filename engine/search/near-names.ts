import { findNearestName } from '../errors/nearest-name.ts';
import type { SearchedRow } from './search-rows.ts';

/** Words of a row: of its subject, of the rest of its name, and of its source. */
const WORD = /^[snt]:(.+)$/;

/** A word that no row has, and the nearest one that some row has. */
export interface NearName {
  readonly word: string;
  readonly near: string | null;
}

/** Returns the words that no row has. */
export function findNearNames(
  words: readonly string[],
  rows: readonly SearchedRow[],
): NearName[] {
  const known = new Set(rows.flatMap(({ marks }) => [...marks].flatMap((mark) => WORD.exec(mark)?.[1] ?? [])));
  return words
    .filter((word) => !known.has(word))
    .map((word) => ({ word, near: findNearestName(word, known) }));
}
