import { openWorker, type WorkerCalls } from '../../../../client/workers/worker-calls.ts';
import type { UnsaltedEntry } from '../../../../core/records/entry.ts';
import type { Mapping } from '../../../../tables/column-plan.ts';
import type { TableOverview } from '../../../../tables/inspect-table.ts';
import type { TableProblem, TableWarnings } from '../../../../tables/table-problem.ts';
import type { DatasetName } from '../../../data/dataset-types.ts';
import TableWorker from './table-worker.ts?worker';

/** What is in a table, and which members its columns can become. */
export interface Inspected extends TableOverview {
  readonly members: readonly string[];
}

/** A table, and how it is read. */
export interface ImportRequest {
  readonly file: File;
  readonly dataset: DatasetName;
  readonly mapping: Mapping;
  readonly sheet: string | undefined;
  /** Whether the values that were stored with formulas are taken. */
  readonly formulas: 'refuse' | 'values';
  readonly decimal: '.' | ',';
  readonly thousands: string | null;
  /** What the entry `source` says of the document, besides its hash. */
  readonly source: { readonly title: string; readonly provider: string; readonly licence: string };
}

/** A row of a table as texts. The header is row 1. */
export interface ShownRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** What became of a table: its entries, or all that is wrong with it. */
export type ImportAnswer =
  | {
      readonly isValid: true;
      readonly entries: readonly UnsaltedEntry[];
      readonly rows: number;
      readonly warnings: TableWarnings;
    }
  | {
      readonly isValid: false;
      readonly problems: readonly TableProblem[];
      readonly total: number;
      /** The rows that have problems. */
      readonly faulty: readonly ShownRow[];
    };

/** Starts a worker, runs one task in it, and ends it: also when the signal is aborted. @throws WorkerFailure, WorkerStopped */
async function ask(signal: AbortSignal, run: (worker: WorkerCalls) => Promise<unknown>): Promise<unknown> {
  const worker = openWorker(new TableWorker());
  signal.addEventListener('abort', () => worker.stop(), { once: true });
  if (signal.aborted) worker.stop();
  try {
    return await run(worker);
  } finally {
    worker.stop();
  }
}

/** Looks into a table. @throws WorkerFailure with a code of `DatasetRefused` */
export async function inspectFile(
  file: File,
  dataset: DatasetName,
  sheet: string | undefined,
  signal: AbortSignal,
): Promise<Inspected> {
  return (await ask(signal, (worker) => worker.call('inspect', [file, dataset, sheet]))) as Inspected;
}

/** Reads and checks a whole table; `onRows` hears how many rows are read. @throws WorkerFailure, WorkerStopped */
export async function readFile(
  request: ImportRequest,
  onRows: (rows: number) => void,
  signal: AbortSignal,
): Promise<ImportAnswer> {
  const hear = (rows: unknown): void => onRows(Number(rows));
  return (await ask(signal, (worker) => worker.call('read', [request], hear))) as ImportAnswer;
}
