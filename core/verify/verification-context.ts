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
  /** The time from which ages are counted, unix seconds: the verifier's, or that as of which the file is judged. */
  readonly now: number;
  /** The time as of which the file is judged, unix seconds; null for today. */
  readonly at: number | null;
  readonly recover: Recover;
  /** Whether transaction and block of an anchor, which are hints, are compared with the chain's events. */
  readonly hints: boolean;
  readonly work: Work;
  readonly byId: ReadonlyMap<Hex, BundleRecord>;
}
