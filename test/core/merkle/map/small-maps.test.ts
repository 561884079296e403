import { describe, expect, it } from 'vitest';
import { FailedCheck } from '../../../../core/errors.ts';
import { type Hex, ZERO_HASH, bytesOf, formatHex } from '../../../../core/encoding/hex.ts';
import { keccak } from '../../../../core/hashing/keccak.ts';
import { SparseMerkleMap } from '../../../../core/merkle/map/sparse-merkle-map.ts';
import type { MapItem } from '../../../../core/merkle/map/item.ts';
import { checkAbsence, checkItem } from '../../../../core/merkle/map/proof.ts';
import { corruptProof } from '../../corrupt-proof.ts';

function flipBit(key: Hex, bit: number): Hex {
  const bytes = bytesOf(key);
  bytes[bit >> 3]! ^= 128 >> (bit & 7);
  return formatHex(bytes);
}

const leafOf = (index: number): Hex => formatHex(keccak(Uint8Array.of(index)));
const BASE = formatHex(keccak(Uint8Array.of(200)));

/** Keys that are hashes, so that they differ early. */
const spread = Array.from({ length: 8 }, (_, index) => formatHex(keccak(Uint8Array.of(index, 1))));
/** Keys that differ from the first one in a single bit, from the first bit to the last. */
const close = [BASE, ...[255, 254, 250, 128, 17, 1, 0].map((bit) => flipBit(BASE, bit))];

const itemsOf = (keys: readonly Hex[]): MapItem[] => keys.map((key, index) => ({ key, leaf: leafOf(index) }));

const maps = [spread, close].flatMap((keys, kind) =>
  Array.from(
    { length: keys.length + 1 },
    (_, count) =>
      [count, kind === 0 ? 'far apart' : 'sharing long prefixes', itemsOf(keys.slice(0, count))] as const,
  ),
);

describe.each(maps)('A map of %i keys that are %s', (_, __, items) => {
  const map = SparseMerkleMap.build(items);
  const root = map.root;
  const keys = items.map(({ key }) => key);

  it('proves every item', () => {
    for (const { key, leaf } of items) {
      const proof = map.prove(key);
      expect(proof).toMatchObject({ present: true, leaf });
      expect(() => checkItem(root, { key, leaf }, proof.siblings)).not.toThrow();
    }
  });

  it('rejects the proof of an item with one element changed, dropped, doubled, added or moved', () => {
    for (const { key, leaf } of items) {
      for (const { what, changed } of sampleProof(map.prove(key).siblings))
        expect(() => checkItem(root, { key, leaf }, changed), what).toThrow(FailedCheck);
    }
  });

  it('rejects the proof of an item for another key or another leaf', () => {
    for (const { key, leaf } of items) {
      const { siblings } = map.prove(key);
      expect(() => checkItem(root, { key, leaf: leafOf(99) }, siblings)).toThrow(FailedCheck);
      for (let bit = 0; bit < 256; bit += keys.length > 3 ? 5 : 1)
        expect(() => checkItem(root, { key: flipBit(key, bit), leaf }, siblings)).toThrow(FailedCheck);
    }
  });

  it('proves the absence of keys that differ from a present key at each depth, and rejects that proof for the present key', () => {
    const bases = keys.length === 0 ? [BASE] : keys.slice(0, 2);
    for (const base of bases) {
      for (let bit = 0; bit < 256; bit += keys.length > 3 ? 5 : 1) {
        const key = flipBit(base, bit);
        if (keys.includes(key)) continue;
        const proof = map.prove(key);
        if (proof.present) throw new Error('expected the key to be absent');
        expect(() => checkAbsence(root, key, proof.end, proof.siblings)).not.toThrow();
        if (keys.length > 0)
          expect(() => checkAbsence(root, base, proof.end, proof.siblings)).toThrow(FailedCheck);
      }
    }
  });

  it('rejects the proof of an absent key with one element changed, dropped, doubled, added or moved', () => {
    for (const key of [leafOf(150), flipBit(keys[0] ?? BASE, 253)].filter((each) => !keys.includes(each))) {
      const proof = map.prove(key);
      if (proof.present) throw new Error('expected the key to be absent');
      for (const { what, changed } of sampleProof(proof.siblings))
        expect(() => checkAbsence(root, key, proof.end, changed), what).toThrow(FailedCheck);
      for (const end of [null, { key: leafOf(7), leaf: leafOf(8) }, ...items]) {
        if (JSON.stringify(end) === JSON.stringify(proof.end)) continue;
        expect(() => checkAbsence(root, key, end, proof.siblings)).toThrow(FailedCheck);
      }
    }
  });

  it('rejects the absence of a present key with any end', () => {
    for (const { key, leaf } of items) {
      const { siblings } = map.prove(key);
      const made = { key: flipBit(key, 255), leaf };
      for (const end of [null, { key, leaf }, made, ...items])
        expect(() => checkAbsence(root, key, end, siblings)).toThrow(FailedCheck);
    }
  });
});

/** Returns defects of a proof: every one for a short proof, those at its two ends for a long one. */
function sampleProof(siblings: readonly Hex[]): { what: string; changed: Hex[] }[] {
  if (siblings.length <= 12) return corruptProof(siblings);
  const [deep, middle, top] = [siblings.slice(0, 3), siblings.slice(3, -3), siblings.slice(-3)];
  return [
    ...corruptProof(deep).map(({ what, changed }) => ({ what, changed: [...changed, ...middle, ...top] })),
    ...corruptProof(top).map(({ what, changed }) => ({ what, changed: [...deep, ...middle, ...changed] })),
  ].filter(({ changed }) => JSON.stringify(changed) !== JSON.stringify(siblings));
}

describe('A map proof', () => {
  it('has at most 256 siblings, for two keys that differ only in the last bit', () => {
    const items = itemsOf([BASE, flipBit(BASE, 255)]);
    const map = SparseMerkleMap.build(items);
    const { siblings } = map.prove(BASE);
    expect(siblings.length).toBe(256);
    expect(siblings.slice(1).every((sibling) => sibling === ZERO_HASH)).toBe(true);
    expect(() => checkItem(map.root, items[0]!, siblings)).not.toThrow();
    expect(() => checkItem(map.root, items[0]!, [...siblings, ZERO_HASH])).toThrow(
      expect.objectContaining({ code: 'proof-length' }),
    );
  });

  it('of the empty map can only prove absence', () => {
    expect(SparseMerkleMap.build([]).root).toBe(ZERO_HASH);
    expect(() => checkAbsence(ZERO_HASH, BASE, null, [])).not.toThrow();
    expect(() => checkItem(ZERO_HASH, { key: BASE, leaf: ZERO_HASH }, [])).toThrow(FailedCheck);
  });
});
