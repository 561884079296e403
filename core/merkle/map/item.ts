import { HASH_BYTES } from '../../hashing/hash-order.ts';
import type { Hex } from '../../encoding/hex.ts';
import { hashStruct, hashType } from '../../hashing/struct-hash.ts';

/** One item of a map: a leaf under a key (§3). */
export interface MapItem {
  readonly key: Hex;
  readonly leaf: Hex;
}

/** Items as two arrays of 32 bytes each, joined, in the same order: for many items, much faster than hex. */
export interface JoinedItems {
  readonly keys: Uint8Array;
  readonly leaves: Uint8Array;
}

/** Where the path of an absent key ends: at an empty node (null), or at the item of another key. */
export type MapEnd = MapItem | null;

/** The maximum number of siblings in a proof (§3). */
export const MAX_MAP_PROOF = 256;

/** The EIP-712 type hash of an item (§3). */
export const ITEM_TYPE = hashType('Item(bytes32 key,bytes32 leaf)');

/** Returns `hashStruct(Item)` of a key and a leaf, 32 bytes each (§3). */
export function hashItem(key: Uint8Array, leaf: Uint8Array): Uint8Array {
  return hashStruct(ITEM_TYPE, [key, leaf]);
}

/** Returns bit `depth` of the key at an index of joined keys; bit 0 is the most significant (§3). */
export function bitOf(keys: Uint8Array, index: number, depth: number): 0 | 1 {
  return ((keys[index * HASH_BYTES + (depth >> 3)]! >> (7 - (depth & 7))) & 1) as 0 | 1;
}
