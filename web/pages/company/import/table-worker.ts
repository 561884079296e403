import { serveTasks } from '../../../../client/workers/worker-calls.ts';
import type { UnsaltedEntry } from '../../../../core/records/entry.ts';
import { importTable } from '../../../../tables/dataset-table.ts';
import { writeText } from '../../../../tables/entry-members.ts';
import { inspectTable, type TableOverview } from '../../../../tables/inspect-table.ts';
import { openTable } from '../../../../tables/open-table.ts';
import { listMembers } from '../../../../tables/suggest-mapping.ts';
import { createTableFile } from '../../../../tables/table-file.ts';
import { DatasetRefused } from '../../../../tables/table-problem.ts';
import type { DatasetName } from '../../../../client/generated/row-types.ts';
import type { ImportAnswer, ImportRequest, Inspected, ShownRow } from './table-messages.ts';

/** Reads tables in a worker, so that the page stays responsive while a long one is read. */

async function inspect(file: File, dataset: DatasetName, sheet: string | undefined): Promise<Inspected> {
  const overview: TableOverview = await inspectTable(createTableFile(file.name, file), dataset, { sheet });
  return { ...overview, members: [...listMembers(dataset)].sort() };
}

async function read(report: (rows: number) => void, request: ImportRequest): Promise<ImportAnswer> {
  const { file, dataset, mapping, sheet, formulas, decimal, thousands, source } = request;
  const table = { delimiter: undefined, sheet, formulas };
  const entries: UnsaltedEntry[] = [];
  const plan = {
    ...{ file: createTableFile(file.name, file), dataset, mapping, table },
    ...{ style: { decimal, thousands }, documents: [] },
    source,
  };
  try {
    const { rows, warnings } = await importTable(plan, {
      write: (_lines, more) => {
        for (const entry of more) entries.push(entry);
        return Promise.resolve();
      },
      onRows: report,
    });
    return { isValid: true, entries, rows, warnings };
  } catch (error) {
    if (!(error instanceof DatasetRefused)) throw error;
    const { problems, total } = error.details;
    const wanted = new Set(problems.flatMap(({ row }) => (row === null || row === 1 ? [] : [row])));
    return { isValid: false, problems, total, faulty: await readRows(request, wanted) };
  }
}

/** Returns the rows with these numbers, as texts. */
async function readRows(
  { file, sheet, formulas }: ImportRequest,
  wanted: ReadonlySet<number>,
): Promise<ShownRow[]> {
  const found: ShownRow[] = [];
  if (wanted.size === 0) return found;
  const table = await openTable(createTableFile(file.name, file), { delimiter: undefined, sheet, formulas });
  for await (const rows of table.rows) {
    for (const { row, cells } of rows)
      if (wanted.has(row))
        found.push({ row, cells: cells.map((cell) => (cell === null ? '' : writeText(cell))) });
    if (found.length === wanted.size) break;
  }
  return found;
}

serveTasks(globalThis, {
  inspect: (_report, file: File, dataset: DatasetName, sheet?: string) => inspect(file, dataset, sheet),
  read: (report, request: ImportRequest) => read(report, request),
});
