import { type Hex, isHex } from '../../core/encoding/hex.ts';
import { DATASETS, type DatasetName } from '../../engine/datasets/dataset.ts';
import type { DatasetProblem } from '../../engine/datasets/problem.ts';
import { type DatasetEntry, validateDataset } from '../../engine/datasets/validate.ts';
import { RowsRefused } from './rows-refused.ts';

/** The most problems or warnings that are listed; further ones are only counted. */
export const MOST_LISTED = 1000;

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

/** Returns the records from which a dataset was fused; none of any other. */
export function listFusedRecords(entries: readonly DatasetEntry[]): Hex[] {
  const fusions = entries.filter(({ key }) => key === 'fusion');
  const ids = fusions.flatMap(({ detail }) => (detail?.['sources'] ?? []) as unknown[]);
  return ids.filter((id) => isHex(id, 32));
}
