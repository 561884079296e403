import { engineFolder } from '../../cli/engines/engine-folder.ts';
import { openMethodEngine } from '../../jobs/engines/method-engine.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import type { RunResult } from '../../engine/run.ts';

/** A result as it is registered, and the records from which it was computed. */
export interface ComputedResult {
  readonly result: RunResult;
  /** The figures and the entry `run` (§10), still without salts. */
  readonly entries: readonly UnsaltedEntry[];
  /** Ids of the records used, ascending. They become the record's `sources` (§5). */
  readonly sources: readonly Hex[];
}

/** Computes a result with the engine of this program. `method` is `id@version`. @throws EngineError */
export async function computeResult(
  method: string,
  inputs: readonly InputRecord[],
  parameters: object,
): Promise<ComputedResult> {
  const engine = await openMethodEngine(method, engineFolder);
  const result = await engine.run(inputs, parameters);
  const sources = result.used.map(({ record }) => record as Hex);
  return { result, entries: engine.listEntries(result, parameters), sources };
}
