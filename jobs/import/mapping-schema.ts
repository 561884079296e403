import * as z from 'zod';
import { parseFiscalRule } from '../../tables/cells/fiscal-year.ts';
import type { Mapping } from '../../tables/column-plan.ts';

/** A mapping as it is kept or given as a file: what it lacks is empty. */
export const mappingSchema: z.ZodType<Mapping> = z.strictObject({
  columns: z.record(z.string(), z.string()).default({}),
  set: z.record(z.string(), z.string()).default({}),
  lookups: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string()))).optional(),
  joins: z
    .array(
      z.strictObject({
        sheet: z.string(),
        column: z.string(),
        by: z.string(),
        columns: z.record(z.string(), z.string()),
      }),
    )
    .optional(),
  fiscalYearFrom: z
    .string()
    .refine((text) => parseFiscalRule(text) !== null)
    .optional(),
  leftOut: z
    .array(z.strictObject({ row: z.number().int().positive(), sheet: z.string().optional() }))
    .optional(),
  isReversed: z.boolean().optional(),
  twoNames: z
    .array(z.strictObject({ column: z.string(), names: z.tuple([z.string(), z.string()]) }))
    .optional(),
});
