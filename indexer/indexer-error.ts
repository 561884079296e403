import { UserFacingError } from '../core/errors.ts';

/** Why the chain can't be followed at all, and waiting does not help. Closed. */
export type IndexerErrorCode = 'wrong-chain' | 'wrong-ledger' | 'no-contract';

/** The configuration and the database, or the chain, do not belong together; the message says what to do. */
export class IndexerError extends UserFacingError<IndexerErrorCode> {
  override readonly name = 'IndexerError';
}
