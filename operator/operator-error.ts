import { UserFacingError } from '../core/errors.ts';

/** Why an operator's command does nothing: code → meaning and what to do. Closed. */
export const OPERATOR_CODES = {
  'database-not-empty':
    'The database to restore into holds records that no batch holds. Name an empty one, or reconcile.',
  'database-differs': 'The database holds another batch than the chain under the same number. Reconcile it.',
  halted: 'The database belongs to a ledger that stopped. Reconcile it.',
  'not-indexed': 'The database was never brought together with the chain. Restore it.',
  'chain-moved': 'The chain moved while it was read. Try again.',
  'no-publication': 'No publication was named. Set PUBLICATION_DIR, or give --from.',
} as const;

export type OperatorErrorCode = keyof typeof OPERATOR_CODES;

/** A command refuses; the message says why and what to do. */
export class OperatorError extends UserFacingError<OperatorErrorCode> {
  override readonly name = 'OperatorError';
}
