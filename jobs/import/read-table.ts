import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { importTable, type ImportPlan } from '../../tables/dataset-table.ts';
import { writeText } from '../../tables/entry-members.ts';
import { inspectTable } from '../../tables/inspect-table.ts';
import { openTable } from '../../tables/open-table.ts';
import { listMembers } from '../../tables/layout/column-names.ts';
import { createTableFile } from '../../tables/table-file.ts';
import { DatasetRefused } from '../../tables/cells/table-problem.ts';
import type { DatasetName } from '../../client/generated/row-types.ts';
import type { ImportAnswer, ImportRequest, Inspected, ShownRow } from './table-request.ts';

/** Returns what is in a table, and which members of a dataset its columns can become. @throws DatasetRefused */
export async function inspectFile(
  file: File,
  dataset: DatasetName,
  sheet: string | undefined,
): Promise<Inspected> {
  const overview = await inspectTable(createTableFile(file.name, file), dataset, { sheet });
  return { ...overview, members: [...listMembers(dataset)].sort() };
}

/** Reads a whole table and checks each row: returns its entries, or all that is wrong with it. `onRows` hears how many rows are read. */
export async function readTable(
  request: ImportRequest,
  onRows: (rows: number) => void,
): Promise<ImportAnswer> {
  const plan = planOf(request);
  const entries: UnsaltedEntry[] = [];
  try {
    const { rows, findings, warnings } = await importTable(plan, {
      write: (_lines, more) => {
        for (const entry of more) entries.push(entry);
        return Promise.resolve();
      },
      onRows,
    });
    return { isValid: true, entries, rows, findings, warnings };
  } catch (error) {
    if (!(error instanceof DatasetRefused)) throw error;
    const { problems, total } = error.details;
    const wanted = new Set(problems.flatMap(({ row }) => (row === null || row === 1 ? [] : [row])));
    return { isValid: false, problems, total, faulty: await readRows(plan, wanted) };
  }
}

function planOf({ file, sheet, style, ...others }: ImportRequest): ImportPlan {
  return {
    ...others,
    file: createTableFile(file.name, file),
    table: { delimiter: undefined, sheet, style },
    documents: [],
  };
}

/** Returns the rows with these numbers, as texts. */
async function readRows(plan: ImportPlan, wanted: ReadonlySet<number>): Promise<ShownRow[]> {
  const found: ShownRow[] = [];
  if (wanted.size === 0) return found;
  const table = await openTable(plan.file, { ...plan.table, mapping: plan.mapping });
  for await (const rows of table.rows) {
    for (const { row, cells } of rows)
      if (wanted.has(row))
        found.push({ row, cells: cells.map((cell) => (cell === null ? '' : writeText(cell))) });
    if (found.length === wanted.size) break;
  }
  return found;
}
