import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HASH_BYTES, hashAt } from '../../../../core/hashing/hash-order.ts';
import { type Hex, ZERO_HASH, bytesOf, concatBytes, formatHex } from '../../../../core/encoding/hex.ts';
import { keccakText } from '../../../../core/hashing/keccak.ts';
import { SparseMerkleMap } from '../../../../core/merkle/map/sparse-merkle-map.ts';
import type { MapItem } from '../../../../core/merkle/map/item.ts';
import type { HashedNodes, LoadNodes, StoredNodes } from '../../../../core/merkle/map/stored-nodes.ts';

const itemOf = (name: string, leaf = name): MapItem => ({
  key: formatHex(keccakText(name)),
  leaf: formatHex(keccakText(`leaf ${leaf}`)),
});

const byKey = (a: MapItem, b: MapItem): number => (a.key < b.key ? -1 : 1);
const joinKeys = (items: readonly MapItem[]): Uint8Array =>
  concatBytes(...items.map(({ key }) => bytesOf(key)));

type Node = Record<keyof StoredNodes, Uint8Array>;

/** Keeps nodes by their hashes, as a database does. */
class Store {
  readonly nodes = new Map<Hex, Node>();
  calls = 0;

  add({ hashes, items, a, b }: HashedNodes): void {
    items.forEach((item, index) =>
      this.nodes.set(formatHex(hashAt(hashes, index)), {
        items: Uint8Array.of(item),
        a: hashAt(a, index),
        b: hashAt(b, index),
      }),
    );
  }

  /** Inserts items into a map and keeps its new nodes. */
  insert(map: SparseMerkleMap, items: readonly MapItem[]): void {
    this.add(map.describeNodes(map.insertItems(items)));
  }

  /** Returns the root of a new map, whose nodes are kept. */
  addMap(items: readonly MapItem[]): Uint8Array {
    const map = SparseMerkleMap.open(ZERO_HASH);
    this.insert(map, items);
    return map.rootBytes;
  }

  readonly load: LoadNodes = (hashes) => {
    this.calls++;
    const found = Array.from({ length: hashes.length / HASH_BYTES }, (_, index) =>
      this.nodes.get(formatHex(hashAt(hashes, index)))!,
    );
    const join = (name: keyof StoredNodes): Uint8Array => concatBytes(...found.map((node) => node[name]));
    return Promise.resolve({ items: join('items'), a: join('a'), b: join('b') });
  };
}

const names = fc.uniqueArray(fc.nat(60), { maxLength: 40 });

describe('Maps opened together from a store of nodes', () => {
  it('have the roots of maps built from scratch after an update, and the store then holds every node of those', async () => {
    const cases = fc.array(fc.tuple(names, names), { minLength: 1, maxLength: 4 });
    await fc.assert(fc.asyncProperty(cases, checkUpdate));
  });

  it('call the store once for each depth, for 500 maps as for one', async () => {
    const store = new Store();
    const all = Array.from({ length: 500 }, (_, index) => itemOf(String(index)));
    const root = store.addMap(all);
    const maps = SparseMerkleMap.openAll(concatBytes(...all.map(() => root)));
    await SparseMerkleMap.loadPaths(
      maps.map((map, index) => ({ map, keys: joinKeys([all[index]!]) })),
      store.load,
    );
    expect(store.calls).toBeGreaterThan(8);
    expect(store.calls).toBeLessThan(30);
    for (const [index, map] of maps.entries())
      expect(map.prove(all[index]!.key)).toMatchObject({ present: true, leaf: all[index]!.leaf });
  });

  it('are not loaded together with a map that was opened alone: that is an error of the caller', async () => {
    const maps = [SparseMerkleMap.open(ZERO_HASH), SparseMerkleMap.open(ZERO_HASH)];
    const keys = joinKeys([itemOf('a')]);
    const load = SparseMerkleMap.loadPaths(
      maps.map((map) => ({ map, keys })),
      new Store().load,
    );
    await expect(load).rejects.toThrow('opened together');
  });
});

/** Each case is a map: the names that it has before, and those that get another leaf or are new. */
async function checkUpdate(cases: [before: number[], set: number[]][]): Promise<void> {
  const store = new Store();
  const roots = cases.map(([before], index) =>
    store.addMap(before.map((name) => itemOf(`${index}/${name}`))),
  );
  const updates = SparseMerkleMap.openAll(concatBytes(...roots)).map((map, index) => {
    const items = cases[index]![1].map((name) => itemOf(`${index}/${name}`, 'new')).sort(byKey);
    return { map, items, keys: joinKeys(items) };
  });
  await SparseMerkleMap.loadPaths(updates, store.load);
  for (const [index, { map, items }] of updates.entries()) {
    store.insert(map, items);
    const expected = new Map(cases[index]![0].map((name) => [name, itemOf(`${index}/${name}`)]));
    for (const name of cases[index]![1]) expected.set(name, itemOf(`${index}/${name}`, 'new'));
    const scratch = new Store();
    expect(map.rootBytes).toEqual(scratch.addMap([...expected.values()]));
    for (const hash of scratch.nodes.keys()) expect(store.nodes.has(hash)).toBe(true);
  }
}
