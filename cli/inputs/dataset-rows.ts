import { DATASETS, type DatasetName } from '../../engine/datasets/dataset.ts';
import { validateDataset, type DatasetEntry } from '../../engine/datasets/validate.ts';
import { DatasetRefused } from '../../tables/table-problem.ts';

/** The most problems that are listed; further ones are only counted. */
const MOST_LISTED = 1000;

/** What help says about the check of dataset rows. */
export const ROW_CHECKS = `Rows of a dataset are checked when the record is built (docs/datasets.md): the row type in
detail.row, its members, its UCUM unit, the range of the value and the valid time. A row with
a value needs a row type; a document (no value, no unit) does not. If an entry "source" names
one of the eight datasets, all rows must belong to that dataset.`;

/** Returns the datasets that the entries `source` name, each once. */
export function listDatasetNames(entries: readonly DatasetEntry[]): string[] {
  const sources = entries.filter(({ detail }) => detail?.['row'] === 'source');
  return [...new Set(sources.map(({ detail }) => String(detail?.['dataset'])))];
}

/** Whether a name is one of the eight datasets. */
export function isDatasetName(name: string | undefined): name is DatasetName {
  return name !== undefined && Object.hasOwn(DATASETS, name);
}

/**
 * Checks the rows of a dataset record before it is built: by the dataset that its entries `source` name, else by row type alone.
 * `file` is where the rows come from.
 * @throws DatasetRefused with each problem, its row and column
 */
export function checkDatasetRows(file: string, entries: readonly DatasetEntry[]): void {
  const [name, ...others] = listDatasetNames(entries);
  const dataset = others.length === 0 && isDatasetName(name) ? name : null;
  const problems = validateDataset(dataset, entries);
  if (problems.length === 0) return;
  const listed = problems.slice(0, MOST_LISTED);
  throw new DatasetRefused(
    file,
    listed.map(({ code, row, column, message }) => ({ code, row: null, key: row, column, message })),
    problems.length,
  );
}
