import type { UnsaltedEntry } from '../../core/records/entry.ts';
import type { InputEntry } from '../../engine/rows/input.ts';
import type { Mapping } from '../../tables/column-plan.ts';
import type { Correction } from '../../tables/corrected-cells.ts';
import type { Imported } from '../../tables/dataset-table.ts';
import type { Finding } from '../../tables/layout/finding.ts';
import type { NumberStyle } from '../../tables/cells/number-cell.ts';
import type { ShownRow, TableOverview } from '../../tables/inspect-table.ts';
import type { TableProblem, TableProblems, TableWarnings } from '../../tables/cells/table-problem.ts';
import type { DatasetName } from '../../client/generated/row-types.ts';

/** What is in a table, and which members its columns can become. */
export interface Inspected extends TableOverview {
  readonly members: readonly string[];
}

/** A table, and how it is read. */
export interface ImportRequest {
  readonly file: File;
  readonly dataset: DatasetName;
  readonly mapping: Mapping;
  /** As the option `sheet` of a table that is opened. */
  readonly sheet: string | undefined;
  /** How numbers and days are written, as far as the user says it; the rest is looked for. */
  readonly style: Partial<NumberStyle> | null;
  readonly corrections?: readonly Correction[];
  /** The entries of an earlier dataset, such as last year's, with which activities are compared. */
  readonly earlier?: readonly InputEntry[];
  /** How the entry `source` describes the document, besides its hash. */
  readonly source: { readonly title: string; readonly provider: string; readonly licence: string };
}

/** What became of a table: its entries, or all that is wrong with it. */
export type ImportAnswer =
  | ({
      readonly isValid: true;
      readonly entries: readonly UnsaltedEntry[];
      readonly rows: number;
      readonly findings: readonly Finding[];
      readonly warnings: TableWarnings;
    } & Pick<Imported, 'totals' | 'stated' | 'cautions' | 'isJudged'>)
  | {
      readonly isValid: false;
      readonly problems: readonly TableProblem[];
      readonly total: number;
      /** All of them by their cause. */
      readonly groups: TableProblems['groups'];
      /** The rows that have problems. */
      readonly faulty: readonly ShownRow[];
    };
