import type { DatasetName } from '../../client/generated/row-types.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import type { InputEntry } from '../../engine/rows/input.ts';
import type { NumberStyle } from '../../tables/cells/number-cell.ts';
import type { Mapping } from '../../tables/column-plan.ts';
import type { Finding } from '../../tables/layout/finding.ts';
import type { Inspected } from '../import/table-request.ts';

/** How a table of a company's own is read. */
export interface Reading {
  /** Which sheets, as a choice; null for files without sheets. */
  readonly sheet: string | null;
  readonly mapping: Mapping;
  /** How numbers and days are written, as far as somebody chose it. */
  readonly style: Partial<NumberStyle> | null;
}

/** One way to read what a table leaves open. */
export interface TableCandidate {
  /** By which it is accepted: `fuels.csv#Fuel:Gas oil=diesel`. It may hold the text of a cell. */
  readonly name: string;
  /** Why it is among them, as it is recorded. */
  readonly reason: string;
  /** How the table is read with it. */
  readonly reading: Reading;
}

/** Something that a table leaves open: which column, member or cell it is, and what it can mean, the likeliest first. */
export interface TableChoice {
  /** `Fuel:Gas oil`, `detail.category`. */
  readonly about: string;
  /** In words, such as `a chosen unit`. */
  readonly needed: string;
  readonly candidates: readonly TableCandidate[];
  /** Whether the first candidate is the only one that there is, or has the same name: then nobody is asked. */
  readonly isSure: boolean;
  /** What a person can state by another text, such as a place; null where only the candidates can be accepted. */
  readonly stated: StatedText | null;
}

/** A member whose text a person can state: for all rows, or for those with a name in a column. */
export interface StatedText {
  readonly member: string;
  readonly of: { readonly column: string; readonly name: string } | null;
}

/** The run for which a table is read. */
export interface TableContext {
  readonly dataset: DatasetName;
  /** The types of rows that it reads, and that the dataset has. */
  readonly types: readonly string[];
  /** Type of rows → JSON Schema of its detail. */
  readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The rows of its other inputs. */
  readonly others: readonly InputEntry[];
  /** Its period, in unix seconds; null where it states none. */
  readonly period: { readonly from: number; readonly until: number } | null;
}

/** A table as far as it was read. */
export interface TableState {
  readonly file: File;
  readonly inspected: Inspected;
  /** Column → the names in it, where its cells are texts. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly reading: Reading;
}

/** A table that was read, or what it leaves open. */
export interface TableRead extends TableState {
  /** The candidates that were accepted by name. */
  readonly taken: readonly TableCandidate[];
  /** Null where its rows were read. */
  readonly open: TableChoice | null;
  /** Its rows, and the entry `source`, which has the reading too; none where something is open. */
  readonly entries: readonly UnsaltedEntry[];
  /** What was read differently from the file. */
  readonly findings: readonly Finding[];
}
