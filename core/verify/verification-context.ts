import type { Bundle, BundleRecord } from '../proofs/bundle.ts';
import type { ChainReader } from './chain-reader.ts';
import type { Hex } from '../encoding/hex.ts';
import type { Policy } from './policy.ts';
import type { Recover } from '../hashing/signature.ts';
import type { Work } from './work.ts';

/** What every check of one verification gets. */
export interface VerificationContext {
  readonly bundle: Bundle;
  readonly policy: Policy;
  /** Null where the chain cannot be reached. */
  readonly reader: ChainReader | null;
  /** The verifier's time, unix seconds. */
  readonly now: number;
  readonly recover: Recover;
  /** Whether transaction and block of an anchor, which are hints, are compared with the chain's events. */
  readonly hints: boolean;
  readonly work: Work;
  readonly byId: ReadonlyMap<Hex, BundleRecord>;
}
