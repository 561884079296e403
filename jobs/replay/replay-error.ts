import { UserFacingError } from '../../core/errors.ts';

/** Why a replay cannot run: code → meaning, what to do next. No other codes exist. */
export const REPLAY_ERROR_CODES = {
  'state-damaged':
    'The folder with the state of the replay is damaged. Delete the folder, or start over with --fresh.',
  'state-differs':
    'The folder with the state of the replay belongs to another ledger, or the chain replaced a batch since. Name another folder, or start over with --fresh.',
  'state-locked':
    'Another replay uses the folder with the state. Wait until it has ended, or name another folder with --state.',
  'state-unusable':
    'The folder with the state of the replay cannot be read or written. Check its path, its permissions and the space on its disk, or name another folder with --state.',
  'chain-differs':
    'The endpoints do not show what the policy says about the chain: the code of a contract, its registry or a checkpoint. Name other endpoints; if they show the same, compare the policy with what its author says.',
  'replayer-refused':
    'The party may not register replays: it is not registered, the key is not an open key of it, or it has no role for the kind. The message says which. Nothing is registered.',
  'not-replayed':
    'Nothing is registered, because the replay found a fault, has no batch, or did not reach the newest final batch.',
} as const;

/** A replay cannot run; the message says why and what to do next. */
export class ReplayError extends UserFacingError<keyof typeof REPLAY_ERROR_CODES> {
  override readonly name = 'ReplayError';
}
