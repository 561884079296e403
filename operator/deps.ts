import type { Pool } from 'pg';
import type { Endpoints } from '../chain/rpc/quorum.ts';
import type { ChainReader } from '../core/verify/chain-reader.ts';
import type { Domain } from '../core/hashing/domain.ts';
import type { Recover } from '../core/hashing/signature.ts';
import type { PublishedCopy } from '../client/publication/copy.ts';

/** What the operator's commands need. */
export interface OperatorDeps {
  readonly pool: Pool;
  readonly domain: Domain;
  readonly reader: ChainReader;
  readonly endpoints: Endpoints;
  readonly copy: PublishedCopy;
  /** The folder of documents; null if the ledger keeps none. */
  readonly documents: string | null;
  /** Unix seconds. */
  readonly now: () => number;
  readonly recover: Recover;
  /** Called with one sentence for each step that was done. */
  readonly report: (line: string) => void;
}
