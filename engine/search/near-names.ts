import { findNearestName } from '../errors/nearest-name.ts';
import type { SearchedRow } from './search-rows.ts';

/** Words of a row: of its subject, of the rest of its name, and of its source. */
const WORD = /^[snt]:(.+)$/;

/** A word that no row has, and the nearest one that some row has. */
export interface NearName {
  readonly word: string;
  readonly near: string | null;
}

/** The words of rows: starter data is searched often, and has some thousand words. */
const known = new WeakMap<readonly SearchedRow[], ReadonlySet<string>>();

/** Returns those of the words that no row has. */
export function findNearNames(words: readonly string[], rows: readonly SearchedRow[]): NearName[] {
  const names = known.get(rows) ?? listNames(rows);
  known.set(rows, names);
  return words
    .filter((word) => !names.has(word))
    .map((word) => ({ word, near: findNearestName(word, names) }));
}

function listNames(rows: readonly SearchedRow[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ marks }) => [...marks].flatMap((mark) => WORD.exec(mark)?.[1] ?? [])));
}
