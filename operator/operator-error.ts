import { UserFacingError } from '../core/errors.ts';

/** Why an operator's command refuses to run: code → meaning and what to do. No other codes exist. */
export const OPERATOR_CODES = {
  'database-not-empty':
    'The database holds records that are not sealed. Name an empty database in DATABASE_URL.',
  'database-differs':
    "The database holds a batch that differs from the chain's batch with the same number. Name an empty database. To keep this one, start the indexer; if it halts the ledger, run reconcile.",
  halted: 'The ledger of the database is halted. Run reconcile.',
  'not-indexed': 'No indexer has read a chain into the database yet. Run restore.',
  'chain-moved': 'The chain moved while it was read. Try again.',
  'not-a-folder': 'The publication to fill is a URL. Name its folder in PUBLICATION_DIR, or with --from.',
  'no-publication': 'No publication is named. Set PUBLICATION_DIR, or give --from.',
} as const;

export type OperatorErrorCode = keyof typeof OPERATOR_CODES;

/** A command refuses to run; the message says why and what to do. */
export class OperatorError extends UserFacingError<OperatorErrorCode> {
  override readonly name = 'OperatorError';
}
