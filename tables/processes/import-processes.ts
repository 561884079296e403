import type { JsonObject } from '../../core/encoding/json.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { DatasetChecker } from '../../engine/datasets/validate.ts';
import { hashFile } from '../hash-bytes.ts';
import { endingOf, type TableFile } from '../table-file.ts';
import { DatasetRefused, refuseTable } from '../cells/table-problem.ts';
import type { ImportedProcesses, ProcessSource } from './imported-processes.ts';
import type { ProcessFormat } from './inventory.ts';
import { LeftOut } from './left-out.ts';
import { writeRows } from './process-rows.ts';

/** A file of processes, and all that is needed to make a dataset of it. */
export interface ProcessPlan {
  readonly format: ProcessFormat;
  readonly file: TableFile;
  readonly source: ProcessSource;
}

/**
 * Reads a file of processes as rows of D6. The entry `source` is the last one; it says what was left out.
 * @throws DatasetRefused
 */
export async function importProcesses({
  format,
  file,
  source: { url, published, ...source },
}: ProcessPlan): Promise<ImportedProcesses> {
  const mediaType = format.endings[endingOf(file.name)];
  if (mediaType === undefined) {
    const endings = Object.keys(format.endings).join(' or ');
    throw refuseTable(file.name, 'table', `expected a file ${endings} for the format ${format.name}`);
  }
  const leftOut = new LeftOut();
  const inventory = await format.read(file, leftOut);
  const { entries, processes, unsupplied } = writeRows(inventory, leftOut);
  if (entries.length === 0)
    throw refuseTable(file.name, 'table', 'it has no process with an input or output');
  const left = leftOut.list();
  const detail = {
    ...{ row: 'source', dataset: 'product', ...source },
    ...(url === undefined ? {} : { url }),
    ...(published === undefined ? {} : { published }),
    ...{ mediaType, ...(await hashFile(file)) },
    custom: { reader: format.name, leftOut: left },
  };
  const own = { key: 'source', value: null, unit: '', from: 0, until: 0 };
  const all = [...entries, { ...own, detail: detail as unknown as JsonObject }];
  checkEntries(file.name, all);
  return { entries: all, processes, unsupplied, leftOut: left };
}

/** Checks the entries as a record's are checked. @throws DatasetRefused */
function checkEntries(name: string, entries: readonly UnsaltedEntry[]): void {
  const checker = new DatasetChecker('product');
  const problems = entries.flatMap((entry) => checker.check(entry));
  if (problems.length === 0) return;
  throw new DatasetRefused(
    name,
    problems.map(({ code, row, column, message }) => ({ code, row: null, key: row, column, message })),
  );
}
