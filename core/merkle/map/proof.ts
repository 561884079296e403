import { BadInput, FailedCheck, showValue } from '../../errors.ts';
import { HASH_BYTES } from '../../hashing/hash-order.ts';
import { type Hex, ZERO_HASH, bytesOf, formatHex, isHex } from '../../encoding/hex.ts';
import { keccak } from '../../hashing/keccak.ts';
import { type MapEnd, type MapItem, MAX_MAP_PROOF, bitOf, hashItem } from './item.ts';

/** What a map says about a key: its leaf, or where its path ends, with the siblings on the path, the deepest first (§3). */
export type MapProof =
  | { readonly present: true; readonly leaf: Hex; readonly siblings: Hex[] }
  | { readonly present: false; readonly end: MapEnd; readonly siblings: Hex[] };

const ZERO = new Uint8Array(HASH_BYTES);
const children = new Uint8Array(2 * HASH_BYTES);

/**
 * Checks that the map with this root holds this leaf under this key. The caller computed the leaf itself, from a struct (§3).
 * @throws FailedCheck `proof-length`, `proof-root`; BadInput `hex-syntax`
 */
export function checkItem(root: Hex, { key, leaf }: MapItem, siblings: readonly Hex[]): void {
  checkHashes([root, key, leaf, ...siblings]);
  checkPath(root, key, hashItem(bytesOf(key), bytesOf(leaf)), siblings);
}

/**
 * Checks that the map with this root holds nothing under this key (§3).
 * @throws FailedCheck `proof-length`, `proof-end`, `proof-root`; BadInput `hex-syntax`
 */
export function checkAbsence(root: Hex, key: Hex, end: MapEnd, siblings: readonly Hex[]): void {
  checkHashes([root, key, ...(end === null ? [] : [end.key, end.leaf]), ...siblings]);
  if (end === null) return checkPath(root, key, ZERO, siblings);
  if (sharedBits(bytesOf(key), bytesOf(end.key)) < siblings.length || end.key === key) {
    throw new FailedCheck(
      'proof-end',
      `the path of key ${key} cannot end at key ${end.key}: expected another key that shares its first ${siblings.length} bits`,
      key,
      end.key,
    );
  }
  checkPath(root, key, hashItem(bytesOf(end.key), bytesOf(end.leaf)), siblings);
}

function checkHashes(hashes: readonly unknown[]): void {
  for (const hash of hashes)
    if (!isHex(hash, HASH_BYTES))
      throw new BadInput(
        'hex-syntax',
        `expected 32 bytes of lower-case 0x hex, got ${showValue(hash)}`,
        hash,
      );
}

/** The path follows the requested key, also where it ends at another item. The deepest sibling is never zero (§3). */
function checkPath(root: Hex, key: Hex, end: Uint8Array, siblings: readonly Hex[]): void {
  if (siblings.length > MAX_MAP_PROOF || siblings[0] === ZERO_HASH) {
    throw new FailedCheck(
      'proof-length',
      siblings.length > MAX_MAP_PROOF
        ? `expected at most ${MAX_MAP_PROOF} siblings, got ${siblings.length}`
        : 'the deepest sibling is zero; expected a proof without it',
      MAX_MAP_PROOF,
      siblings.length,
    );
  }
  const keyBytes = bytesOf(key);
  let node = end;
  siblings.forEach((sibling, index) => {
    const bit = bitOf(keyBytes, 0, siblings.length - 1 - index);
    children.set(node, bit * HASH_BYTES);
    children.set(bytesOf(sibling), (1 - bit) * HASH_BYTES);
    node = keccak(children);
  });
  const actual = formatHex(node);
  if (actual !== root)
    throw new FailedCheck('proof-root', `the proof leads to root ${actual}, expected ${root}`, root, actual);
}

function sharedBits(a: Uint8Array, b: Uint8Array): number {
  let bits = 0;
  while (bits < MAX_MAP_PROOF && bitOf(a, 0, bits) === bitOf(b, 0, bits)) bits++;
  return bits;
}
