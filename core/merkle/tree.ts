import { BadInput, FailedCheck, showValue } from '../errors.ts';
import {
  HASH_BYTES,
  HASH_WORDS,
  compareAt,
  copyWords,
  hashAt,
  isSameAt,
  sortHashes,
  sortInPlace,
  wordsOf,
} from '../hashing/hash-order.ts';
import { type Hex, bytesOf, formatHex, isHex } from '../encoding/hex.ts';
import { BATCH, BLOCK_WORDS, createBatch } from '../hashing/keccak-batch.ts';
import { keccak } from '../hashing/keccak.ts';

/** The Merkle tree of a batch's records (§3). Each level is one flat array of hashes; level 0 holds the leaves in ascending order. */
export interface Tree {
  readonly count: number;
  readonly levels: readonly Uint8Array[];
}

/** The maximum number of siblings in a proof (§3). */
export const MAX_TREE_PROOF = 31;

const pair = new Uint8Array(2 * HASH_BYTES);
const pairs = createBatch(2 * HASH_BYTES);

/**
 * Returns the tree of leaves in any order, joined, 32 bytes each (§3). Costs one sort and n−1 hashes.
 * @throws BadInput `tree-empty`, `tree-repeated`
 */
export function buildTree(leaves: Uint8Array): Tree {
  const count = leaves.length / HASH_BYTES;
  if (count === 0) throw new BadInput('tree-empty', 'a tree has at least one leaf');
  return { count, levels: hashLevels(sortHashes(leaves)[0]!) };
}

/** Returns the levels of the tree of ascending leaves, from the leaves to the root (§3). @throws BadInput `tree-repeated` */
export function hashLevels(sorted: Uint8Array): Uint8Array[] {
  checkDifferent(sorted, sorted.length / HASH_BYTES);
  const levels = [sorted];
  for (let level = sorted; level.length > HASH_BYTES; levels.push(level)) level = hashLevel(level);
  return levels;
}

function checkDifferent(sorted: Uint8Array, count: number): void {
  const words = wordsOf(sorted);
  for (let i = 1; i < count; i++) {
    if (isSameAt(words, i - 1, words, i)) {
      const leaf = formatHex(hashAt(sorted, i));
      throw new BadInput('tree-repeated', `two leaves are the same: ${leaf}`, leaf);
    }
  }
}

/**
 * Returns the root of the tree of leaves in any order, joined, 32 bytes each (§3). Keeps no level, and takes no other memory: afterwards
 * that of the leaves has no meaning.
 * @throws BadInput `tree-empty`, `tree-repeated`
 */
export function rootOfLeaves(leaves: Uint8Array): Hex {
  if (leaves.length === 0) throw new BadInput('tree-empty', 'a tree has at least one leaf');
  sortInPlace(leaves);
  checkDifferent(leaves, leaves.length / HASH_BYTES);
  let level = leaves;
  while (level.length > HASH_BYTES) level = hashLevel(level, level.subarray(0, sizeAbove(level)));
  return formatHex(level);
}

/** Returns the length in bytes of the level above one. */
function sizeAbove(level: Uint8Array): number {
  return Math.ceil(level.length / (2 * HASH_BYTES)) * HASH_BYTES;
}

/**
 * Returns the next level: hashes pairs from the left; an odd last node moves up unchanged (§3). `next` may be the beginning of the level
 * itself: a pair is read before its node is written.
 */
function hashLevel(level: Uint8Array, next: Uint8Array = new Uint8Array(sizeAbove(level))): Uint8Array {
  const count = level.length / HASH_BYTES;
  const target = wordsOf(next);
  for (let from = 0; from < count >> 1; from += BATCH) {
    const size = Math.min(BATCH, (count >> 1) - from);
    copyPairs(level, 2 * from, size);
    pairs.hash(size);
    target.set(pairs.hashes.subarray(0, size * HASH_WORDS), from * HASH_WORDS);
  }
  if (count % 2 === 1) next.set(hashAt(level, count - 1), next.length - HASH_BYTES);
  return next;
}

