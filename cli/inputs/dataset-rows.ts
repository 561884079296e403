import { findRowProblems, MOST_LISTED } from '../../jobs/import/dataset-rows.ts';
import type { DatasetEntry } from '../../engine/datasets/validate.ts';
import { DatasetRefused } from '../../tables/cells/table-problem.ts';

/** What help says about the check of dataset rows. */
export const ROW_CHECKS = `Rows of a dataset are checked when the record is built (docs/datasets.md): the row type in
detail.row, its members, its UCUM unit, the range of the value and the valid time. A row with
a value needs a row type; a document (no value, no unit) does not. If an entry "source" names
one of the eight datasets, all rows must belong to that dataset.`;

/**
 * Checks the rows of a dataset record before it is built: by the dataset that its entries `source` name, else by row type alone.
 * `file` is where the rows come from.
 * @throws DatasetRefused with each problem, its row and column
 */
export function checkDatasetRows(file: string, entries: readonly DatasetEntry[]): void {
  const problems = findRowProblems(entries);
  if (problems.length === 0) return;
  const listed = problems.slice(0, MOST_LISTED);
  throw new DatasetRefused(
    file,
    listed.map(({ row: key, ...problem }) => ({ ...problem, row: null, key })),
    problems.length,
  );
}
