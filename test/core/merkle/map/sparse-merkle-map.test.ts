import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Invariant } from '../../../../core/errors.ts';
import { hashAt } from '../../../../core/hashing/hash-order.ts';
import { type Hex, ZERO_HASH, bytesOf, formatHex } from '../../../../core/encoding/hex.ts';
import { SparseMerkleMap } from '../../../../core/merkle/map/sparse-merkle-map.ts';
import type { MapItem } from '../../../../core/merkle/map/item.ts';
import type { StoredNode } from '../../../../core/merkle/map/stored-nodes.ts';
import { anyHash, anyItems, anyKey } from '../../arbitraries.ts';

/** A store of nodes by their hash, as a database keeps them. */
type Store = Map<Hex, StoredNode>;

/** Loads the paths of items, inserts the items, and stores the new nodes. */
function insertAll(map: SparseMerkleMap, inserted: readonly MapItem[], store: Store): void {
  for (const { key } of inserted) map.loadPath(key, (hash) => store.get(hash));
  const { hashes, items, a, b } = map.describeNodes(map.insertItems(inserted));
  items.forEach((isItem, index) => {
    const [first, second] = [hashAt(a, index), hashAt(b, index)];
    const node = isItem === 1 ? { key: first, leaf: second } : { left: first, right: second };
    store.set(formatHex(hashAt(hashes, index)), node);
  });
}

/** Returns items in which a later leaf replaces the earlier leaf of the same key. */
function replaceItems(items: readonly MapItem[], later: readonly MapItem[]): MapItem[] {
  const leaves = new Map([...items, ...later].map(({ key, leaf }) => [key, leaf]));
  return Array.from(leaves, ([key, leaf]) => ({ key, leaf }));
}

/** Other leaves for some keys of a map, and items of keys that are new to it. */
const anyUpdate = anyItems.chain((items) =>
  fc.record({
    items: fc.constant(items),
    later: fc
      .tuple(
        fc
          .subarray(items)
          .chain((some) => fc.tuple(...some.map(({ key }) => anyHash.map((leaf) => ({ key, leaf }))))),
        anyItems,
      )
      .map(([changed, added]) => replaceItems(added, changed)),
  }),
);

describe('A sparse Merkle map', () => {
  it('filled item by item, in any order, has the root of the map built at once', () => {
    const shuffled = anyItems.chain((items) =>
      fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
    );
    fc.assert(
      fc.property(shuffled, ([items, order]) => {
        const map = SparseMerkleMap.open(ZERO_HASH);
        for (const item of order) map.insertItems([item]);
        expect(map.root).toBe(SparseMerkleMap.build(items).root);
      }),
    );
  });

  it('updated in place has the root and the proofs of the map built from scratch', () => {
    fc.assert(
      fc.property(anyUpdate, anyKey, ({ items, later }, other) => {
        const map = SparseMerkleMap.build(items);
        map.insertItems(later);
        const scratch = SparseMerkleMap.build(replaceItems(items, later));
        expect(map.root).toBe(scratch.root);
        for (const key of [other, ...later.map((item) => item.key)])
          expect(map.prove(key)).toEqual(scratch.prove(key));
      }),
    );
  });

  it('finds the leaf of a key that is present, and null for one that is absent', () => {
    fc.assert(
      fc.property(anyItems, anyKey, (items, other) => {
        const map = SparseMerkleMap.build(items);
        const leaves = new Map(items.map(({ key, leaf }) => [key, leaf]));
        for (const key of [other, ...leaves.keys()]) {
          const found = map.find(bytesOf(key));
          expect(found === null ? undefined : formatHex(found)).toBe(leaves.get(key));
        }
      }),
    );
  });

  it('opened from a store of nodes gives the proofs and updates of the whole map, in every version', () => {
    fc.assert(
      fc.property(anyUpdate, anyKey, ({ items, later }, other) => {
        const store: Store = new Map();
        insertAll(SparseMerkleMap.open(ZERO_HASH), items, store);
        const updated = SparseMerkleMap.open(SparseMerkleMap.build(items).root);
        insertAll(updated, later, store);
        const versions = [items, replaceItems(items, later)].map((each) => SparseMerkleMap.build(each));
        expect(updated.root).toBe(versions[1]!.root);
        for (const whole of versions) {
          for (const key of [other, ...items.map((item) => item.key), ...later.map((item) => item.key)]) {
            const opened = SparseMerkleMap.open(whole.root);
            opened.loadPath(key, (hash) => store.get(hash));
            expect(opened.prove(key)).toEqual(whole.prove(key));
          }
        }
      }),
    );
  });

  it('keeps its root when the same leaves are inserted again', () => {
    fc.assert(
      fc.property(
        anyItems.filter((items) => items.length > 0),
        (items) => {
          const map = SparseMerkleMap.build(items);
          const { root } = map;
          map.insertItems(items);
          expect(map.root).toBe(root);
        },
      ),
    );
  });

  it('makes new nodes only on the path of the item that changes', () => {
    const items = Array.from({ length: 256 }, (_, index) => itemAt(index));
    const map = SparseMerkleMap.build(items);
    const made = map.insertItems([{ key: itemAt(7).key, leaf: itemAt(999).leaf }]);
    expect(made.length).toBe(9);
    expect(map.insertItems([])).toEqual([]);
  });

  it('with a node missing throws an invariant error instead of giving a wrong proof', () => {
    const items = [itemAt(1), itemAt(2), itemAt(3)];
    const map = SparseMerkleMap.open(SparseMerkleMap.build(items).root);
    expect(() => map.prove(itemAt(1).key)).toThrow(Invariant);
    expect(() => map.find(bytesOf(itemAt(1).key))).toThrow(Invariant);
    expect(() => map.insertItems([itemAt(1)])).toThrow(Invariant);
    expect(() => map.loadPath(itemAt(1).key, () => undefined)).toThrow(Invariant);
  });
});

/** An item whose key has its number in the first byte. */
function itemAt(index: number): MapItem {
  const key = new Uint8Array(32);
  key[0] = index & 0xff;
  return { key: formatHex(key), leaf: formatHex(new Uint8Array(32).fill((index % 255) + 1)) };
}