/** Copies pairs of nodes into the batch to hash, the smaller node of each pair first. */
function copyPairs(level: Uint8Array, from: number, size: number): void {
  const words = wordsOf(level);
  for (let i = 0; i < size; i++) {
    const node = from + 2 * i;
    const smaller = compareAt(level, node, level, node + 1) <= 0 ? node : node + 1;
    copyWords(words, smaller * HASH_WORDS, pairs.messages, i * BLOCK_WORDS);
    copyWords(words, (smaller ^ 1) * HASH_WORDS, pairs.messages, i * BLOCK_WORDS + HASH_WORDS);
  }
}

/** node(a, b) = keccak(min(a,b) ‖ max(a,b)) (§3). */
function hashNode(a: Uint8Array, b: Uint8Array): Uint8Array {
  const ordered = compareAt(a, 0, b, 0) <= 0;
  pair.set(a, ordered ? 0 : HASH_BYTES);
  pair.set(b, ordered ? HASH_BYTES : 0);
  return keccak(pair);
}

/** Returns the root of a tree. */
export function treeRoot(tree: Tree): Hex {
  return formatHex(tree.levels.at(-1)!);
}

/** Returns the index of a leaf among the sorted leaves, −1 if it is not in the tree; a binary search. */
export function findLeaf(tree: Tree, leaf: Hex): number {
  const leaves = tree.levels[0]!;
  const bytes = bytesOf(leaf);
  let low = 0;
  let high = tree.count - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const order = compareAt(leaves, middle, bytes, 0);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Returns the level and index of each sibling of leaf `index` in a tree of `count` leaves, from the leaf to the root. */
export function locateSiblings(index: number, count: number): { level: number; index: number }[] {
  const places: { level: number; index: number }[] = [];
  for (let level = 0, at = index, size = count; size > 1; level++, at >>= 1, size = Math.ceil(size / 2)) {
    const sibling = at ^ 1;
    if (sibling < size) places.push({ level, index: sibling });
  }
  return places;
}

/** Returns the proof of leaf `index`: its siblings from leaf to root (§3). */
export function proveLeaf(tree: Tree, index: number): Hex[] {
  return locateSiblings(index, tree.count).map((place) =>
    formatHex(hashAt(tree.levels[place.level]!, place.index)),
  );
}

/** Returns the maximum number of siblings in a proof for a batch of `recordCount` records: ⌈log2 recordCount⌉ (§6). */
export function maxProofLength(recordCount: number): number {
  return Math.ceil(Math.log2(recordCount));
}

/**
 * Checks that a leaf is in the tree with this root. The caller must have computed the leaf itself, from a struct; otherwise an
 * inner node could be passed off as a leaf (§3). `recordCount`, where known, limits the length of the proof (§6).
 * @throws FailedCheck `proof-length`, `proof-root`; BadInput `hex-syntax`, `record-count`
 */
export function checkLeaf(root: Hex, leaf: Hex, proof: readonly Hex[], recordCount?: number): void {
  if (recordCount !== undefined && !(Number.isInteger(recordCount) && recordCount > 0))
    throw new BadInput(
      'record-count',
      `expected a number of records, got ${showValue(recordCount)}`,
      recordCount,
    );
  const most =
    recordCount === undefined ? MAX_TREE_PROOF : Math.min(MAX_TREE_PROOF, maxProofLength(recordCount));
  if (proof.length > most)
    throw new FailedCheck(
      'proof-length',
      `expected at most ${most} siblings, got ${proof.length}`,
      most,
      proof.length,
    );
  for (const hash of [root, leaf, ...proof])
    if (!isHex(hash, HASH_BYTES))
      throw new BadInput(
        'hex-syntax',
        `expected 32 bytes of lower-case 0x hex, got ${showValue(hash)}`,
        hash,
      );
  let node = bytesOf(leaf);
  for (const sibling of proof) node = hashNode(node, bytesOf(sibling));
  const actual = formatHex(node);
  if (actual !== root)
    throw new FailedCheck(
      'proof-root',
      `the proof leads to the root ${actual}, expected ${root}`,
      root,
      actual,
    );
}
