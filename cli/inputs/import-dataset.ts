import type { UnsaltedEntry } from '../../core/records/entry.ts';
import {
  type ImportEvents,
  type Imported,
  type ImportPlan,
  importTable,
  writeLines,
} from '../../tables/dataset-table.ts';
import { openNewFile, removeFile } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * Imports a table and writes the dataset file `output`; with null the table is only checked. If the table has a problem, no file
 * remains.
 * @throws DatasetRefused with all problems; UsageError
 */
export async function importDataset(
  terminal: Terminal,
  output: string | null,
  plan: ImportPlan,
  { onRows, signal }: Pick<ImportEvents, 'onRows' | 'signal'>,
): Promise<Imported> {
  const file = output === null ? null : await openNewFile(terminal, output);
  const write = async (entries: readonly UnsaltedEntry[]): Promise<void> => {
    await file?.write(writeLines(entries));
  };
  try {
    const imported = await importTable(plan, { write, onRows, signal });
    await file?.sync();
    return imported;
  } catch (error) {
    if (output !== null) await removeFile(terminal, output);
    throw error;
  } finally {
    await file?.close();
  }
}
