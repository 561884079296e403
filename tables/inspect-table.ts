import type { DatasetName } from '../engine/datasets/dataset.ts';
import type { TableRow } from './cells/table.ts';
import { writeText } from './entry-members.ts';
import { type Mapping, NO_MAPPING } from './column-plan.ts';
import type { Finding } from './layout/finding.ts';
import { mapPlainList } from './plain-list.ts';
import { listMembers } from './layout/column-names.ts';
import { findTableType, type OpenTable, openTable, TABLE_TYPES, type TableOptions } from './open-table.ts';
import { proposeJoins, readHead } from './propose-joins.ts';
import { suggestMapping } from './suggest-mapping.ts';
import type { TableFile } from './table-file.ts';
import { openWorkbook } from './workbook/open-workbook.ts';

/** A row of a table as texts. Rows are counted as a spreadsheet does: the header is row 1. */
export interface ShownRow {
  readonly row: number;
  /** Its sheet, where several are read as one table. */
  readonly sheet?: string;
  readonly cells: readonly string[];
}

/** What is in a table, for a person who decides how it is imported. */
export interface TableOverview {
  /** The sheets of a workbook, in their order; none for other files. */
  readonly sheets: readonly string[];
  /** What was read of them, as a choice of sheets; null for other files. */
  readonly sheet: string | null;
  readonly columns: readonly string[];
  /** The letters of each column of a sheet, null for one that comes from several; null for other files. */
  readonly letters: readonly (string | null)[] | null;
  /** The columns of the file that became rows of one amount each. */
  readonly spread: readonly string[];
  /** What is read differently from the file, as far as the first rows show it. */
  readonly findings: readonly Finding[];
  /** The first rows. */
  readonly sample: readonly ShownRow[];
  /** Which member each column may be: a guess from its name. */
  readonly mapping: Mapping;
}

const MOST_SAMPLE = 20;

/** Returns a row as texts. */
export function showRow({ row, sheet, cells }: TableRow): ShownRow {
  const texts = cells.map((cell) => (cell === null ? '' : writeText(cell)));
  return { row, ...(sheet === undefined ? {} : { sheet }), cells: texts };
}

/**
 * Returns what is in a table, before it is imported by `importTable`: of a workbook with several sheets the named one, else the first.
 * @throws DatasetRefused
 */
export async function inspectTable(
  file: TableFile,
  dataset: DatasetName,
  options: Partial<TableOptions> = {},
): Promise<TableOverview> {
  const isBook = findTableType(file.name) === TABLE_TYPES['.xlsx'];
  const book = isBook ? await openWorkbook(file) : [];
  const sheets = book.map(({ name }) => name);
  const sheet = options.sheet ?? book.find(({ isHidden }) => !isHidden)?.name ?? sheets[0];
  const { delimiter, style = null, mapping: given = NO_MAPPING } = options;
  const open = async (mapping: Mapping): Promise<OpenedHead> => {
    const table = await openTable(file, { delimiter, sheet, style, mapping });
    return { table, rows: await readHead(table) };
  };
  const first = await open(given);
  const members = listMembers(dataset);
  const others = sheets.filter((name) => name !== sheet);
  const joins =
    given.joins ??
    (await proposeJoins(file, others, { columns: first.table.columns, rows: first.rows }, members));
  const isRead = joins.some((join) => first.rows.some((row) => row.sheet === join.sheet));
  const { table, rows } = isRead ? await open({ ...given, joins }) : first;
  const { columns, letters = null, apart, spread = [] } = table;
  const list = dataset === 'mrio' ? mapPlainList(file.name, columns) : null;
  const mapping = list ?? suggestMapping(columns, dataset, { apart, rows, joins });
  const sample = rows.slice(0, MOST_SAMPLE).map(showRow);
  return {
    ...{ sheets, sheet: sheet ?? null, columns, letters, spread },
    ...{ findings: table.findings.list(), sample, mapping },
  };
}

/** A table and its first rows. */
interface OpenedHead {
  readonly table: OpenTable;
  readonly rows: readonly TableRow[];
}
