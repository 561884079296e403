import { type Bundle, parseBundle } from '../../core/proofs/bundle.ts';
import { nameOfKind } from '../../core/records/kind.ts';
import { titleOf } from '../../core/records/statement.ts';
import type { Policy } from '../../core/verify/policy.ts';
import { verifyNamed, type VerifyPorts } from '../../jobs/verify/verify-proof.ts';
import { type ListedRecord, type RecordReads, standardOf } from './record-reads.ts';

/** How proof files are verified. */
export interface FileReading {
  readonly policy: Policy;
  readonly ports: VerifyPorts;
  /** Returns the time: unix seconds. */
  readonly now: () => number;
}

/**
 * Reads proof files that a person gave. Their figures may be private: no model of another party gets them.
 * @throws BadInput where one is not a proof file
 */
export function readProofFiles(
  files: readonly Uint8Array[],
  { policy, ports, now }: FileReading,
): RecordReads {
  const read = files.map((file) => ({ file, listed: listSubject(parseBundle(file)) }));
  return {
    list: () => Promise.resolve({ records: read.map(({ listed }) => listed), by: 'given', hasMore: false }),
    open: async (record) => {
      const own = read.find(({ listed }) => listed.id === record);
      if (own === undefined) return null;
      const { file } = own;
      return { found: await verifyNamed({ file, policy, now: now() }, ports), isPrivate: true };
    },
  };
}

/** Returns the subject of a file, as it is named before it is verified. */
function listSubject({ records }: Bundle): ListedRecord {
  const [{ id, record, statement }] = records as [Bundle['records'][number]];
  const { party, kind, subject, sequence } = record;
  return {
    ...{ id, kind: nameOfKind(kind), subject, sequence, title: titleOf(statement) },
    standard: standardOf(statement),
    party: { id: party, identifier: party },
  };
}

/** Reads records of several places as one: a record is opened in the first place that has its proof file. */
export function joinReads(reads: readonly RecordReads[]): RecordReads {
  return {
    list: async (signal) => {
      const lists = await Promise.all(reads.map((each) => each.list(signal)));
      return {
        records: lists.flatMap(({ records }) => records),
        by: lists.every(({ by }) => by === 'given') ? 'given' : 'searched',
        hasMore: lists.some(({ hasMore }) => hasMore),
      };
    },
    open: async (record, signal) => {
      for (const each of reads) {
        const found = await each.open(record, signal);
        if (found !== null) return found;
      }
      return null;
    },
  };
}
