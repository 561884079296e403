import { z } from 'zod';
import { jsonObjectSchema } from './entry.ts';
import { hashSchema, hexSchema, keySchema, uintSchema, withCode } from '../encoding/schema.ts';

/** The key of the entry that describes the run of a result (§10). */
export const RUN_KEY = 'run';

/** The rounding stands beside the parameters: in them, another than was used would be read. */
const parametersSchema = jsonObjectSchema.refine(
  (parameters) => !Object.hasOwn(parameters, 'rounding'),
  withCode('unknown-member', 'rounding is no parameter, but stands beside them'),
);
const roundingSchema = z.object({ mode: z.literal('half-even'), decimals: uintSchema(0, 30) });

/** The detail of the entry `run` (§10). */
export const runSchema = z.looseObject({
  engine: z.string(),
  version: z.string(),
  digest: hexSchema(32),
  method: z.string(),
  parameters: parametersSchema,
  inputs: z.array(z.object({ record: hashSchema, keys: z.array(keySchema) })),
  outputs: z.array(keySchema),
  rounding: roundingSchema,
});
export type Run = z.infer<typeof runSchema>;

/** Returns the entry that describes a run, undefined where none is among these (§10). */
export function findRunEntry<Entry extends { readonly key: string; readonly unit: string }>(
  entries: readonly Entry[],
): Entry | undefined {
  return entries.find((entry) => isRunEntry(entry));
}

/** Tells whether an entry describes a run, and is no figure (§10). */
export function isRunEntry({ key, unit }: { readonly key: string; readonly unit: string }): boolean {
  return key === RUN_KEY && unit === '';
}
