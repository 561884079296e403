import type { Hex } from '../../core/encoding/hex.ts';
import { checkItem } from '../../core/merkle/map/proof.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { type Entry, hashEntryKey, itemOfEntry } from '../../core/records/entry.ts';

/** Entries of a record: all of them, or some with the siblings that prove each. */
export interface RecordEntries {
  readonly record: Hex;
  /** The root of the entries map that the record names. */
  readonly root: Hex;
  readonly entries: readonly (Entry & { readonly siblings?: readonly Hex[] | null })[];
}

/** Returns an entry of a record with the siblings that lead to the root that the record names (§3); they are checked. @throws FailedCheck `proof-root` */
export function proveEntry({ root, entries }: RecordEntries, entry: RecordEntries['entries'][number]): Hex[] {
  const { siblings, ...own } = entry;
  const item = itemOfEntry(own);
  const proof =
    siblings == null
      ? SparseMerkleMap.build(entries.map(({ siblings: _, ...each }) => itemOfEntry(each))).prove(
          hashEntryKey(own.key),
        ).siblings
      : [...siblings];
  checkItem(root, item, proof);
  return proof;
}
