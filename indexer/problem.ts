import { Problem } from '../core/errors.ts';

/** Why the chain can't be followed at all, and waiting does not help. Closed. */
export type IndexerProblemCode = 'wrong-chain' | 'wrong-ledger' | 'no-contract';

/** The configuration and the database, or the chain, do not belong together; the message says what to do. */
export class IndexerProblem extends Problem<IndexerProblemCode> {
  override readonly name = 'IndexerProblem';
}
