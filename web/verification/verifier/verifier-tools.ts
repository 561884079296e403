import type { Hex } from '../../../core/encoding/hex.ts';
import type { Bundle } from '../../../core/proofs/bundle.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import type { Followed } from '../../../jobs/follow/find-restated.ts';
import type { EngineSource } from '../../../jobs/engines/engine-sources.ts';
import type { OpenWorker } from '../work/run-worker.ts';

/** What verifications need besides the files. */
export interface VerifierTools {
  readonly openWorker: OpenWorker;
  readonly engines: readonly EngineSource[];
  /** Reads the proof file that the server has of a record, to compare a changed one with; null where there is no server. */
  readonly fetchCopy: ((record: string) => Promise<Blob | null>) | null;
  /** Reads the newest proof file of a record, with the evidence that a policy needs; null without a server. @throws ApiError */
  readonly fetchFresh: ((record: string, policy: Policy) => Promise<File>) | null;
  /** Asks the server which records were replaced or withdrawn since; null without a server. @throws ApiError */
  readonly follow: ((records: readonly Hex[]) => Promise<Followed>) | null;
  /** The ledger of the server; null where there is no server, or it states none. */
  readonly ledger: LedgerName | null;
}

/** A ledger by its chain and its address. */
export type LedgerName = Pick<Bundle, 'chainId' | 'ledger'>;
