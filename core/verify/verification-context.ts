import type { Bundle, BundleHead, BundleRecord } from '../proofs/bundle.ts';
import type { ChainReader } from './chain-reader.ts';
import type { Hex } from '../encoding/hex.ts';
import type { Policy } from './policy.ts';
import type { Recover } from '../hashing/signature.ts';
import type { Work } from './work.ts';

/** One version in a stream: a record of `records` or of `history`. */
export type Version = Bundle['history'][number];

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
  /** All versions in the proof file by their ids. */
  readonly versions: ReadonlyMap<Hex, Version>;
  /** Versions by the id of the version before them. */
  readonly successors: ReadonlyMap<Hex, Version>;
  /** Heads as they were at the time `at`, so that each is followed once. */
  readonly rewound: Map<BundleHead, BundleHead | undefined>;
}

/** Returns the indexes of the records and links in a proof file. */
export function indexVersions({
  records,
  history,
}: Bundle): Pick<VerificationContext, 'byId' | 'versions' | 'successors'> {
  const versions = [...history, ...records];
  return {
    byId: new Map(records.map((record) => [record.id, record])),
    versions: new Map(versions.map((version) => [version.id, version])),
    successors: new Map(versions.map((version) => [version.record.previous, version])),
  };
}
