import { serveTasks } from '../../../../client/workers/worker-calls.ts';
import type { DatasetName } from '../../../../client/generated/row-types.ts';
import { inspectFile, readTable } from '../../../../jobs/import/read-table.ts';
import type { ImportRequest } from '../../../../jobs/import/table-request.ts';

/** Reads tables in a worker, so that the page stays responsive while a long one is read. */
serveTasks(globalThis, {
  inspect: (_report, file: File, dataset: DatasetName, sheet?: string) => inspectFile(file, dataset, sheet),
  read: (report: (rows: number) => void, request: ImportRequest) => readTable(request, report),
});
