import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DATASET_FILE } from '../../tables/mrio/import-table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** Inputs of a run without folders, and the folders that have the documents of their tables. */
export interface OpenedFolders {
  readonly names: readonly string[];
  readonly folders: readonly string[];
}

/**
 * Returns inputs with the dataset file of each folder in its place: of a table that `ledger dataset table` has read.
 * @throws UsageError `option` for a folder without one, such as that of a publisher
 */
export function openTableFolders({ cwd }: Terminal, inputs: readonly string[]): OpenedFolders {
  const isFolder = (name: string): boolean =>
    statSync(resolve(cwd, name), { throwIfNoEntry: false })?.isDirectory() === true;
  const folders = inputs.filter(isFolder);
  const foreign = folders.find((name) => !existsSync(resolve(cwd, name, DATASET_FILE)));
  if (foreign !== undefined)
    throw new UsageError(
      'option',
      `${foreign} is a folder without ${DATASET_FILE}: read the table of a publisher first, with ledger dataset table <format> ${foreign} --licence <text> --out <new folder>, and give the new folder`,
    );
  return {
    names: inputs.map((name) => (folders.includes(name) ? join(name, DATASET_FILE) : name)),
    folders,
  };
}
