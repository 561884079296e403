import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { DatasetChecker } from '../../engine/datasets/validate.ts';
import { DatasetRefused } from '../cells/table-problem.ts';
import { makeTableEntries, type TableSourceText } from './dataset-entries.ts';
import { type GasList, selectGases } from './gas-list.ts';
import { checkLostAccounts, listAccounts } from './lost-accounts.ts';
import type { FormatOptions, PublisherFormat } from './publisher-format.ts';
import type { TableSource } from './source-folder.ts';
import { type BuiltTable, TableBuilder } from './table-builder.ts';
import { type ReportBytes, TableInput } from './table-input.ts';

/** A version of the same stream. */
export interface EarlierVersion {
  /** Its record id, or the SHA-256 of its dataset file. */
  readonly record: string;
  readonly entries: readonly { readonly detail: unknown }[];
}

/** A table, and all that is needed to make a dataset of it. */
export interface TablePlan {
  readonly format: PublisherFormat;
  readonly source: TableSource;
  readonly about: TableSourceText;
  readonly options: FormatOptions;
  /** Null for the tolerance of the format. */
  readonly tolerance: number | null;
  readonly previous: EarlierVersion | null;
  readonly acceptMissing: readonly string[];
  /** Rows that say which gases stressors are; null where nobody names any. */
  readonly gases: GasList | null;
}

/** What was written. */
export interface ImportedTable {
  readonly built: BuiltTable;
  readonly entries: readonly UnsaltedEntry[];
  readonly accepted: readonly string[];
  /** The rows of the list that are about stressors of the table. */
  readonly gases: readonly UnsaltedEntry[];
}

/** The dataset file beside the documents. */
export const DATASET_FILE = 'table.ndjson';

/**
 * Reads a publisher's table, and writes its documents and its dataset file into a folder. It holds one matrix and a few MiB. After an error
 * the caller discards the folder.
 * @throws DatasetRefused; what the signal was aborted with; errors of the file system
 */
export async function importTable(
  plan: TablePlan,
  folder: string,
  { signal, onBytes }: { readonly signal: AbortSignal; readonly onBytes: ReportBytes },
): Promise<ImportedTable> {
  const { format, source } = plan;
  const tolerance = plan.tolerance ?? format.tolerance;
  const input = new TableInput(source, signal, onBytes);
  const builder = new TableBuilder(folder, tolerance);
  await format.read(input, builder, plan.options);
  const built = builder.finish();
  const read = input.listRead();
  const sources = await input.listSources();
  const facts = {
    ...{ format: format.name, built, source: plan.about, sources, read, tolerance },
    previous: plan.previous?.record ?? null,
  };
  const accepted = checkAccounts(plan, makeTableEntries({ ...facts, accepted: [] }));
  const gases = plan.gases === null ? [] : selectGases(plan.gases, built);
  const entries = [...makeTableEntries({ ...facts, accepted }), ...gases];
  checkEntries(source.name, entries);
  signal.throwIfAborted();
  const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  await writeFile(join(folder, DATASET_FILE), lines, { flag: 'wx', flush: true });
  return { built, entries, accepted, gases };
}

function checkAccounts(
  { source, previous, acceptMissing }: TablePlan,
  entries: readonly UnsaltedEntry[],
): string[] {
  return previous === null
    ? []
    : checkLostAccounts(source.name, previous.entries, listAccounts(entries), acceptMissing);
}

/** Checks the entries as a record's are checked. @throws DatasetRefused */
function checkEntries(name: string, entries: readonly UnsaltedEntry[]): void {
  const checker = new DatasetChecker('mrio');
  const problems = entries.flatMap((entry) => checker.check(entry));
  if (problems.length === 0) return;
  throw new DatasetRefused(
    name,
    problems.map(({ code, row, column, message }) => ({ code, row: null, key: row, column, message })),
  );
}
