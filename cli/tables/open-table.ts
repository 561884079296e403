import { extname } from 'node:path';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/errors.ts';
import { openBlob, readWholeFile } from '../inputs/files.ts';
import { readCsvTable } from './csv-table.ts';
import { readJsonTable } from './json-table.ts';
import { readParquetTable } from './parquet-table.ts';
import type { Table } from './table.ts';
import { readXlsxTable, type XlsxOptions } from './xlsx-table.ts';

/** What a table needs to be read, beside its bytes. */
export interface TableOptions extends XlsxOptions {
  readonly delimiter: string | undefined;
}

/** Endings of files that are read as tables → their media types. */
export const TABLE_TYPES = {
  '.csv': 'text/csv',
  '.tsv': 'text/csv',
  '.txt': 'text/csv',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.json': 'application/json',
  '.parquet': 'application/vnd.apache.parquet',
} as const;

/** Returns the media type of a table by the ending of its name. @throws UsageError `option` */
export function typeOfTable(path: string): (typeof TABLE_TYPES)[keyof typeof TABLE_TYPES] {
  const ending = extname(path).toLowerCase();
  if (Object.hasOwn(TABLE_TYPES, ending)) return TABLE_TYPES[ending as keyof typeof TABLE_TYPES];
  throw new UsageError('option', `${path}: a table ends in ${Object.keys(TABLE_TYPES).join(', ')}`);
}

/**
 * Returns the table in a file, by the ending of its name; `bytes` are those of the file, which only CSV reads as they come.
 * @throws DatasetRefused; UsageError `option`, `file-unreadable`
 */
export async function openTable(
  terminal: Terminal,
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  options: TableOptions,
): Promise<Table> {
  switch (typeOfTable(path)) {
    case 'text/csv':
      return readCsvTable(path, bytes, options.delimiter);
    case 'application/json':
      return readJsonTable(path, await readWholeFile(terminal, path));
    case 'application/vnd.apache.parquet': {
      const blob = await openBlob(terminal, path);
      const slice = (start: number, end?: number): Promise<ArrayBuffer> =>
        blob.slice(start, end).arrayBuffer();
      return readParquetTable(path, { byteLength: blob.size, slice });
    }
    case 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet':
      return readXlsxTable(path, await readWholeFile(terminal, path), options);
  }
}
