import type { Hex } from '../../core/encoding/hex.ts';
import { type Bundle, parseBundle } from '../../core/proofs/bundle.ts';
import { nameOfKind } from '../../core/records/kind.ts';
import { titleOf } from '../../core/records/statement.ts';
import type { Policy } from '../../core/verify/policy.ts';
import { verifyNamed, type VerifyPorts } from '../../jobs/verify/verify-proof.ts';
import { type ListedRecord, type ListedRecords, type RecordReads, standardOf } from './record-reads.ts';

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
  const read = files.map((file) => readSubject(file));
  return {
    list: () => Promise.resolve(listGiven(read)),
    dependents: (record) => Promise.resolve(listGiven(findDependents(record, read))),
    open: async (record) => {
      const own = read.find(({ listed }) => listed.id === record);
      if (own === undefined) return null;
      const { file } = own;
      return { found: await verifyNamed({ file, policy, now: now() }, ports), isPrivate: true };
    },
  };
}

/** A proof file, and the record that it is about. */
interface ReadFile {
  readonly file: Uint8Array;
  readonly listed: ListedRecord;
  readonly sources: readonly Hex[];
}

function readSubject(file: Uint8Array): ReadFile {
  const bundle = parseBundle(file);
  return { file, listed: listSubject(bundle), sources: bundle.records[0]!.record.sources };
}

function listGiven(read: readonly ReadFile[]): ListedRecords {
  return { records: read.map(({ listed }) => listed), by: 'given', hasMore: false };
}

/** Returns the files about records that are made from one, each after its sources. */
function findDependents(record: Hex, read: readonly ReadFile[]): readonly ReadFile[] {
  const found = new Set<ReadFile>();
  const known = new Set([record]);
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const each of read)
      if (!known.has(each.listed.id) && each.sources.some((id) => known.has(id))) {
        known.add(each.listed.id);
        found.add(each);
      }
  }
  return [...found];
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
    list: async (signal, kinds) =>
      joinLists(await Promise.all(reads.map((each) => each.list(signal, kinds)))),
    dependents: async (record, signal) =>
      joinLists(await Promise.all(reads.map((each) => each.dependents(record, signal)))),
    open: async (record, signal) => {
      for (const each of reads) {
        const found = await each.open(record, signal);
        if (found !== null) return found;
      }
      return null;
    },
  };
}

function joinLists(lists: readonly ListedRecords[]): ListedRecords {
  const records = new Map(lists.flatMap((list) => list.records.map((record) => [record.id, record])));
  return {
    records: [...records.values()],
    by: lists.every(({ by }) => by === 'given') ? 'given' : 'searched',
    hasMore: lists.some(({ hasMore }) => hasMore),
  };
}
