import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { KindName } from '../../core/records/kind.ts';
import type { NamedVerification } from '../../jobs/verify/verify-proof.ts';
import type { NamedParty } from '../handles/figure-item.ts';

/** A record that a person or a ledger names. Nothing of it is verified before it is opened. */
export interface ListedRecord {
  readonly id: Hex;
  readonly party: NamedParty;
  readonly kind: KindName;
  readonly subject: string;
  readonly sequence: number;
  readonly title: string;
  /** The standard or method that its statement names; empty where it names none. */
  readonly standard: string;
}

/** The records in which an answer is looked for. */
export interface ListedRecords {
  readonly records: readonly ListedRecord[];
  /** `given`: a person named these, and each is opened. `searched`: those whose words a question has are. */
  readonly by: 'given' | 'searched';
  /** Whether the ledger has others that were not listed. */
  readonly hasMore: boolean;
}

/** A proof file that was verified under the policy of the reader, in the program of the reader. */
export interface OpenedProof {
  readonly found: NamedVerification;
  /** Whether its entries may be private: then no model of another party gets them. */
  readonly isPrivate: boolean;
}

/** Records that show figures of their party. */
export const WITH_FIGURES: readonly KindName[] = ['result', 'disclosure'];

/** How registered records are found and verified. */
export interface RecordReads {
  /** Records of these kinds, or all that a person named. */
  readonly list: (signal: AbortSignal, kinds: readonly KindName[]) => Promise<ListedRecords>;
  /** Records that are made from one, directly or through others, each after its sources. */
  readonly dependents: (record: Hex, signal: AbortSignal) => Promise<ListedRecords>;
  /** Null where there is no proof file of the record here. */
  readonly open: (record: Hex, signal: AbortSignal) => Promise<OpenedProof | null>;
}

/** Reads records as others do, each proof file once. */
export function openOnce(reads: RecordReads): RecordReads {
  const opened = new Map<Hex, ReturnType<RecordReads['open']>>();
  return {
    ...reads,
    open: (record, signal) => {
      const known = opened.get(record) ?? reads.open(record, signal);
      opened.set(record, known);
      return known;
    },
  };
}

/** Returns the standard or method that a statement names. */
export function standardOf({ standard }: JsonObject): string {
  return typeof standard === 'string' ? standard : '';
}
