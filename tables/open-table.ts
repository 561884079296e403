import { readCsvTable } from './csv-table.ts';
import type { Mapping } from './column-plan.ts';
import { readJsonTable } from './json-table.ts';
import { findStyle } from './layout/find-style.ts';
import { Findings } from './layout/finding.ts';
import { type LaidTable, layTable } from './layout/lay-table.ts';
import type { NumberStyle } from './cells/number-cell.ts';
import { readParquetTable } from './parquet-table.ts';
import { refuseTable } from './cells/table-problem.ts';
import { endingOf, readWhole, type TableFile } from './table-file.ts';
import type { RawTable } from './cells/table.ts';
import { openWorkbook, type Sheet } from './workbook/open-workbook.ts';

/** What is needed to read a table in addition to its bytes. */
export interface TableOptions {
  /** The character between columns of CSV; undefined where it is looked for. */
  readonly delimiter: string | undefined;
  /** The sheet of a workbook; undefined for the only one that it shows. */
  readonly sheet: string | undefined;
  /** How numbers are written; null where it is looked for. */
  readonly style: NumberStyle | null;
  /** What the user mapped: the header has the columns that are named. */
  readonly mapping: Mapping;
}

/** A table that was opened, and how its numbers are written. */
export interface OpenTable extends LaidTable {
  readonly style: NumberStyle;
}

/** File name ending of a matrix → media type (docs/spec/matrices.md). */
const MATRIX_TYPES: Readonly<Record<string, string>> = {
  '.parquet': 'application/vnd.apache.parquet',
  '.mtx': 'application/x-matrix-market',
};

/** Returns the media type of a matrix by the ending of its name; null if it is not that of a matrix. */
export function findMatrixType(name: string): string | null {
  return MATRIX_TYPES[endingOf(name)] ?? null;
}

/** File name ending of a table → media type. */
export const TABLE_TYPES = {
  '.csv': 'text/csv',
  '.tsv': 'text/csv',
  '.txt': 'text/csv',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.json': 'application/json',
  '.parquet': 'application/vnd.apache.parquet',
} as const;

type TableType = (typeof TABLE_TYPES)[keyof typeof TABLE_TYPES];

/** Returns the media type of a table by the ending of its name; null if it is not that of a table. */
export function findTableType(name: string): TableType | null {
  const ending = endingOf(name);
  return Object.hasOwn(TABLE_TYPES, ending) ? TABLE_TYPES[ending as keyof typeof TABLE_TYPES] : null;
}

/** Returns the table in a file, by the ending of its name, with its header found. @throws DatasetRefused */
export async function openTable(file: TableFile, options: TableOptions): Promise<OpenTable> {
  const { name } = file;
  switch (findTableType(name)) {
    case 'text/csv':
      return lay(
        name,
        () => readCsvTable(name, file.stream(), { delimiter: options.delimiter }),
        options,
        [],
      );
    case 'application/json': {
      const style = options.style ?? PLAIN_STYLE;
      return { ...readJsonTable(name, await readWhole(file)), findings: new Findings(), style };
    }
    case 'application/vnd.apache.parquet': {
      const blob = await file.openBlob();
      const slice = (start: number, end?: number): Promise<ArrayBuffer> =>
        blob.slice(start, end).arrayBuffer();
      const table = await readParquetTable(name, { byteLength: blob.size, slice });
      return { ...table, findings: new Findings(), style: options.style ?? PLAIN_STYLE };
    }
    case 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
      const sheet = chooseSheet(name, await openWorkbook(name, await readWhole(file)), options.sheet);
      return lay(name, () => Promise.resolve(sheet.read()), options, [sheet.name]);
    }
    case null:
      throw refuseTable(
        name,
        'table',
        `not a table: its name must end in ${Object.keys(TABLE_TYPES).join(', ')}`,
      );
  }
}

const PLAIN_STYLE: NumberStyle = { decimal: '.', thousands: null };

/** Lays out what `open` reads, which is read once more to find the style of its numbers. */
async function lay(
  file: string,
  open: () => Promise<RawTable>,
  { style: given, mapping }: TableOptions,
  titles: readonly string[],
): Promise<OpenTable> {
  const style = given ?? (await findStyle(await open()));
  const value = Object.entries(mapping.columns).find(([, member]) => member === 'value')?.[0];
  const names = { columns: Object.keys(mapping.columns), set: Object.keys(mapping.set), value };
  const years = [mapping.set['period'] ?? '', ...titles, file];
  return { ...(await layTable(file, await open(), { given: names, years, style })), style };
}

function chooseSheet(file: string, sheets: readonly Sheet[], name: string | undefined): Sheet {
  const names = sheets.map((sheet) => sheet.name);
  const wanted = sheets.filter((sheet) => (name === undefined ? !sheet.isHidden : sheet.name === name));
  if (wanted.length === 1) return wanted[0]!;
  const text =
    name === undefined
      ? `the workbook has several sheets, name one with --sheet: ${names.join(', ')}`
      : `no sheet ${name}; the workbook has ${names.join(', ')}`;
  throw refuseTable(file, 'sheet', text);
}
