import type { Json } from '../core/encoding/json.ts';

/** What a cell holds: text in CSV; in the others also what their formats know. Null where it is empty. */
export type Cell = string | number | bigint | boolean | Date | Json[] | null;

/** Rows are counted as a spreadsheet counts them, the header being row 1. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly Cell[];
  /** What could not be read of it, by column. */
  readonly faults?: readonly { readonly column: number; readonly error: Error }[];
}

/** A table with a header, its rows in batches so that a long one is never held whole. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<readonly TableRow[]>;
}
