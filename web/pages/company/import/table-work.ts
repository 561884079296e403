import { openWorker, type WorkerCalls } from '../../../../client/workers/worker-calls.ts';
import type { DatasetName } from '../../../../client/generated/row-types.ts';
import type { ImportAnswer, ImportRequest, Inspected } from '../../../../jobs/import/table-request.ts';
import TableWorker from './table-worker.ts?worker';

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
