import { callOnce } from '../../../../client/workers/worker-calls.ts';
import type { Template, TemplateRequest } from '../../../../jobs/import/template.ts';
import type { UnsaltedEntry } from '../../../../core/records/entry.ts';
import type { EarlierRows, LastYear } from '../../../../jobs/import/last-year.ts';
import type { ColumnNames } from '../../../../jobs/import/column-names.ts';
import type { JoinRequest, ProposedJoin } from '../../../../jobs/import/propose-join.ts';
import type { ReferenceSheet } from '../../../../jobs/import/reference-sheets.ts';
import type { RowsRequest } from '../../../../jobs/import/read-rows.ts';
import type { ShownRow } from '../../../../tables/inspect-table.ts';
import type { TakenList } from '../../../../jobs/import/name-list.ts';
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

/** Returns the names in a column of a table, which is this member. @throws WorkerFailure with a code of `DatasetRefused` */
export async function listNames(
  file: File,
  { sheet }: Pick<Inspected, 'sheet'>,
  { column, member }: { readonly column: string; readonly member: string },
  signal: AbortSignal,
): Promise<ColumnNames> {
  const args = [file, { sheet }, column, member];
  return (await callOnce(new TableWorker(), 'names', args, { signal })) as ColumnNames;
}

/** Reads a table of what names mean. @throws WorkerFailure with a code of `DatasetRefused` */
export async function readList(file: File, signal: AbortSignal): Promise<TakenList> {
  return (await callOnce(new TableWorker(), 'list', [file], { signal })) as TakenList;
}

/** Returns how another sheet of a workbook explains the names in a column. @throws WorkerFailure with a code of `DatasetRefused` */
export async function findJoin(file: File, request: JoinRequest, signal: AbortSignal): Promise<ProposedJoin> {
  return (await callOnce(new TableWorker(), 'join', [file, request], { signal })) as ProposedJoin;
}

/** Returns some rows of a table as texts. @throws WorkerFailure with a code of `DatasetRefused` */
export async function showRows(
  file: File,
  request: RowsRequest,
  signal: AbortSignal,
): Promise<readonly ShownRow[]> {
  return (await callOnce(new TableWorker(), 'rows', [file, request], { signal })) as readonly ShownRow[];
}

/** Makes a workbook to fill in, with the sites of these rows. @throws WorkerFailure */
export async function makeTemplate(
  request: Omit<TemplateRequest, 'sites'>,
  rows: readonly UnsaltedEntry[],
  signal: AbortSignal,
): Promise<Template> {
  const details = rows.map(({ detail }) => ({ detail }));
  return (await callOnce(new TableWorker(), 'template', [request, details], { signal })) as Template;
}

/** Returns the dataset of the year before that a table continues; null where there is none. @throws WorkerFailure, WorkerStopped */
export async function findLastYear(
  entries: readonly UnsaltedEntry[],
  datasets: readonly EarlierRows[],
  signal: AbortSignal,
): Promise<LastYear | null> {
  return (await callOnce(new TableWorker(), 'lastYear', [entries, datasets], { signal })) as LastYear | null;
}

/** Returns the sheets of a workbook that list entities or facilities, with their mappings. @throws WorkerFailure, WorkerStopped */
export async function listReferenceSheets(
  file: File,
  sheets: readonly string[],
  owner: string,
  signal: AbortSignal,
): Promise<readonly ReferenceSheet[]> {
  const args = [file, sheets, owner];
  return (await callOnce(new TableWorker(), 'references', args, { signal })) as readonly ReferenceSheet[];
}
