import { MerkleTree } from 'merkletreejs';
import { describe, expect, it } from 'vitest';
import { hashAt } from '../../../core/hashing/hash-order.ts';
import { type Hex, concatBytes, formatHex } from '../../../core/encoding/hex.ts';
import { keccak } from '../../../core/hashing/keccak.ts';
import { type MapItem, bitOf, hashItem } from '../../../core/merkle/map/item.ts';
import { SparseMerkleMap } from '../../../core/merkle/map/sparse-merkle-map.ts';
import { checkItem } from '../../../core/merkle/map/proof.ts';
import { buildTree, checkLeaf, proveLeaf, treeRoot } from '../../../core/merkle/tree.ts';
import { makeHashes } from '../../../bench/tools/bare-hash.ts';

/** Sizes around those at which the algorithm changes: a batch of hashes, a subtree, the radix sort, sorting by first byte. */
const COUNTS = [127, 128, 129, 255, 256, 257, 511, 512, 513, 1023, 1025, 16_383, 16_384, 20_001];

/** Keys that agree in their first bytes, which hashes never do. */
function alikeKeys(count: number, bytes: number): Uint8Array {
  const keys = makeHashes(count);
  for (let i = 0; i < count; i++) keys.fill(0x5a, i * 32, i * 32 + bytes);
  return keys;
}

/** Returns the root of a map by the definition in §3, from its items. */
function rootOf(items: readonly { key: Uint8Array; leaf: Uint8Array }[], depth = 0): Uint8Array {
  if (items.length === 0) return new Uint8Array(32);
  if (items.length === 1) return hashItem(items[0]!.key, items[0]!.leaf);
  const sides = ([0, 1] as const).map((bit) => items.filter(({ key }) => bitOf(key, 0, depth) === bit));
  return keccak(concatBytes(rootOf(sides[0]!, depth + 1), rootOf(sides[1]!, depth + 1)));
}

const itemsOf = (keys: Uint8Array, leaves: Uint8Array): { key: Uint8Array; leaf: Uint8Array }[] =>
  Array.from({ length: keys.length / 32 }, (_, i) => ({ key: hashAt(keys, i), leaf: hashAt(leaves, i) }));

const itemAt = (keys: Uint8Array, leaves: Uint8Array, i: number): MapItem => ({
  key: formatHex(hashAt(keys, i)),
  leaf: formatHex(hashAt(leaves, i)),
});

function expectChildrenFirst(map: SparseMerkleMap, made: readonly number[]): void {
  const { hashes, items, a, b } = map.describeNodes(made);
  const hashOf = (joined: Uint8Array, index: number): Hex => formatHex(hashAt(joined, index));
  const places = new Map(made.map((_, index) => [hashOf(hashes, index), index]));
  expect(places.size).toBe(made.length);
  made.forEach((_, index) => {
    if (items[index] === 1) return;
    for (const side of [a, b]) expect(places.get(hashOf(side, index)) ?? -1).toBeLessThan(index);
  });
  expect(hashOf(hashes, made.length - 1)).toBe(map.root);
}

describe('A large tree', () => {
  it.each(COUNTS)('of %i leaves has the root of the library merkletreejs, and proves its leaves', (count) => {
    const leaves = makeHashes(count);
    const tree = buildTree(leaves);
    const buffers = Array.from({ length: count }, (_, i) => Buffer.from(hashAt(leaves, i)));
    const hash = (data: Buffer): Buffer => Buffer.from(keccak(data));
    const theirs = new MerkleTree(buffers, hash, { sortLeaves: true, sortPairs: true });
    expect(treeRoot(tree)).toBe(theirs.getHexRoot());
    for (const index of [0, 1, count >> 1, count - 2, count - 1])
      checkLeaf(treeRoot(tree), formatHex(hashAt(tree.levels[0]!, index)), proveLeaf(tree, index), count);
  });
});

describe('A large map', () => {
  it.each(COUNTS)(
    'of %i items has the root by the definition of the protocol, and proves its items',
    (count) => {
      const [keys, leaves] = [makeHashes(count), makeHashes(count, count)];
      const map = SparseMerkleMap.build({ keys, leaves });
      const root: Hex = map.root;
      expect(root).toBe(formatHex(rootOf(itemsOf(keys, leaves))));
      for (const index of [0, 1, count >> 1, count - 1]) {
        const item = itemAt(keys, leaves, index);
        checkItem(root, item, map.prove(item.key).siblings);
      }
    },
  );

  it.each([
    [600, 1],
    [600, 28],
    [5000, 16],
    [20_000, 1],
    [20_000, 20],
  ])(
    'of %i keys that agree in their first %i bytes has the root by the definition of the protocol',
    (count, bytes) => {
      const [keys, leaves] = [alikeKeys(count, bytes), makeHashes(count, count)];
      expect(SparseMerkleMap.build({ keys, leaves }).root).toBe(formatHex(rootOf(itemsOf(keys, leaves))));
    },
  );

  it.each([
    [20_000, 1, 0],
    [20_000, 700, 0],
    [20_000, 700, 700],
    [20_000, 0, 20_000],
    [300, 300, 2000],
    [0, 0, 3000],
  ])(
    'of %i items that gets %i changed and %i new items has the root by the definition of the protocol',
    (...counts) => {
      const [count, changed, added] = counts;
      const [keys, leaves] = [makeHashes(count + added), makeHashes(count + added, 1_000_000)];
      const later = makeHashes(count + added, 2_000_000);
      const map = SparseMerkleMap.build({
        keys: keys.slice(0, 32 * count),
        leaves: leaves.slice(0, 32 * count),
      });
      const from = 32 * (count - changed);
      const made = map.insertItems({ keys: keys.slice(from), leaves: later.slice(from) });
      const whole = concatBytes(leaves.slice(0, from), later.slice(from));
      expect(map.root).toBe(formatHex(rootOf(itemsOf(keys, whole))));
      expectChildrenFirst(map, made);
    },
  );

  it('that gets keys which agree in 28 bytes in one update has the root by the definition of the protocol', () => {
    const [keys, leaves] = [concatBytes(makeHashes(3000), alikeKeys(700, 28)), makeHashes(3700, 5000)];
    const map = SparseMerkleMap.build({ keys: keys.slice(0, 32 * 3000), leaves: leaves.slice(0, 32 * 3000) });
    const made = map.insertItems({ keys: keys.slice(32 * 3000), leaves: leaves.slice(32 * 3000) });
    expect(map.root).toBe(formatHex(rootOf(itemsOf(keys, leaves))));
    expectChildrenFirst(map, made);
  });
});
