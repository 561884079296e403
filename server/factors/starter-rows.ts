import { readFile } from 'node:fs/promises';
import { indexRows, type SearchedRow } from '../../engine/search/search-rows.ts';
import { readStarterRows, type StarterRow } from '../../tables/starter-rows.ts';

const DATA = new URL('../../data/', import.meta.url);

let opened: Promise<SearchedRow<StarterRow>[]> | null = null;

/** Returns the starter data of this program, read at the first search. */
export function openStarterRows(): Promise<SearchedRow<StarterRow>[]> {
  opened ??= readStarterRows((name) => readFile(new URL(name, DATA))).then(indexRows);
  return opened;
}
