import type * as z from 'zod';
import type { Draft } from '../figures/draft.ts';
import type { MethodContext } from '../figures/figure.ts';
import type { Row } from '../rows/row.ts';
import type { RowType } from '../rows/row-detail.ts';

/** One kind of figure that a method computes. In `key`, each name in braces is a placeholder for one segment. */
export interface FigureKind {
  readonly key: string;
  readonly unit: string;
  readonly meaning: string;
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
  /** Why the method leaves out a row that it reads and that is in the period; null where it has no reason of its own. */
  readonly leavesOut?: (row: Row, parameters: P) => string | null;
  readonly compute: (context: MethodContext, parameters: P) => Draft[];
}
