import { HASH_BYTES, type HashArray } from '../../hashing/hash-order.ts';
import type { Hex } from '../../encoding/hex.ts';
import { hashStruct, hashType } from '../../hashing/struct-hash.ts';

/** One item of a map (§3). */
export interface MapItem {
  readonly key: Hex;
  readonly leaf: Hex;
}

/** Items by ascending key. */
export interface SortedItems {
  readonly count: number;
  /** How many items and inner nodes a map of these alone has. */
  readonly nodes: number;
  readonly keys: HashArray;
  readonly leaves: HashArray;
}

/** Where the walk along an absent key ends: nowhere, or at another item. */
export type MapEnd = MapItem | null;

/** The most siblings a proof has (§3). */
export const MAX_MAP_PROOF = 256;

/** The hash of the type of an item (§3). */
export const ITEM_TYPE = hashType('Item(bytes32 key,bytes32 leaf)');

/** Returns `hashStruct(Item)` of a key and a leaf, 32 bytes each (§3). */
export function hashItem(key: Uint8Array, leaf: Uint8Array): Uint8Array {
  return hashStruct(ITEM_TYPE, [key, leaf]);
}

/** Returns bit `depth` of the key at an index of joined keys, bit 0 being the most significant (§3). */
export function bitOf(keys: Uint8Array, index: number, depth: number): 0 | 1 {
  return ((keys[index * HASH_BYTES + (depth >> 3)]! >> (7 - (depth & 7))) & 1) as 0 | 1;
}
