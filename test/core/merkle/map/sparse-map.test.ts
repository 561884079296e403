import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Invariant } from '../../../../core/errors.ts';
import { type Hex, ZERO_HASH, formatHex } from '../../../../core/encoding/hex.ts';
import {
  buildMap,
  fillMap,
  mapRoot,
  openMap,
  proveKey,
  setItems,
} from '../../../../core/merkle/map/sparse-map.ts';
import type { MapItem } from '../../../../core/merkle/map/item.ts';
import { type KeyedMap, type MapNode, describeNode } from '../../../../core/merkle/map/nodes.ts';
import { anyHash, anyItems, anyKey } from '../../arbitraries.ts';

/** A store of nodes by their hash, as a database keeps them. */
type Store = Map<Hex, MapNode>;

function setAll(map: KeyedMap, items: readonly MapItem[], store: Store): void {
  for (const { key } of items) fillMap(map, key, (hash) => store.get(hash));
  for (const node of setItems(map, items).map((made) => describeNode(map, made)))
    store.set(formatHex(node.hash), node);
}

/** Returns items with a later leaf under a key in place of the earlier. */
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

describe('A map', () => {
  it('set item by item, in any order, is the map built at once', () => {
    const shuffled = anyItems.chain((items) =>
      fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
    );
    fc.assert(
      fc.property(shuffled, ([items, order]) => {
        const map = openMap(ZERO_HASH);
        for (const item of order) setItems(map, [item]);
        expect(mapRoot(map)).toBe(mapRoot(buildMap(items)));
      }),
    );
  });

  it('updated in place is the map built from scratch, and proves the same', () => {
    fc.assert(
      fc.property(anyUpdate, anyKey, ({ items, later }, other) => {
        const map = buildMap(items);
        setItems(map, later);
        const scratch = buildMap(replaceItems(items, later));
        expect(mapRoot(map)).toBe(mapRoot(scratch));
        for (const key of [other, ...later.map((item) => item.key)])
          expect(proveKey(map, key)).toEqual(proveKey(scratch, key));
      }),
    );
  });

  it('opened from a store of nodes proves and updates as the whole map, in every version', () => {
    fc.assert(
      fc.property(anyUpdate, anyKey, ({ items, later }, other) => {
        const store: Store = new Map();
        setAll(openMap(ZERO_HASH), items, store);
        const before = mapRoot(buildMap(items));
        const updated = openMap(before);
        setAll(updated, later, store);
        const versions = [items, replaceItems(items, later)].map(buildMap);
        expect(mapRoot(updated)).toBe(mapRoot(versions[1]!));
        for (const whole of versions) {
          for (const key of [other, ...items.map((item) => item.key), ...later.map((item) => item.key)]) {
            const opened = openMap(mapRoot(whole));
            fillMap(opened, key, (hash) => store.get(hash));
            expect(proveKey(opened, key)).toEqual(proveKey(whole, key));
          }
        }
      }),
    );
  });

  it('set to the leaf that it has keeps its root', () => {
    fc.assert(
      fc.property(
        anyItems.filter((items) => items.length > 0),
        (items) => {
          const map = buildMap(items);
          setItems(map, items);
          expect(mapRoot(map)).toBe(mapRoot(buildMap(items)));
        },
      ),
    );
  });

  it('makes only the nodes on the way of what changes', () => {
    const items = Array.from({ length: 256 }, (_, index) => itemAt(index));
    const map = buildMap(items);
    const made = setItems(map, [{ key: itemAt(7).key, leaf: itemAt(999).leaf }]);
    expect(made.length).toBe(9);
    expect(setItems(map, [])).toEqual([]);
  });

  it('of which a node is missing is our fault, neither proof nor guess', () => {
    const items = [itemAt(1), itemAt(2), itemAt(3)];
    const map = openMap(mapRoot(buildMap(items)));
    expect(() => proveKey(map, itemAt(1).key)).toThrow(Invariant);
    expect(() => setItems(map, [itemAt(1)])).toThrow(Invariant);
    expect(() => fillMap(map, itemAt(1).key, () => undefined)).toThrow(Invariant);
  });
});

/** An item whose key has its number in the first byte. */
function itemAt(index: number): MapItem {
  const key = new Uint8Array(32);
  key[0] = index & 0xff;
  return { key: formatHex(key), leaf: formatHex(new Uint8Array(32).fill((index % 255) + 1)) };
}
