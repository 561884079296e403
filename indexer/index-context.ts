import type { Pool } from 'pg';
import type { Log } from '../runtime/log.ts';
import type { LedgerChain } from '../runtime/open-chain.ts';
import type { openHeadClock } from './head-clock.ts';

/** What a step needs. */
export interface IndexContext {
  readonly pool: Pool;
  readonly chain: LedgerChain;
  readonly log: Log;
  /** Compares the database's clock with new blocks: one function for all steps of an indexer. Absent: it is not compared. */
  readonly measureClock?: ReturnType<typeof openHeadClock>;
}
