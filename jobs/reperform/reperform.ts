import {
  type Reperformance,
  type Reperformed,
  verifyReperformance,
} from '../../core/verify/reperformance.ts';
import { Work, WORK_LIMITS } from '../../core/verify/work.ts';

/** Results with their sources, rows of these that are not among what they show, and the engines that may run. */
export type ReperformInput = Pick<Reperformance, 'bundle' | 'rows' | 'engines'>;
/** How engines and documents are opened, and what gets the progress. */
export type ReperformPorts = Omit<Reperformance, keyof ReperformInput | 'work'>;

/** Computes the figures of results again and compares them to the digit, with no more work than a verification does (§11). */
export function reperform(input: ReperformInput, ports: ReperformPorts): Promise<Reperformed> {
  return verifyReperformance({ ...input, ...ports, work: new Work(WORK_LIMITS) });
}
