import { z } from 'zod';
import type { Bundle, BundleRecord, ShownEntry } from '../bundle.ts';
import type { Hex } from '../hex.ts';
import { formatJson, type Json, type JsonObject } from '../json.ts';
import { KINDS } from '../kind.ts';
import { hexSchema, hashSchema, keySchema, uintSchema } from '../schema.ts';
import { type Finding, fail, gravest, pass, skip } from './result.ts';

/** A released engine, as its artefact offers it (§10). */
export interface Engine {
  readonly engineName: string;
  readonly engineVersion: string;
  /** Computes a run again from its own description and the records that it names. @throws when the run is refused */
  readonly repeatRun: (
    run: { readonly method: string; readonly parameters: JsonObject; readonly rounding: Rounding },
    inputs: readonly { readonly record: string; readonly entries: readonly ShownEntry[] }[],
  ) => {
    readonly figures: readonly RunFigure[];
    readonly used: readonly { readonly record: string; readonly keys: readonly string[] }[];
  };
}

/** Returns the engine whose artefact has this SHA-256, null where it is not at hand. */
export type OpenEngine = (digest: Hex) => Promise<Engine | null>;

interface RunFigure {
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly from: number;
  readonly until: number;
  readonly detail: object;
}

const roundingSchema = z.object({ mode: z.literal('half-even'), decimals: uintSchema(0, 30) });
type Rounding = z.infer<typeof roundingSchema>;

/** The detail of the entry `run` (§10). */
const runSchema = z.looseObject({
  engine: z.string(),
  version: z.string(),
  digest: hexSchema(32),
  method: z.string(),
  parameters: z.record(z.string(), z.custom<Json>()),
  inputs: z.array(z.object({ record: hashSchema, keys: z.array(keySchema) })),
  outputs: z.array(keySchema),
  rounding: roundingSchema,
});
type Run = z.infer<typeof runSchema>;

/** What is computed again, by which engines. */
export interface Reperformance {
  readonly bundle: Bundle;
  /** The digests of the engines that are accepted. */
  readonly engines: readonly Hex[];
  readonly openEngine: OpenEngine | undefined;
}

/** Computes the figures of every result in the bundle again, by the engine that its run names, and compares to the digit (§11). */
export async function checkReperformance(asked: Reperformance): Promise<Finding> {
  const { bundle, engines } = asked;
  const results = bundle.records.filter(({ record }) => record.kind === KINDS.result);
  if (results.length === 0) return skip('no-run', 'the bundle holds no result');
  if (engines.length === 0) return skip('no-engines', 'the policy accepts no engine');
  const findings: Finding[] = [];
  for (const result of results) findings.push(await reperform(result, asked));
  return gravest(findings)!;
}

async function reperform(
  result: BundleRecord,
  { bundle, engines, openEngine }: Reperformance,
): Promise<Finding> {
  const entry = result.entries.shown.find(({ key, unit }) => key === 'run' && unit === '');
  if (entry === undefined) return skip('no-run', `${result.id} does not show its run`);
  const parsed = runSchema.safeParse(entry.detail);
  if (!parsed.success)
    return fail('run-malformed', `the run of ${result.id}: ${z.prettifyError(parsed.error)}`);
  const run = parsed.data;
  if (!engines.includes(run.digest))
    return fail(
      'engine-not-accepted',
      'the engine of the run is none of those accepted',
      engines,
      run.digest,
    );
  const engine = (await openEngine?.(run.digest)) ?? null;
  if (engine === null)
    return skip('engine-missing', `the engine ${run.version}, ${run.digest}, is not at hand`);
  return compareClaims(result, run, engine) ?? computeAgain(result, run, engine, bundle);
}

/** What the run says of its engine and its inputs, against what they are. */
function compareClaims({ record }: BundleRecord, run: Run, engine: Engine): Finding | null {
  const [named, own] = [`${run.engine} ${run.version}`, `${engine.engineName} ${engine.engineVersion}`];
  if (named !== own) return fail('engine-differs', 'the engine of this digest has another name', own, named);
  const inputs = run.inputs.map((input) => input.record);
  if (formatJson(inputs) !== formatJson(record.sources))
    return fail('inputs-differ', 'the inputs of the run are not the sources', record.sources, inputs);
  return null;
}

function computeAgain(result: BundleRecord, run: Run, engine: Engine, { records }: Bundle): Finding {
  const inputs = run.inputs.map(({ record, keys }) => {
    const shown = records.find(({ id }) => id === record)?.entries.shown ?? [];
    const wanted = new Set(keys);
    return { record, wanted, entries: shown.filter(({ key }) => wanted.has(key)) };
  });
  const short = inputs.find(({ wanted, entries }) => entries.length < wanted.size);
  if (short !== undefined)
    return skip('inputs-not-shown', `not all rows of ${short.record} that went into the run are shown`);
  let again: ReturnType<Engine['repeatRun']>;
  try {
    again = engine.repeatRun(run, inputs);
  } catch (error) {
    return fail(
      'run-refused',
      `the engine refuses the run: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return compareRuns(result, run, again);
}

function compareRuns(
  { id, entries: { shown } }: BundleRecord,
  run: Run,
  again: ReturnType<Engine['repeatRun']>,
): Finding {
  const used = again.used.map(({ record, keys }) => ({ record, keys: [...keys] }));
  if (formatJson(used) !== formatJson(run.inputs))
    return fail('inputs-differ', `the run of ${id} names other rows than it took`, used, run.inputs);
  const keys = again.figures.map(({ key }) => key);
  if (formatJson(keys) !== formatJson(run.outputs))
    return fail('outputs-differ', `the run of ${id} names other figures than it gives`, keys, run.outputs);
  const computed = new Map(again.figures.map((figure) => [figure.key, figure]));
  const figures = shown.filter(({ key, unit }) => unit !== '' || key !== 'run');
  for (const figure of figures) {
    const own = computed.get(figure.key);
    if (own === undefined) continue;
    const [expected, actual] = [pick(own), pick(figure)];
    if (formatJson(expected) !== formatJson(actual))
      return fail(
        'figure-differs',
        `${figure.key} of ${id} is not what the engine computes`,
        expected,
        actual,
      );
  }
  const compared = figures.filter(({ key }) => computed.has(key)).length;
  const others = figures.length - compared;
  return pass(
    `${compared} of ${keys.length} figures of ${id} computed again to the digit by ${run.engine} ${run.version}${others > 0 ? `; ${others} shown beside them are none of its run` : ''}`,
  );
}

function pick({ key, value, unit, from, until, detail }: RunFigure | ShownEntry): JsonObject {
  return { key, value, unit, from, until, detail: detail as JsonObject };
}
