import type * as z from 'zod';
import type { Draft } from '../figures/draft.ts';
import type { MethodContext } from '../figures/figure.ts';
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
  readonly reads: readonly RowType[];
  readonly parameters: z.ZodType<P>;
  readonly figures: readonly FigureKind[];
  /** Mistakes that users often make, and how the method handles them. */
  readonly traps: readonly string[];
  readonly compute: (context: MethodContext, parameters: P) => Draft[];
}
