import * as z from 'zod';
import { type DocumentName, readDocumentName } from './document-name.ts';
import { jsonObjectSchema } from './entry.ts';
import { rowSetSchema } from './row-set.ts';
import { hashSchema, hexSchema, keySchema, uintSchema, withCode } from '../encoding/schema.ts';

/** The key of the entry that describes the run of a result (§10). */
export const RUN_KEY = 'run';

/** The key of the entry that names the solution of the equations of a run, as a document (§10). */
export const SOLUTION_KEY = 'solution';

/** The rounding is next to the parameters. Inside them it could differ from the one that was used. */
const parametersSchema = jsonObjectSchema.refine(
  (parameters) => !Object.hasOwn(parameters, 'rounding'),
  withCode('unknown-member', 'expected rounding next to the parameters, not among them'),
);
/** How figures are rounded: to decimals, or to significant digits. */
const roundingSchema = z.union([
  z.object({ mode: z.enum(['half-even', 'half-up']), decimals: uintSchema(0, 30) }),
  z.object({ mode: z.enum(['half-even', 'half-up']), digits: uintSchema(1, 38) }),
]);
/** The rows of one source that a run used: listed, or as a set. */
const inputSchema = z.union([z.object({ record: hashSchema, keys: z.array(keySchema) }), rowSetSchema]);

/** The detail of the entry `run` (§10). */
export const runSchema = z.looseObject({
  engine: z.string(),
  version: z.string(),
  digest: hexSchema(32),
  method: z.string(),
  parameters: parametersSchema,
  inputs: z.array(inputSchema),
  outputs: z.array(keySchema),
  rounding: roundingSchema,
  /** The arithmetic that computed the figures, where it is not exact. */
  kernel: z.string().optional(),
  /** What the random numbers of samples begin with, and how many samples were drawn. */
  seed: z.union([z.string(), uintSchema()]).optional(),
  draws: uintSchema(1).optional(),
});
export type Run = z.infer<typeof runSchema>;
/** The rows of one source that a run used. */
export type RunInput = Run['inputs'][number];

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

/** Tells whether an entry names a solution and is not a figure (§10). */
export function isSolutionEntry({ key, unit }: { readonly key: string; readonly unit: string }): boolean {
  return key === SOLUTION_KEY && unit === '';
}

/** Returns the document with the solution that a result names (§10); null where it names none. */
export function findSolution(
  entries: readonly { readonly key: string; readonly unit: string; readonly detail: unknown }[],
): DocumentName | null {
  const entry = entries.find((each) => isSolutionEntry(each));
  return entry === undefined ? null : readDocumentName(entry);
}
