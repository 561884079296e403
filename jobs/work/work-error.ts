import { UserFacingError } from '../../core/errors.ts';

/** Why work on pools gives no result: code → meaning and what to do. No other codes exist. */
export const WORK_CODES = {
  'work-differs':
    'A pool gave other bytes than the engine does. The message says which pool and unit. Compute here, or with other pools, and ask the pool.',
  'work-refused': 'No pool computes the work: the message says why. Correct that, then ask again.',
  'work-dead':
    'A unit ended every worker that took it, so it is not computed here either. It may need more memory: the message says what it states.',
  'work-ended': 'The work was cancelled, or is older than the server keeps it. Ask again.',
} as const;

export type WorkCode = keyof typeof WORK_CODES;

/** Work on pools gave no result. The message says why, and what to do. */
export class WorkError extends UserFacingError<WorkCode> {
  override readonly name = 'WorkError';
}
