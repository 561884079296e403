import type { Hex } from '../../core/encoding/hex.ts';
import type { GivenRows } from '../../core/verify/given-rows.ts';
import {
  type Reperformance,
  type Reperformed,
  verifyReperformance,
} from '../../core/verify/reperformance.ts';
import { Work, WORK_LIMITS } from '../../core/verify/work.ts';
import type { EnginePorts } from '../ports.ts';

/** A record with its entries, as far as they are here. */
export type ReperformedRecord = Reperformance['bundle']['records'][number];

/** Results with their sources, and rows of these that are not among what they show. */
export interface ReperformInput {
  readonly records: readonly ReperformedRecord[];
  readonly rows: readonly GivenRows[];
}

/** How runs are computed again. */
export interface ReperformPorts extends EnginePorts {
  /** The engines that a policy accepts; null where none chooses, and every engine at hand may run. */
  readonly engines: readonly Hex[] | null;
  /** Called while the equations of a run are solved again, with the part that is done, from 0 to 1. */
  readonly onSolving: (done: number) => void;
}

/** Computes the figures of results again and compares them to the digit, with no more work than a verification does (§11). */
export function reperform(
  { records, rows }: ReperformInput,
  { engines, openEngine, openDocument, onSolving }: ReperformPorts,
): Promise<Reperformed> {
  return verifyReperformance({
    bundle: { records },
    rows,
    engines,
    openEngine,
    ...(openDocument === undefined ? {} : { openDocument }),
    onSolving,
    work: new Work(WORK_LIMITS),
  });
}
