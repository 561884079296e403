import type * as z from 'zod';
import type { Context, Figure } from './figure.ts';

/** An accounting method: a pure function from rows and parameters to figures. */
export interface Method<P> {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** Where the method is written down. */
  readonly standard: string;
  readonly parameters: z.ZodType<P>;
  readonly compute: (context: Context, parameters: P) => Figure[];
}
