import type * as z from 'zod';
import type { Context, Figure } from './figure.ts';
import type { RowType } from './row-detail.ts';

/** One kind of figure that a method gives: names in braces stand for a segment each. */
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
  /** Where the method is written down, with clause numbers. */
  readonly standard: string;
  /** The types of rows that it reads. */
  readonly reads: readonly RowType[];
  readonly parameters: z.ZodType<P>;
  readonly figures: readonly FigureKind[];
  /** What its users get wrong, and what it does about it. */
  readonly traps: readonly string[];
  readonly compute: (context: Context, parameters: P) => Figure[];
}
