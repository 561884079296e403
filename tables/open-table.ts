import { readCsvTable } from './csv-table.ts';
import { readJsonTable } from './json-table.ts';
import { readParquetTable } from './parquet-table.ts';
import { refuseTable } from './table-problem.ts';
import { endingOf, readWhole, type TableFile } from './table-file.ts';
import type { Table } from './table.ts';
import { readXlsxTable, type XlsxOptions } from './xlsx-table.ts';

/** What the readers of some types of table need in addition to the bytes. */
export interface TableOptions extends XlsxOptions {
  readonly delimiter: string | undefined;
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

/** Returns the table in a file, by the ending of its name. @throws DatasetRefused */
export async function openTable(file: TableFile, options: TableOptions): Promise<Table> {
  const { name } = file;
  switch (findTableType(name)) {
    case 'text/csv':
      return readCsvTable(name, file.stream(), options.delimiter);
    case 'application/json':
      return readJsonTable(name, await readWhole(file));
    case 'application/vnd.apache.parquet': {
      const blob = await file.openBlob();
      const slice = (start: number, end?: number): Promise<ArrayBuffer> =>
        blob.slice(start, end).arrayBuffer();
      return readParquetTable(name, { byteLength: blob.size, slice });
    }
    case 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet':
      return readXlsxTable(name, await readWhole(file), options);
    case null:
      throw refuseTable(
        name,
        'table',
        `not a table: its name must end in ${Object.keys(TABLE_TYPES).join(', ')}`,
      );
  }
}
