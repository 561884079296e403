import { UserFacingError } from '../../core/errors.ts';

/** Why a replay cannot run: code → meaning, what to do next. No other codes exist. */
export const REPLAY_ERROR_CODES = {
  'state-damaged':
    'The folder with the state of the replay is damaged. Delete the folder, or start over with --fresh.',
  'state-differs':
    'The folder with the state of the replay belongs to another ledger, or the chain replaced a batch since. Name another folder, or start over with --fresh.',
  'not-replayed':
    'Nothing is registered, because the replay found a fault, has no batch, or did not reach the newest final batch.',
} as const;

/** A replay cannot run; the message says why and what to do next. */
export class ReplayError extends UserFacingError<keyof typeof REPLAY_ERROR_CODES> {
  override readonly name = 'ReplayError';
}
