import type { DatasetEntry } from '../../engine/datasets/validate.ts';
import { watchRows } from '../../engine/datasets/warning.ts';
import type { TableWarnings } from '../../tables/cells/table-problem.ts';
import { MOST_LISTED } from './dataset-rows.ts';

/** Returns the values of rows that are worth a look, by the keys of the rows. */
export function listRowWarnings(entries: readonly DatasetEntry[]): TableWarnings {
  const found = entries.map(watchRows()).filter((warning) => warning !== null);
  const listed = found
    .slice(0, MOST_LISTED)
    .map(({ row: key, ...others }) => ({ ...others, key, row: null }));
  return { total: found.length, listed };
}
