import type { Hex } from '../../core/encoding/hex.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { entriesOfRun } from '../../client/records/result-entries.ts';
import type { Rounding } from '../../engine/quantities/decimal.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { describeRun, type RunDetail, runMethod, type RunResult } from '../../engine/run.ts';

/** A result as it is registered, its entry `run`, and the records from which it was computed. */
export interface ComputedResult {
  readonly result: RunResult;
  readonly run: RunDetail;
  /** The figures and `run` (§10), still without salts. */
  readonly entries: readonly UnsaltedEntry[];
  /** Ids of the records used, ascending. They become the record's `sources` (§5). */
  readonly sources: readonly Hex[];
}

/** What is computed: a method, `id@version`, its inputs and its parameters. `digest` is the digest of the engine file. */
export interface Computation {
  readonly method: string;
  readonly inputs: readonly InputRecord[];
  readonly parameters: { readonly rounding: Rounding } & Readonly<Record<string, unknown>>;
  readonly digest: Hex;
}

/** Computes a result. @throws EngineError */
export function computeResult({ method, inputs, parameters, digest }: Computation): ComputedResult {
  const result = runMethod(method, inputs, parameters);
  const run = describeRun(method, parameters, result, digest);
  const entries = entriesOfRun({ method, parameters, result, digest });
  return { result, run, entries, sources: run.inputs.map(({ record }) => record as Hex) };
}
