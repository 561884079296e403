import { UserFacingError } from '../core/errors.ts';

/** Why an operator's command refuses to run: code → meaning and what to do. Closed. */
export const OPERATOR_CODES = {
  'database-not-empty':
    'The database to restore into holds records that are not sealed. Name an empty one, or run reconcile.',
  'database-differs':
    'The database and the chain hold different batches with the same number. Run reconcile.',
  halted: 'The ledger of the database is halted. Run reconcile.',
  'not-indexed': 'No indexer has read a chain into the database yet. Run restore.',
  'chain-moved': 'The chain moved while it was read. Try again.',
  'no-publication': 'No publication is named. Set PUBLICATION_DIR, or give --from.',
} as const;

export type OperatorErrorCode = keyof typeof OPERATOR_CODES;

/** A command refuses to run; the message says why and what to do. */
export class OperatorError extends UserFacingError<OperatorErrorCode> {
  override readonly name = 'OperatorError';
}
