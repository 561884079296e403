import * as z from 'zod';
import { jsonObjectSchema } from './entry.ts';
import { hashSchema, hexSchema, keySchema, uintSchema, withCode } from '../encoding/schema.ts';

/** The key of the entry that describes the run of a result (§10). */
export const RUN_KEY = 'run';

/** The rounding is next to the parameters. Inside them it could differ from the one that was used. */
const parametersSchema = jsonObjectSchema.refine(
  (parameters) => !Object.hasOwn(parameters, 'rounding'),
  withCode('unknown-member', 'expected rounding next to the parameters, not among them'),
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

/** Returns the entry that describes a run; undefined where none of the entries does (§10). */
export function findRunEntry<Entry extends { readonly key: string; readonly unit: string }>(
  entries: readonly Entry[],
): Entry | undefined {
  return entries.find((entry) => isRunEntry(entry));
}

/** Tells whether an entry describes a run and is not a figure (§10). */
export function isRunEntry({ key, unit }: { readonly key: string; readonly unit: string }): boolean {
  return key === RUN_KEY && unit === '';
}
