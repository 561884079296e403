import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HASH_BYTES, hashAt } from '../../../../core/hashing/hash-order.ts';
import { type Hex, bytesOf, concatBytes, formatHex } from '../../../../core/encoding/hex.ts';
import { keccakText } from '../../../../core/hashing/keccak.ts';
import { buildMap, mapRoot, setItemsFlat } from '../../../../core/merkle/map/sparse-map.ts';
import type { MapItem } from '../../../../core/merkle/map/item.ts';
import { addStub, createMap } from '../../../../core/merkle/map/nodes.ts';
import { type LoadNodes, type StoredNodes, joinNodes, loadWays } from '../../../../core/merkle/map/paths.ts';

const itemOf = (name: string, leaf = name): MapItem => ({
  key: formatHex(keccakText(name)),
  leaf: formatHex(keccakText(`leaf ${leaf}`)),
});

type Node = Record<keyof StoredNodes, Uint8Array>;

/** Keeps nodes as a store does, by their hashes. */
class Store {
  readonly nodes = new Map<Hex, Node>();
  calls = 0;

  add({ hashes, items, a, b }: ReturnType<typeof joinNodes>): void {
    items.forEach((item, index) =>
      this.nodes.set(formatHex(hashAt(hashes, index)), {
        items: Uint8Array.of(item),
        a: hashAt(a, index),
        b: hashAt(b, index),
      }),
    );
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

describe('Maps whose ways are loaded into one memory', () => {
  it('have the roots of maps built from scratch after keys are set, and add every node that is new', async () => {
    const cases = fc.array(fc.tuple(names, names), { minLength: 1, maxLength: 4 });
    await fc.assert(fc.asyncProperty(cases, checkUpdate));
  });

  it('are read in as many calls as the longest way has nodes, however many maps there are', async () => {
    const store = new Store();
    const all = Array.from({ length: 500 }, (_, index) => itemOf(String(index)));
    const built = buildMap(all);
    store.add(
      joinNodes(
        built,
        Array.from({ length: built.nodeCount - 1 }, (_, index) => index + 1),
      ),
    );
    const map = createMap(1);
    const keys = concatBytes(...all.map(({ key }) => bytesOf(key)).sort(Buffer.compare));
    const ranges = Array.from({ length: 500 }, (_, index) => ({
      root: addStub(map, bytesOf(mapRoot(built))),
      from: index,
      until: index + 1,
    }));
    await loadWays(map, ranges, keys, store.load);
    expect(store.calls).toBeGreaterThan(8);
    expect(store.calls).toBeLessThan(30);
  });
});

/** Each case is a map: the keys that it has, and those that are set. */
async function checkUpdate(cases: [before: number[], set: number[]][]): Promise<void> {
  const store = new Store();
  const map = createMap(1);
  const sets = cases.map(([before, set], index) => {
    const built = buildMap(before.map((name) => itemOf(`${index}/${name}`)));
    store.add(
      joinNodes(
        built,
        Array.from({ length: built.nodeCount - 1 }, (_, node) => node + 1),
      ),
    );
    const items = set
      .map((name) => itemOf(`${index}/${name}`, 'new'))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    return { root: addStub(map, bytesOf(mapRoot(built))), items };
  });
  let from = 0;
  const ranges = sets.map(({ root, items }) => ({ root, from, until: (from += items.length) }));
  const flat = sets.flatMap(({ items }) => items);
  const keys = concatBytes(...flat.map(({ key }) => bytesOf(key)));
  const leaves = concatBytes(...flat.map(({ leaf }) => bytesOf(leaf)));
  await loadWays(map, ranges, keys, store.load);
  for (const [index, { root, from: first, until }] of ranges.entries()) {
    const [at, end] = [first * HASH_BYTES, until * HASH_BYTES];
    map.root = root;
    store.add(joinNodes(map, setItemsFlat(map, keys.subarray(at, end), leaves.subarray(at, end))));
    const [before, set] = cases[index]!;
    const expected = new Map(before.map((name) => [name, itemOf(`${index}/${name}`)]));
    for (const name of set) expected.set(name, itemOf(`${index}/${name}`, 'new'));
    const scratch = buildMap([...expected.values()]);
    expect(mapRoot(map)).toBe(mapRoot(scratch));
    for (let node = 1; node < scratch.nodeCount; node++)
      expect(store.nodes.has(formatHex(hashAt(scratch.hashes.bytes, node)))).toBe(true);
  }
}
