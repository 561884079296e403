import { UserFacingError } from '../../core/errors.ts';
import { DATASETS, type DatasetName } from '../../engine/datasets/dataset.ts';
import type { DatasetCode, DatasetProblem } from '../../engine/datasets/problem.ts';
import { type DatasetEntry, validateDataset } from '../../engine/datasets/validate.ts';

export type { DatasetCode, DatasetProblem };

/** What is wrong with rows of a dataset: its code is that of the first problem, `details` has all of them. */
export class RowsRefused extends UserFacingError<DatasetCode> {
  override readonly name = 'RowsRefused';
  readonly details: { readonly problems: readonly DatasetProblem[] };

  constructor(problems: readonly [DatasetProblem, ...DatasetProblem[]]) {
    const [{ code, row, column, message }] = problems;
    const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more in details.problems)`;
    super(code, `row ${row}, ${column}: ${message}${more}`);
    this.details = { problems };
  }
}

/** Returns the datasets that the entries `source` name, each once. */
export function listDatasetNames(entries: readonly DatasetEntry[]): string[] {
  const sources = entries.filter(({ detail }) => detail?.['row'] === 'source');
  return [...new Set(sources.map(({ detail }) => String(detail?.['dataset'])))];
}

/** Whether a name is one of the eight datasets. */
export function isDatasetName(name: string | undefined): name is DatasetName {
  return name !== undefined && Object.hasOwn(DATASETS, name);
}

/** Returns what is wrong with the rows of a dataset record: by the dataset that its entries `source` name, else by row type alone. */
export function findRowProblems(entries: readonly DatasetEntry[]): DatasetProblem[] {
  const [name, ...others] = listDatasetNames(entries);
  return validateDataset(others.length === 0 && isDatasetName(name) ? name : null, entries);
}

/** Checks the rows of a dataset record (docs/datasets.md). @throws RowsRefused */
export function checkRows(entries: readonly DatasetEntry[]): void {
  const [first, ...more] = findRowProblems(entries);
  if (first !== undefined) throw new RowsRefused([first, ...more]);
}
