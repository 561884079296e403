import { BUNDLE_FORMAT, type Bundle, type BundleHead, type BundleRecord } from '../../core/proofs/bundle.ts';
import { hashEntryKey, itemOfEntry } from '../../core/records/entry.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import type { MapProof } from '../../core/merkle/map/proof.ts';
import { findLeaf, proveLeaf } from '../../core/merkle/tree.ts';
import { type MemoryBatch, type MemoryLedger, buildStreams, sealedOf } from './memory-ledger.ts';
import { TEST_DOMAIN } from './registry.ts';
import type { SignedRecord } from './signed-record.ts';

/** Which entries of a record are in the proof file, as shown or as absent. */
export interface Showing {
  readonly all?: boolean;
  readonly keys?: readonly string[];
  readonly absent?: readonly string[];
}

/** Returns a proof file with these records, the subject first, and without other evidence. */
export function buildBundle(records: BundleRecord[]): Bundle {
  const none = { history: [], heads: [], parties: [], windows: [], stateProofs: [] };
  return { format: BUNDLE_FORMAT, ...TEST_DOMAIN, records, ...none };
}

function batchOf(ledger: MemoryLedger, record: SignedRecord): { batch: MemoryBatch; index: number } {
  for (const batch of ledger.batches) {
    const index = findLeaf(batch.tree, sealedOf(record));
    if (index >= 0) return { batch, index };
  }
  throw new Error('the record is in no batch');
}

/** Returns a record in the form of the proof file's `history`, without statement and entries. */
export function linkRecord(ledger: MemoryLedger, signed: SignedRecord): Bundle['history'][number] {
  const { batch, index } = batchOf(ledger, signed);
  const { record, signature } = signed.submission;
  const inclusion = { header: batch.header, proof: proveLeaf(batch.tree, index) };
  const copy = { ...record, sources: [...record.sources] };
  return { id: signed.id, record: copy, signature, inclusion, anchor: batch.anchor };
}

/** Returns a record in the form of the proof file's `records`. */
export function showRecord(ledger: MemoryLedger, signed: SignedRecord, showing: Showing = {}): BundleRecord {
  const { statement } = signed.submission;
  return { ...linkRecord(ledger, signed), statement, entries: showEntries(signed, showing) };
}

function showEntries(
  { submission: { entries = [] } }: SignedRecord,
  { all = false, keys = [], absent = [] }: Showing,
): BundleRecord['entries'] {
  const map = SparseMerkleMap.build(entries.map(itemOfEntry));
  const shown = entries
    .filter(({ key }) => all || keys.includes(key))
    .map((entry) => ({ ...entry, siblings: all ? null : map.prove(hashEntryKey(entry.key)).siblings }));
  const missing = absent.map((key) => {
    const { end, siblings } = endOf(map, hashEntryKey(key));
    return { key, end, siblings };
  });
  return { all, shown, absent: missing };
}

function endOf(map: SparseMerkleMap, key: Hex): MapProof & { present: false } {
  const proof = map.prove(key);
  if (proof.present) throw new Error('the key is present');
  return proof;
}

/** Returns a batch by its number, with the next batch if there is one. */
function latestAs(
  ledger: MemoryLedger,
  number: number,
): Pick<BundleHead, 'header' | 'anchor' | 'next'> & { batch: MemoryBatch } {
  const batch = ledger.batches[number - 1]!;
  const after = ledger.batches[number];
  const next = after === undefined ? null : { header: after.header, anchor: after.anchor };
  return { header: batch.header, anchor: batch.anchor, next, batch };
}

/** Returns the evidence for the head of a record's stream as of a batch, or for its absence. */
export function showHead(
  ledger: MemoryLedger,
  { submission, stream }: SignedRecord,
  number: number,
): BundleHead {
  const { party, kind, subject } = submission.record;
  const { batch, ...latest } = latestAs(ledger, number);
  const streams = batch.heads.get(party);
  const named = { ...latest, party, kind, subject };
  if (streams === undefined) {
    const { end, siblings } = endOf(batch.holders, party);
    const nothing = { holder: null, head: null, end: null, siblings: [] };
    return { ...named, ...nothing, holderEnd: end, holderSiblings: siblings };
  }
  const map = buildStreams(streams);
  const holder = { streams: map.root };
  const holderSiblings = batch.holders.prove(party).siblings;
  const head = streams.get(stream);
  const shared = { ...named, holder, holderEnd: null, holderSiblings };
  if (head === undefined) {
    const { end, siblings } = endOf(map, stream);
    return { ...shared, head: null, end, siblings };
  }
  const { siblings } = map.prove(stream);
  return { ...shared, head: { sequence: head.sequence, record: head.record.id }, end: null, siblings };
}

/** Returns the evidence for all heads of a party as of a batch. */
export function showParty(ledger: MemoryLedger, party: Hex, number: number): Bundle['parties'][number] {
  const { batch, ...latest } = latestAs(ledger, number);
  const heads = Array.from(batch.heads.get(party)!.values(), ({ record, sequence }) => {
    const { kind, subject } = record.submission.record;
    return { kind, subject, sequence, record: record.id };
  });
  return { ...latest, party, holderSiblings: batch.holders.prove(party).siblings, heads };
}

/** Returns the first window of a party's key. */
export function showWindow(
  ledger: MemoryLedger,
  { party, key }: { party: Hex; key: { address: string } },
): Bundle['windows'][number] {
  const { from, until } = ledger.facts.windows.get(`${party} ${key.address}`)![0]!;
  return { party, role: null, key: key.address, index: 0, from, until };
}
