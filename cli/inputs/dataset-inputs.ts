import type { DatasetEntry } from '../../engine/datasets/validate.ts';
import { checkInputs } from '../../engine/rows/input.ts';
import type { CommonOptions } from '../terminal/command-context.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { printProgress } from '../output/print.ts';
import { openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import { readRunInputs } from './run-inputs.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** One dataset that a command works on. */
export interface DatasetInput {
  readonly name: string;
  /** Record id; or the SHA-256 of the file, if the dataset is not a record yet. */
  readonly record: string;
  readonly entries: readonly DatasetEntry[];
}

/** The part of a help text that says how to name a dataset. */
export const DATASET_FORMS = `A dataset is a dataset file (.ndjson), a table of entries (.csv), a record file
(*.record.json), or a record id, which is fetched from the server (private entries need --key).`;

/**
 * Returns the one dataset that an argument names.
 * @throws UsageError `option` if it names several; EngineError `bad-inputs`; as `readRunInputs`
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
    throw new UsageError('option', `${name} holds ${records.length} datasets; expected one`);
  return { name, record: first.record, entries: first.entries };
}
