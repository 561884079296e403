/** Why the chain can't be followed at all, and waiting does not help. Closed. */
export type IndexerProblemCode = 'wrong-chain' | 'wrong-ledger' | 'no-contract';

/** The configuration and the database, or the chain, do not belong together; the message says what to do. */
export class IndexerProblem extends Error {
  override readonly name = 'IndexerProblem';
  readonly code: IndexerProblemCode;

  constructor(code: IndexerProblemCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
