import type { BundleRecord, ShownEntry } from '../../core/proofs/bundle.ts';
import { type Entry, hashEntryKey, itemOfEntry } from '../../core/records/entry.ts';
import { Invariant } from '../../core/errors.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import type { Queryable } from '../../db/pool.ts';
import { readEntries } from '../../db/records/entries.ts';
import type { RecordView } from '../../db/records/views.ts';
import { HttpError } from '../errors/http-error.ts';

type BundleEntries = BundleRecord['entries'];

/** Which entries of the subject a proof file shows, and for which keys it proves that there is no entry. */
export interface EntryChoice {
  /** `stored`: all entries if they are stored, else none. */
  readonly entries: 'all' | 'stored' | 'none' | readonly string[];
  readonly absent: readonly string[];
}

/** No entries. */
export const NO_ENTRIES: BundleEntries = { all: false, shown: [], absent: [] };

/**
 * Returns the chosen entries of a record with their proofs, and proofs of absence for other keys (§3, §11).
 * @throws HttpError `entries-not-stored`, `entry-unknown`, `entry-present`
 */
export async function proveEntries(
  client: Queryable,
  { id, record }: RecordView,
  choice: EntryChoice,
): Promise<BundleEntries> {
  if (choice.entries === 'none' && choice.absent.length === 0) return NO_ENTRIES;
  // For a record without entries nothing is stored.
  const stored = record.entries === ZERO_HASH ? [] : await readEntries(client, id);
  const map = SparseMerkleMap.build(stored.map(itemOfEntry));
  if (map.root !== record.entries) {
    if (stored.length > 0)
      throw new Invariant(`the stored entries of ${id} do not recompute ${record.entries}`);
    if (choice.entries === 'stored' && choice.absent.length === 0) return NO_ENTRIES;
    throw new HttpError('entries-not-stored', 'the record was registered without its entries', {
      record: id,
    });
  }
  const absent = choice.absent.map((key) => proveAbsent(map, key));
  if (choice.entries === 'none') return { all: record.entries === ZERO_HASH, shown: [], absent };
  if (typeof choice.entries === 'string')
    return { all: true, shown: stored.map((entry) => showEntry(entry, null)), absent };
  return { all: false, shown: proveShown(id, map, stored, choice.entries), absent };
}

function proveShown(
  record: Hex,
  map: SparseMerkleMap,
  stored: readonly Entry[],
  keys: readonly string[],
): ShownEntry[] {
  const byKey = new Map(stored.map((entry) => [entry.key, entry]));
  return [...new Set(keys)].map((key) => {
    const entry = byKey.get(key);
    if (entry === undefined)
      throw new HttpError('entry-unknown', `the record ${record} has no entry with the key ${key}`, {
        path: 'entries',
        value: key,
        record,
      });
    return showEntry(entry, map.prove(hashEntryKey(key)).siblings);
  });
}

function showEntry(entry: Entry, siblings: ShownEntry['siblings']): ShownEntry {
  return { ...entry, siblings };
}

function proveAbsent(map: SparseMerkleMap, key: string): BundleEntries['absent'][number] {
  const proof = map.prove(hashEntryKey(key));
  if (proof.present)
    throw new HttpError('entry-present', `the record has an entry with the key ${key}`, {
      path: 'absent',
      value: key,
    });
  return { key, end: proof.end, siblings: proof.siblings };
}
