import { callOnce } from '../../../../client/workers/worker-calls.ts';
import type { DatasetName } from '../../../../client/generated/row-types.ts';
import type { ImportAnswer, ImportRequest, Inspected } from '../../../../jobs/import/table-request.ts';
import TableWorker from './table-worker.ts?worker';

/** Looks into a table. @throws WorkerFailure with a code of `DatasetRefused` */
export async function inspectFile(
  file: File,
  dataset: DatasetName,
  sheet: string | undefined,
  signal: AbortSignal,
): Promise<Inspected> {
  return (await callOnce(new TableWorker(), 'inspect', [file, dataset, sheet], { signal })) as Inspected;
}

/** Reads and checks a whole table; `onRows` hears how many rows are read. @throws WorkerFailure, WorkerStopped */
export async function readFile(
  request: ImportRequest,
  onRows: (rows: number) => void,
  signal: AbortSignal,
): Promise<ImportAnswer> {
  const onProgress = (rows: unknown): void => onRows(Number(rows));
  return (await callOnce(new TableWorker(), 'read', [request], { signal, onProgress })) as ImportAnswer;
}
