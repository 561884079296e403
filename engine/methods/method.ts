import type * as z from 'zod';
import type { Draft } from '../figures/draft.ts';
import type { MethodContext } from '../figures/method-context.ts';
import type { Row } from '../rows/row.ts';
import type { DenseMatrix } from '../rows/matrix.ts';
import type { RowType } from '../rows/row-detail.ts';
import type { RowIndex } from '../rows/row-index.ts';

/** One kind of figure that a method computes. In `key`, each name in braces is a placeholder for one segment. */
export interface FigureKind {
  readonly key: string;
  readonly unit: string;
  readonly meaning: string;
}

/** How solving tells where it is, and is stopped. */
export interface SolveOptions {
  readonly signal?: AbortSignal;
  /** Called with the part that is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** An accounting method: a pure function from rows and parameters to figures. */
export interface Method<P> {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** The document that defines the method, with its clauses. */
  readonly standard: string;
  /** The row types that it reads. */
  readonly reads: readonly (RowType | 'figure')[];
  readonly parameters: z.ZodType<P>;
  readonly figures: readonly FigureKind[];
  /** Mistakes that users often make, and how the method handles them. */
  readonly traps: readonly string[];
  /** Returns why the method leaves out a row that it reads and that is in the period; null where it has no reason of its own. */
  readonly leavesOut?: (parameters: P, rows: RowIndex) => (row: Row) => string | null;
  /**
   * Solves the equations of a run where that takes long: the result is `solution` of the context in which figures are computed. Absent where
   * a method has none; null where these rows need none.
   */
  readonly solve?: (
    context: MethodContext,
    parameters: P,
    options: SolveOptions,
  ) => Promise<DenseMatrix | null>;
  readonly compute: (context: MethodContext, parameters: P) => Draft[];
}
