import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { importTable, type ImportPlan } from '../../tables/dataset-table.ts';
import { CorrectedCells, showCell } from '../../tables/corrected-cells.ts';
import { type Doubts, TableRefused } from '../../tables/judge-activities.ts';
import { placeOf } from '../../tables/row-place.ts';
import { inspectTable, showRow, type ShownRow, type TableOverview } from '../../tables/inspect-table.ts';
import { type Mapping, NO_MAPPING } from '../../tables/column-plan.ts';
import { findTableType, openTable, TABLE_TYPES } from '../../tables/open-table.ts';
import { ALL_SHEETS } from '../../tables/sheet-choice.ts';
import { listMembers } from '../../tables/layout/column-names.ts';
import { createTableFile, type TableFile } from '../../tables/table-file.ts';
import { DatasetRefused, type TableProblem } from '../../tables/cells/table-problem.ts';
import type { DatasetName } from '../../client/generated/row-types.ts';
import { MOST_LISTED } from './dataset-rows.ts';
import type { ImportAnswer, ImportRequest, Inspected } from './table-request.ts';

/**
 * Returns what is in a table, and which members of a dataset its columns can become. What was mapped already counts: of columns that became rows,
 * those that it names are columns again. Of a workbook whose user chose no sheet, all that
 * have rows are read, or else the first one. @throws DatasetRefused
 */
export async function inspectFile(
  file: File,
  dataset: DatasetName,
  sheet: string | undefined,
  mapping: Mapping = NO_MAPPING,
): Promise<Inspected> {
  const overview = await inspectSheets(createTableFile(file.name, file), dataset, sheet, mapping);
  return { ...overview, members: [...listMembers(dataset)].sort() };
}

/** As `inspectFile`, of a file outside a browser. @throws DatasetRefused */
export async function inspectSheets(
  table: TableFile,
  dataset: DatasetName,
  sheet: string | undefined,
  mapping: Mapping = NO_MAPPING,
): Promise<TableOverview> {
  return inspectTable(
    table,
    dataset,
    sheet === undefined ? await findSheets(table, mapping) : { sheet, mapping },
  );
}

/**
 * Returns the sheets of a workbook that have rows, as a choice, and the mapping by which they have: those with amounts and times, or else those with
 * amounts, whose time its user states. No choice means the first one, and other files.
 */
async function findSheets(
  file: TableFile,
  mapping: Mapping,
): Promise<{ readonly sheet?: string; readonly mapping: Mapping }> {
  if (findTableType(file.name) !== TABLE_TYPES['.xlsx']) return { mapping };
  const timed = { ...mapping, set: { period: '', ...mapping.set } };
  for (const read of [mapping, timed]) {
    const sheet = await listSheets(file, read);
    if (sheet !== undefined) return { sheet, mapping: read };
  }
  return { mapping };
}

async function listSheets(file: TableFile, mapping: Mapping): Promise<string | undefined> {
  try {
    const { findings } = await openTable(file, {
      ...{ delimiter: undefined, sheet: ALL_SHEETS, style: null, mapping },
    });
    const read = findings.list().find(({ code }) => code === 'sheets-read');
    return read?.count === 1 ? read.detail : ALL_SHEETS;
  } catch (error) {
    if (error instanceof DatasetRefused) return undefined;
    throw error;
  }
}

/** Reads a whole table and checks each row: returns its entries, or all that is wrong with it. `onRows` hears how many rows are read; `signal` stops it. */
export async function readTable(
  request: ImportRequest,
  onRows: (rows: number) => void,
  signal?: AbortSignal,
): Promise<ImportAnswer> {
  const plan = planOf(request);
  const entries: UnsaltedEntry[] = [];
  try {
    const { source: _, ...imported } = await importTable(plan, {
      write: (more) => {
        for (const entry of more) entries.push(entry);
        return Promise.resolve();
      },
      ...{ onRows, signal },
    });
    return { isValid: true, entries, ...imported };
  } catch (error) {
    if (!(error instanceof DatasetRefused)) throw error;
    const { problems, total, groups } = error.details;
    const { findings, cautions, names } = error instanceof TableRefused ? error.details : NO_DOUBTS;
    const faulty = await readFaulty(plan, problems);
    return { isValid: false, problems, total, groups, faulty, findings, cautions, names };
  }
}

const NO_DOUBTS: Doubts = { findings: [], cautions: [], names: { merged: [], alike: [] } };

function planOf({ file, sheet, style, ...others }: ImportRequest): ImportPlan {
  return {
    ...others,
    file: createTableFile(file.name, file),
    table: { delimiter: undefined, sheet, style },
    documents: [],
  };
}

/**
 * Returns the rows that have these problems, as the file has them. Of the rows that one row of the file became, such as one
 * for each month, only those with a cell at fault.
 */
async function readFaulty(plan: ImportPlan, problems: readonly TableProblem[]): Promise<ShownRow[]> {
  const wanted = Map.groupBy(
    problems.filter(({ row }) => row !== null && row !== 1),
    placeOf,
  );
  const found: ShownRow[] = [];
  if (wanted.size === 0) return found;
  const { columns, rows } = await openTable(plan.file, { ...plan.table, mapping: plan.mapping });
  const corrected = new CorrectedCells(columns, plan.corrections ?? []);
  for await (const batch of rows) {
    const read = corrected.apply(batch);
    for (const [index, row] of batch.entries()) {
      const isAtFault = ({ column, value }: TableProblem): boolean => {
        const cell = read[index]!.cells[columns.indexOf(column ?? '')];
        return cell === undefined || value === undefined || showCell(cell).startsWith(value);
      };
      if (wanted.get(placeOf(row))?.some(isAtFault) === true) found.push(showRow(row));
    }
    if (found.length >= MOST_LISTED) break;
  }
  return found;
}
