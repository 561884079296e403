import { readFile } from 'node:fs/promises';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { readEntryTable } from '../../tables/entries-file.ts';
import { createTableFile } from '../../tables/table-file.ts';

/** Reads the entries of a table in `data/`. */
export async function readDataFile(name: string): Promise<UnsaltedEntry[]> {
  const bytes = await readFile(new URL(`../../data/${name}`, import.meta.url));
  return readEntryTable(createTableFile(name, bytes));
}
