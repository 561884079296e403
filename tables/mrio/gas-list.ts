import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { readEntryTable } from '../entries-file.ts';
import { createTableFile } from '../table-file.ts';
import { faultIn } from './fault.ts';
import type { BuiltTable } from './table-builder.ts';

/** Rows that say which gases stressors are, as one file has them. */
export interface GasList {
  readonly file: string;
  readonly entries: readonly UnsaltedEntry[];
  /** Whether somebody named the file for this table: then it must be about its stressors. */
  readonly isNamed: boolean;
}

/** Reads a list of gases, a CSV file. @throws DatasetRefused */
export async function readGasList(file: string, bytes: Uint8Array, isNamed: boolean): Promise<GasList> {
  return { file, entries: await readEntryTable(createTableFile(file, bytes)), isNamed };
}

/**
 * Returns the rows of a list that are about stressors of a table.
 * @throws DatasetRefused `label` where none is, or the list has rows of another type
 */
export function selectGases({ file, entries, isNamed }: GasList, { matrices }: BuiltTable): UnsaltedEntry[] {
  const known = new Set(matrices.flatMap(({ matrix, stressors = [] }) => (matrix === 'F' ? stressors : [])));
  const other = entries.findIndex(({ detail }) => detail?.['row'] !== 'stressor-gas');
  if (other !== -1)
    throw faultIn(file, 'label', 'expected rows stressor-gas alone', {
      row: other + 2,
      column: 'detail.row',
    });
  const found = entries.filter(({ detail }) => known.has(detail!['stressor'] as string));
  if (found.length > 0 || !isNamed) return found;
  const [first] = known;
  const message = `no row is about a stressor of the table, such as "${first ?? 'none'}"`;
  throw faultIn(file, 'label', message, { column: 'detail.stressor' });
}
