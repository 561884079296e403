import type { Hex } from '../../core/encoding/hex.ts';
import { isEqualJson } from '../../core/encoding/json.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import type { Run } from '../../core/records/run.ts';
import type { Engine, OpenEngine, RepeatOptions } from '../../core/verify/engine.ts';
import type { GivenRows } from '../../core/verify/given-rows.ts';
import { openInput } from '../../core/verify/run-inputs.ts';
import type { ReconciledRecord } from './recomputation.ts';

/** What became of the rows of one input, as the engine says it. */
type ReconciledInput = Omit<ReconciledRecord, 'title'>;

/** What engines export besides what verification needs. */
interface RunningEngine extends Engine {
  readonly runMethod?: (
    method: string,
    inputs: readonly { readonly record: string; readonly entries: readonly UnsaltedEntry[] }[],
    parameters: unknown,
    given: Partial<RepeatOptions>,
  ) => {
    readonly used: readonly { readonly record: string; readonly keys: readonly string[] }[];
    readonly reconciliation?: readonly ReconciledInput[];
  };
}

/** The engines that repeated runs, and the documents and solution that each run was given: they are read and solved once. */
export interface Remembered {
  readonly open: OpenEngine;
  readonly givenTo: (run: Run) => Partial<RepeatOptions>;
}

/** Returns engines that remember what the runs were given that they repeated. */
export function rememberGiven(openEngine: OpenEngine | undefined): Remembered {
  const given = new Map<string, RepeatOptions>();
  const nameRun = (
    { method, parameters, rounding }: Pick<Run, 'method' | 'parameters' | 'rounding'>,
    inputs: readonly { readonly record: string }[],
  ): string => JSON.stringify([method, parameters, rounding, inputs.map(({ record }) => record)]);
  return {
    open: async (digest) => {
      const engine = (await openEngine?.(digest)) ?? null;
      if (engine === null) return null;
      return {
        ...engine,
        repeatRun: (run, inputs, options) => {
          if (options !== undefined) given.set(nameRun(run, inputs), options);
          return engine.repeatRun(run, inputs, options);
        },
      };
    },
    givenTo: (run) => given.get(nameRun(run, run.inputs)) ?? {},
  };
}

/** What became of the rows of all inputs, and whether the runs used exactly these rows. */
interface Reconciled {
  readonly rows: readonly ReconciledInput[];
  readonly isSame: boolean;
}

/** Runs each method over all rows of its inputs, and returns what became of them; null where this is not possible. */
export async function reconcileAll(
  runs: readonly Run[],
  rows: ReadonlyMap<Hex, GivenRows>,
  remembered: Remembered,
): Promise<Reconciled | null> {
  const all: ReconciledInput[] = [];
  let isSame = true;
  for (const run of runs) {
    const reconciled = await reconcile(run, rows, remembered);
    if (reconciled === null) return null;
    all.push(...reconciled.rows);
    isSame &&= reconciled.isSame;
  }
  return { rows: all, isSame };
}

async function reconcile(
  run: Run,
  rows: ReadonlyMap<Hex, GivenRows>,
  { open, givenTo }: Remembered,
): Promise<Reconciled | null> {
  const inputs = run.inputs.map(({ record }) => ({ record, entries: rows.get(record)?.entries ?? null }));
  const isWhole = (input: (typeof inputs)[number]): input is { record: Hex; entries: UnsaltedEntry[] } =>
    input.entries !== null;
  if (!inputs.every(isWhole)) return null;
  const engine: RunningEngine | null = await open(run.digest);
  const parameters = { ...run.parameters, rounding: run.rounding };
  try {
    const result = engine?.runMethod?.(run.method, inputs, parameters, givenTo(run));
    if (result?.reconciliation === undefined) return null;
    const isSame = run.inputs.every((input, at) => {
      const named = inputs[at]!.entries.filter(openInput(input)).map(({ key }) => key);
      const used = result.used.find(({ record }) => record === input.record)?.keys ?? [];
      return isEqualJson(named.sort(), [...used].sort());
    });
    return { rows: result.reconciliation, isSame };
  } catch {
    // A method can't run without the documents that rows name which the registered run did not use.
    return null;
  }
}
