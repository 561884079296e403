import { HASH_BYTES, copyHash, wordsOf } from './hash-order.ts';
import type { Hex } from './hex.ts';
import { keccakInto } from './keccak.ts';
import { hashStruct, hashType } from './struct-hash.ts';

/** One item of a map (§3). */
export interface MapItem {
  readonly key: Hex;
  readonly leaf: Hex;
}

/** Where the walk along an absent key ends: nowhere, or at another item. */
export type MapEnd = MapItem | null;

/** The most siblings a proof has (§3). */
export const MAX_MAP_PROOF = 256;

const ITEM_TYPE = hashType('Item(bytes32 key,bytes32 leaf)');

/** Returns `hashStruct(Item)` of a key and a leaf, 32 bytes each (§3). */
export function hashItem(key: Uint8Array, leaf: Uint8Array): Uint8Array {
  return hashStruct(ITEM_TYPE, [key, leaf]);
}

const encoded = new Uint8Array(3 * HASH_BYTES);
encoded.set(ITEM_TYPE);
const encodedWords = wordsOf(encoded);

/** Writes `hashStruct(Item)` of a key and a leaf at one index of joined ones to a place among joined hashes (§3). */
export function hashItemAt(
  keys: Uint32Array,
  leaves: Uint32Array,
  index: number,
  hashes: Uint8Array,
  place: number,
): void {
  copyHash(keys, index, encodedWords, 1);
  copyHash(leaves, index, encodedWords, 2);
  keccakInto(encoded, hashes, place * HASH_BYTES);
}

/** Returns bit `depth` of the key at an index of joined keys, bit 0 being the most significant (§3). */
export function bitOf(keys: Uint8Array, index: number, depth: number): 0 | 1 {
  return ((keys[index * HASH_BYTES + (depth >> 3)]! >> (7 - (depth & 7))) & 1) as 0 | 1;
}
