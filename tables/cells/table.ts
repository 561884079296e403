import type { Json } from '../../core/encoding/json.ts';

/** The content of a cell: text in CSV, and also other types in other formats. Null if it is empty. */
export type Cell = string | number | bigint | boolean | Date | Json[] | null;

/** One row. Rows are counted as in a spreadsheet: the first line is row 1. */
export interface TableRow {
  readonly row: number;
  /** The sheet that it is in, where several are read as one table. */
  readonly sheet?: string;
  /** What `{row}` becomes in a key, where the number alone does not tell it from other rows: `14.D`, `2.14`. */
  readonly place?: string;
  readonly cells: readonly Cell[];
  /** Names of columns that its sheet does not have, where several are read as one table. */
  readonly lacks?: ReadonlySet<string>;
  /** Cells that could not be read, by column. */
  readonly faults?: readonly { readonly column: number; readonly error: Error }[];
  /** Whether a sheet does not show the row: it was hidden, or filtered out. */
  readonly isHidden?: boolean;
  /** Whether all its cells, or all numbers in them, are struck out. */
  readonly isStruck?: boolean;
}

/** What a sheet says about its cells beyond their content; complete once its rows are read. */
export interface SheetFacts {
  /** Cells with a formula, whose stored values were taken. */
  computed: number;
  /** Numbers that were rounded to 15 digits. */
  rounded: number;
  /** Struck out cells in rows with others. */
  struckCells: number;
  /** Merged ranges, which got the content of their first cell. */
  merged: number;
  /** Columns that the sheet does not show, counted from 0. */
  readonly hiddenColumns: number[];
}

/** The rows of a file or sheet in their order, before its header is found. */
export interface RawTable {
  readonly rows: AsyncIterable<readonly TableRow[]>;
  /** Of a sheet; other tables have none. */
  readonly facts?: SheetFacts;
  /** Of a text: how its bytes were read. */
  readonly encoding?: string;
}

/** A table with a header. Rows come in batches, so that a long table is never in memory as a whole. */
export interface Table {
  readonly columns: readonly string[];
  /** The row of the header, of the first sheet where several are read as one table; null where no row is one. */
  readonly header: number | null;
  readonly rows: AsyncIterable<readonly TableRow[]>;
  /** Of a sheet: the letters of each column there, null for one that comes from several. Other tables have none. */
  readonly letters?: readonly (string | null)[];
  /** The columns of the file that became rows of one amount each. */
  readonly spread?: readonly string[];
  /** The columns of each sheet, where several are read as one table. */
  readonly apart?: readonly (readonly string[])[];
}
