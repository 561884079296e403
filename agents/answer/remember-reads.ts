import type { Hex } from '../../core/encoding/hex.ts';
import { formatBundle } from '../../core/proofs/bundle.ts';
import type { ListedRecords, OpenedProof, RecordReads } from '../records/record-reads.ts';

/** What was read of registered records for an answer. */
export interface ReadRecords {
  readonly listed: ListedRecords;
  /** Those that are made from the record that was asked about; null where that was not asked. */
  readonly dependents: ListedRecords | null;
  /** The proof files that were opened, each with whether its entries may be private. */
  readonly opened: readonly { readonly proof: Uint8Array; readonly isPrivate: boolean }[];
}

/** Reads records as others do, and remembers what was read. */
export interface RememberedReads extends RecordReads {
  /** Null where no records were asked for. */
  readonly remembered: () => ReadRecords | null;
}

const ENCODER = new TextEncoder();

/** Remembers what is read, so that an answer file can hold it. */
export function rememberReads(reads: RecordReads): RememberedReads {
  let listed: ListedRecords | null = null;
  let dependents: ListedRecords | null = null;
  const opened = new Map<Hex, OpenedProof>();
  return {
    list: async (signal, kinds) => (listed = await reads.list(signal, kinds)),
    dependents: async (record, signal) => (dependents = await reads.dependents(record, signal)),
    open: async (record, signal) => {
      const proof = await reads.open(record, signal);
      if (proof !== null) opened.set(record, proof);
      return proof;
    },
    remembered: () =>
      listed === null ? null : { listed, dependents, opened: [...opened.values()].flatMap(writeProof) },
  };
}

/** A proof file is in canonical form, so that its content gives its bytes. One that cannot be read proves nothing. */
function writeProof({ found: { bundle }, isPrivate }: OpenedProof): ReadRecords['opened'] {
  return bundle === null ? [] : [{ proof: ENCODER.encode(formatBundle(bundle)), isPrivate }];
}
