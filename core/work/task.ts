import * as z from 'zod';
import { jsonObjectSchema } from '../records/entry.ts';
import { hashSchema, hexSchema, uintSchema } from '../encoding/schema.ts';

/** The most units of one piece of work. */
export const MOST_UNITS = 1_000_000;
/** The most bytes that one unit gives. */
export const MOST_UNIT_BYTES = 64 << 20;

/** A run of a method, by the ids of its input records. Who computes it reads their entries from the ledger, if it may. */
const runTaskSchema = z.strictObject({
  method: z.string().max(128),
  parameters: jsonObjectSchema,
  inputs: z.array(hashSchema).min(1).max(1000),
});
export type RunTask = z.infer<typeof runTaskSchema>;

/**
 * What is computed, whole: the bytes of each of its units follow from it alone. `draws`: a unit is one slice of the random draws of a run.
 * `solution`: its only unit is the solution of the equations of a run, as a document.
 * `runs`: a unit is one run, such as a scenario or the inventory of one site. `reperform`: a unit is one registered result, which is computed again.
 */
export const taskSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('draws'),
    engine: hexSchema(32),
    run: runTaskSchema,
    /** How many slices each group of figures has: unit n is slice n % slices of group ⌊n / slices⌋. */
    slices: uintSchema(1, MOST_UNITS),
  }),
  z.strictObject({
    kind: z.literal('solution'),
    engine: hexSchema(32),
    run: runTaskSchema,
  }),
  z.strictObject({
    kind: z.literal('runs'),
    engine: hexSchema(32),
    runs: z.array(runTaskSchema).min(1).max(10_000),
  }),
  z.strictObject({
    kind: z.literal('reperform'),
    engine: hexSchema(32),
    results: z.array(hashSchema).min(1).max(10_000),
  }),
]);
export type Task = z.infer<typeof taskSchema>;

/** What one unit takes, which is known before anybody takes it: bytes of its result, bytes of memory, seconds of one core. */
export const unitSizeSchema = z.strictObject({
  bytes: uintSchema(1, MOST_UNIT_BYTES),
  memory: uintSchema(1),
  seconds: uintSchema(1, 86_400),
});
export type UnitSize = z.infer<typeof unitSizeSchema>;

/** Why a pool could not compute a unit. `scope` says whether that concerns this unit alone, or all of the work. */
export const unitFailureSchema = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  message: z.string().max(2000),
  scope: z.enum(['unit', 'work']),
});
export type UnitFailure = z.infer<typeof unitFailureSchema>;
