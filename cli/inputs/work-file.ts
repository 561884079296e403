import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import { hashSchema, parseWith } from '../../core/encoding/schema.ts';
import { jsonObjectSchema } from '../../core/records/entry.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { Task } from '../../core/work/task.ts';
import { readParameterTimes } from '../../jobs/compute/run-parameters.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';

const nameSchema = z.string().regex(/^[A-Za-z0-9._-]{1,100}$/, 'expected at most 100 of A-Z a-z 0-9 . _ -');

const fileSchema = z.union([
  z.strictObject({
    runs: z
      .array(
        z.strictObject({
          name: nameSchema,
          method: z.string(),
          parameters: jsonObjectSchema,
          inputs: z.array(hashSchema).min(1),
        }),
      )
      .min(1)
      .max(10_000),
  }),
  z.strictObject({ results: z.array(hashSchema).min(1).max(10_000) }),
]);

/** What is computed, and what each unit is called. */
export interface NamedUnits {
  readonly names: readonly string[];
  readonly task: Task;
}

/** Reads a file of runs, or of results to compute again. @throws UsageError `option`, `file-unreadable`; BadInput */
export async function readWorkFile(terminal: Terminal, name: string, engine: Hex): Promise<NamedUnits> {
  const bytes = await readBytes(terminal, name);
  const file = readNaming(name, () => parseWith(fileSchema, parseJson(bytes, BUNDLE_JSON)));
  if ('results' in file)
    return { names: file.results, task: { kind: 'reperform', engine, results: file.results } };
  const names = file.runs.map((run) => run.name);
  const twin = names.find((each, at) => names.indexOf(each) !== at);
  if (twin !== undefined)
    throw new UsageError('option', `${name} has two runs with the name ${twin}: give each its own`);
  const runs = file.runs.map(({ method, parameters, inputs }) => ({
    ...{ method, inputs },
    parameters: readParameterTimes(parameters) as JsonObject,
  }));
  return { names, task: { kind: 'runs', engine, runs } };
}
