import type { ShownUncertainty } from '../../engine/uncertainty/read-note.ts';

/** A figure as it is compared with others: its value, and what it covers. */
export interface FigureCover {
  /** The method that computed it, with its version; null where none is stated. */
  readonly method: string | null;
  /** A canonical decimal text (§2). */
  readonly value: string;
  readonly unit: string;
  /** Unix seconds; the end is exclusive. Both are 0 where no period is stated. */
  readonly from: number;
  readonly until: number;
  readonly gases: readonly string[];
  readonly gwpSet: string | null;
  /** What else decides whether two figures count the same, by its name: `basis`, `boundary`, `consolidation`, `rules`, `functional-unit`. */
  readonly conditions: Readonly<Record<string, string>>;
  /** What it is computed from. */
  readonly parts: FigureParts;
  readonly uncertainty: ShownUncertainty | null;
}

/** What a figure is computed from, as far as it is known. */
export interface FigureParts {
  /** Rows and figures, each as `record#key`, also those that its parts are computed from; its own name is among them. */
  readonly entries: readonly string[];
  /** Sets of rows of a record, whose rows are not listed: only the row types tell two of them apart. */
  readonly sets: readonly { readonly record: string; readonly types: readonly string[] }[];
}
