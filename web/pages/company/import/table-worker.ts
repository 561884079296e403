import { serveTasks } from '../../../../client/workers/worker-calls.ts';
import type { DatasetName } from '../../../../client/generated/row-types.ts';
import { listFileNames } from '../../../../jobs/import/column-names.ts';
import { takeNameFile } from '../../../../jobs/import/name-list.ts';
import { type JoinRequest, proposeJoin } from '../../../../jobs/import/propose-join.ts';
import { listReferenceSheets } from '../../../../jobs/import/reference-sheets.ts';
import { readRows, type RowsRequest } from '../../../../jobs/import/read-rows.ts';
import { inspectFile, readTable } from '../../../../jobs/import/read-table.ts';
import type { UnsaltedEntry } from '../../../../core/records/entry.ts';
import { type EarlierRows, findLastYear } from '../../../../jobs/import/last-year.ts';
import { makeTemplate, type TemplateRequest } from '../../../../jobs/import/template.ts';
import { listSites } from '../../../../jobs/import/template-sites.ts';
import type { ImportRequest, Inspected } from '../../../../jobs/import/table-request.ts';

/** Reads tables in a worker, so that the page stays responsive while a long one is read. */
serveTasks(globalThis, {
  inspect: (_report, file: File, dataset: DatasetName, sheet?: string) => inspectFile(file, dataset, sheet),
  names: (_report, file: File, inspected: Pick<Inspected, 'sheet'>, column: string, member: string) =>
    listFileNames(file, inspected, column, member),
  list: (_report, file: File) => takeNameFile(file),
  join: (_report, file: File, request: JoinRequest) => proposeJoin(file, request),
  rows: (_report, file: File, request: RowsRequest) => readRows(file, request),
  references: (_report, file: File, sheets: readonly string[], owner: string) =>
    listReferenceSheets(file, sheets, owner),
  template: (_report, request: Omit<TemplateRequest, 'sites'>, rows: Parameters<typeof listSites>[0]) =>
    makeTemplate({ ...request, sites: listSites(rows) }),
  lastYear: (_report, entries: readonly UnsaltedEntry[], datasets: readonly EarlierRows[]) =>
    findLastYear(entries, datasets),
  read: (report: (rows: number) => void, request: ImportRequest) => readTable(request, report),
});
