import type { DatasetEntry } from '../../engine/datasets/validate.ts';
import { checkInputs } from '../../engine/input.ts';
import type { CommonOptions } from '../terminal/command-context.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { printProgress } from '../output/print.ts';
import { openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import { readRunInputs } from './run-inputs.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** One dataset that a command is about. */
export interface DatasetInput {
  readonly name: string;
  /** Record id, or the SHA-256 of the file of a dataset that is no record yet. */
  readonly record: string;
  readonly entries: readonly DatasetEntry[];
}

/** What help says of how a dataset is named. */
export const DATASET_FORMS = `A dataset is a dataset file (.ndjson), a table of entries (.csv), a record file (*.record.json), or the id of a record,
fetched from the server (private entries want --key).`;

/**
 * Returns the one dataset that an argument names.
 * @throws UsageError `option` where it names several; EngineError `bad-inputs`; as `readRunInputs`
 */
export async function readDataset(
  terminal: Terminal,
  name: string,
  options: ReaderOptions & CommonOptions,
): Promise<DatasetInput> {
  const { records } = await readRunInputs(
    terminal,
    [name],
    () => openReaderApi(terminal, options),
    (text) => printProgress(terminal, options.json, text),
  );
  const [first, ...more] = checkInputs(records);
  if (first === undefined || more.length > 0)
    throw new UsageError('option', `${name} holds ${records.length} datasets where one is wanted`);
  return { name, record: first.record, entries: first.entries };
}
