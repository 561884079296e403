import type { Json } from '../core/encoding/json.ts';

/** The content of a cell: text in CSV, and also other types in other formats. Null if it is empty. */
export type Cell = string | number | bigint | boolean | Date | Json[] | null;

/** One row. Rows are counted as in a spreadsheet: the header is row 1. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly Cell[];
  /** Cells that could not be read, by column. */
  readonly faults?: readonly { readonly column: number; readonly error: Error }[];
}

/** A table with a header. Rows come in batches, so that a long table is never in memory as a whole. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<readonly TableRow[]>;
  /** Of a sheet, where its first column is: 0 for A. Other tables have none. */
  readonly firstColumn?: number;
}
