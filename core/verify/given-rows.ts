import { type Hex, ZERO_HASH } from '../encoding/hex.ts';
import { HASH_BYTES } from '../hashing/hash-order.ts';
import { SparseMerkleMap } from '../merkle/map/sparse-merkle-map.ts';
import { encodeEntry, type Entry, type UnsaltedEntry } from '../records/entry.ts';

/** Entries for which space is made first; it doubles when it is full. */
const FIRST_SPACE = 1 << 12;

/**
 * All entries of one record, from a file beside the proof file (§11). `read` is the only way to make it, and computes the root from the
 * entries themselves. So a record that names this root has exactly these entries.
 */
export class GivenRows {
  /** The root of the entries map; the zero hash where there are no entries. */
  readonly root: Hex;
  /** Without their salts. */
  readonly entries: readonly UnsaltedEntry[];

  private constructor(root: Hex, entries: readonly UnsaltedEntry[]) {
    this.root = root;
    this.entries = entries;
  }

  /**
   * Reads the entries of a record, in any order, and computes their root. Keeps 64 bytes of hashes for each while it reads.
   * @throws BadInput `map-repeated` where two have the same key; `decimal-…`, `json-…`; what reading throws
   */
  static async read(source: AsyncIterable<Entry> | Iterable<Entry>): Promise<GivenRows> {
    const entries: UnsaltedEntry[] = [];
    let keys = new Uint8Array(FIRST_SPACE * HASH_BYTES);
    let leaves = new Uint8Array(FIRST_SPACE * HASH_BYTES);
    for await (const entry of source) {
      const at = entries.length * HASH_BYTES;
      if (at === keys.length) [keys, leaves] = [grow(keys), grow(leaves)];
      const encoded = encodeEntry(entry);
      keys.set(encoded.key, at);
      leaves.set(encoded.leaf, at);
      const { key, value, unit, from, until, detail } = entry;
      entries.push({ key, value, unit, from, until, detail });
    }
    const used = entries.length * HASH_BYTES;
    if (used === 0) return new GivenRows(ZERO_HASH, entries);
    const items = { keys: keys.subarray(0, used), leaves: leaves.subarray(0, used) };
    return new GivenRows(SparseMerkleMap.build(items).root, entries);
  }
}

function grow(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(2 * bytes.length);
  more.set(bytes);
  return more;
}
