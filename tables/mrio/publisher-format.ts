import type { TableBuilder } from './table-builder.ts';
import type { TableInput } from './table-input.ts';

/** What the caller chooses. */
export interface FormatOptions {
  /** Year of the table; null to take it from the names of the files. */
  readonly year: number | null;
  /** Folders or files of environmental accounts that are read; null for all. */
  readonly accounts: readonly string[] | null;
}

/** A publisher's layout of tables. */
export interface PublisherFormat {
  /** As it is named on the command line and in entries. */
  readonly name: string;
  readonly meaning: string;
  readonly provider: string;
  /** The file of the starter data that says which gases its stressors are. Absent: none is known. */
  readonly gases?: string;
  /**
   * How far output may differ between its two sources: row sums and a stated output, or row and column sums. A ratio to the larger one, or to
   * the mean output of all sectors where that is more.
   */
  readonly tolerance: number;
  /** Reads a table into a builder. @throws DatasetRefused */
  read(input: TableInput, builder: TableBuilder, options: FormatOptions): Promise<void>;
}
