import type { Hex } from '../../core/encoding/hex.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { RUN_KEY } from '../../core/records/run.ts';
import type { Rounding } from '../../engine/quantities/decimal.ts';
import { describeRun, type RunResult } from '../../engine/run.ts';
import { toDetail } from './detail.ts';

/** A run of a method, with its result. */
export interface MadeRun {
  readonly method: string;
  readonly parameters: unknown;
  readonly result: RunResult;
  /** The digest of the engine that computed it (§10). */
  readonly digest: Hex;
}

/** Returns the figures of a run and the entry `run` (§10), without salts. */
export function entriesOfRun({ method, parameters, result, digest }: MadeRun): UnsaltedEntry[] {
  const run = describeRun(method, parameters as { rounding: Rounding }, result, digest);
  const document = { key: RUN_KEY, value: null, unit: '', from: 0, until: 0, detail: toDetail(run) };
  return [...result.figures.map((figure) => ({ ...figure, detail: toDetail(figure.detail) })), document];
}
