import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashAnchor, hashHeader, hashSealed } from '../../core/batches/batch.ts';
import { formatDecimal, parseDecimal } from '../../core/encoding/decimal.ts';
import { hashDigest } from '../../core/hashing/domain.ts';
import { deriveSalt, hashEntry, hashEntryKey } from '../../core/records/entry.ts';
import { hashHead, hashHolder } from '../../core/batches/head.ts';
import { bytesOf, concatBytes, formatHex } from '../../core/encoding/hex.ts';
import { formatJson } from '../../core/encoding/json.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import { keccakHex } from '../../core/hashing/keccak.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { checkAbsence, checkItem } from '../../core/merkle/map/proof.ts';
import { hashReceipt } from '../../core/records/receipt.ts';
import { hashRecord, hashStream } from '../../core/records/record.ts';
import { buildTree, checkLeaf, findLeaf, proveLeaf, treeRoot } from '../../core/merkle/tree.ts';
import { parseAmount } from '../../engine/quantities/decimal.ts';
import * as slow from '../helpers/slow-reference.ts';
import {
  anyDecimal,
  anyEntry,
  anyEntryKey,
  anyHash,
  anyItems,
  anyJson,
  anyKey,
  anyLeaves,
  anyRecord,
  anyUint,
} from './arbitraries.ts';

/** Checks a property with the number of runs and the seed of this test run. */
function forAll<Ts extends [unknown, ...unknown[]]>(
  ...args: [...arbitraries: { [K in keyof Ts]: fc.Arbitrary<Ts[K]> }, predicate: (...values: Ts) => void]
): void {
  fc.assert(fc.property(...args));
}

describe('Core and the slow reference give the same hash of', () => {
  it('bytes of any length', () => {
    forAll(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(keccakHex(bytes)).toBe(slow.slowKeccak(formatHex(bytes)));
    });
  });

  it('JSON', () => {
    forAll(anyJson, (value) => {
      expect(formatJson(value)).toBe(slow.slowJcs(value));
      expect(hashJson(value)).toBe(slow.slowHashJson(value));
    });
  });

  it('decimals of few characters, also as amounts, and refuses what is not canonical', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('0019.5-e ')), maxLength: 17 });
    forAll(text, (written) => {
      if (/^-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$/.test(written) && written !== '-0')
        for (const parse of [parseDecimal, parseAmount])
          expect({ ...parse(written) }).toEqual(slow.slowDecimal(written));
      else
        for (const parse of [parseDecimal, parseAmount])
          expect(() => parse(written)).toThrow(expect.objectContaining({ code: 'decimal-syntax' }));
    });
  });

  it('decimals, which the reference parses digit by digit', () => {
    forAll(anyDecimal, (decimal) => {
      expect(parseDecimal(formatDecimal(decimal))).toEqual(slow.slowDecimal(formatDecimal(decimal)));
    });
  });

  it('entries and their keys', () => {
    forAll(anyEntry, (entry) => {
      expect(hashEntry(entry)).toBe(slow.slowEntry(entry));
      expect(hashEntryKey(entry.key)).toBe(slow.slowKeccakText(entry.key));
    });
  });

  it('derived salts', () => {
    forAll(anyHash, anyEntryKey, (secret, key) => {
      const joined = `${secret}${slow.slowKeccakText(key).slice(2)}`;
      expect(deriveSalt(secret, key)).toBe(slow.slowKeccak(joined));
    });
  });

  it('records and streams', () => {
    forAll(anyRecord, (record) => {
      expect(hashRecord(record)).toBe(slow.slowRecord(record));
      expect(hashStream(record)).toBe(slow.slowStream(record.party, record.kind, record.subject));
    });
  });

  it('sealed records with any signature of 65 bytes', () => {
    forAll(anyHash, fc.uint8Array({ minLength: 65, maxLength: 65 }).map(formatHex), (record, signature) => {
      expect(hashSealed({ record, signature })).toBe(slow.slowSealed(record, signature));
    });
  });

  it('headers and anchor words', () => {
    forAll(
      fc.record({
        number: anyUint,
        previous: anyHash,
        records: anyHash,
        recordCount: fc.integer({ min: 1, max: 2 ** 31 }),
        heads: anyHash,
        sealedAt: anyUint,
      }),
      anyUint,
      (header, anchoredAt) => {
        const id = hashHeader(header);
        expect(id).toBe(slow.slowHeader(header));
        expect(hashAnchor(id, anchoredAt)).toBe(slow.slowAnchor(id, anchoredAt));
      },
    );
  });

  it('heads, holders, receipts and digests', () => {
    forAll(fc.tuple(anyHash, anyHash), fc.tuple(anyUint, anyUint), ([a, b], [x, y]) => {
      expect(hashHead({ stream: a, sequence: x, record: b })).toBe(slow.slowHead(a, x, b));
      expect(hashHolder({ party: a, streams: b })).toBe(slow.slowHolder(a, b));
      expect(hashReceipt({ record: a, acceptedAt: x, anchorBy: y })).toBe(slow.slowReceipt(a, x, y));
      const ledger = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
      expect(hashDigest({ chainId: x, ledger }, a)).toBe(slow.slowDigest(x, ledger, a));
    });
  });
});

describe('Core and the slow reference agree on', () => {
  it('the root and proofs of a tree, and each accepts the proofs of the other', () => {
    forAll(anyLeaves, fc.nat(), (leaves, choice) => {
      const tree = buildTree(concatBytes(...leaves.map(bytesOf)));
      const leaf = leaves[choice % leaves.length]!;
      const root = treeRoot(tree);
      const proof = proveLeaf(tree, findLeaf(tree, leaf));
      expect(root).toBe(slow.slowTreeRoot(leaves));
      expect(proof).toEqual(slow.slowTreeProof(leaves, leaf));
      expect(slow.slowTreeHolds(root, leaf, proof)).toBe(true);
      expect(() => checkLeaf(root, leaf, proof, leaves.length)).not.toThrow();
    });
  });

  it('the root and proofs of a map, for present and absent keys', () => {
    forAll(anyItems, anyKey, fc.nat(), (items, other, choice) => {
      const map = SparseMerkleMap.build(items);
      const root = map.root;
      expect(root).toBe(slow.slowMapRoot(items));
      for (const key of [other, items[choice % Math.max(1, items.length)]?.key ?? other]) {
        const proof = map.prove(key);
        const expected = slow.slowMapProof(items, key);
        expect(proof.siblings).toEqual(expected.siblings);
        expect(proof.present ? { key, leaf: proof.leaf } : proof.end).toEqual(expected.end);
        expect(slow.slowMapHolds(root, key, expected)).toBe(true);
        expect(() =>
          proof.present
            ? checkItem(root, { key, leaf: proof.leaf }, proof.siblings)
            : checkAbsence(root, key, proof.end, proof.siblings),
        ).not.toThrow();
      }
    });
  });

  it('whether a changed map proof is valid, for any change', () => {
    const change = fc.constantFrom('drop', 'double', 'zero', 'swap', 'end', 'flip', 'none');
    forAll(
      fc.tuple(anyItems, anyKey).filter(([items]) => items.length > 1),
      change,
      fc.nat(),
      ([items, key], what, choice) => {
        const root = slow.slowMapRoot(items);
        const { end, siblings } = changeProof(slow.slowMapProof(items, key), what, choice, items);
        const holds = slow.slowMapHolds(root, key, { end, siblings });
        const accepted = isAccepted(() => {
          const hexes = siblings as `0x${string}`[];
          const item = end as { key: `0x${string}`; leaf: `0x${string}` } | null;
          if (item?.key === key) checkItem(root as `0x${string}`, item, hexes);
          else checkAbsence(root as `0x${string}`, key, item, hexes);
        });
        expect(accepted).toBe(holds);
      },
    );
  });
});

function isAccepted(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

function changeProof(
  { end, siblings }: slow.SlowMapProof,
  what: string,
  choice: number,
  items: readonly slow.SlowItem[],
): slow.SlowMapProof {
  const at = choice % Math.max(1, siblings.length);
  const zero = `0x${'0'.repeat(64)}`;
  if (what === 'drop') return { end, siblings: siblings.toSpliced(at, 1) };
  if (what === 'double') return { end, siblings: siblings.toSpliced(at, 0, siblings[at] ?? zero) };
  if (what === 'zero') return { end, siblings: [zero, ...siblings] };
  if (what === 'swap') return { end, siblings: siblings.toReversed() };
  if (what === 'end') return { end: items[choice % items.length]!, siblings };
  if (what === 'flip' && siblings.length > 0) {
    const flipped = BigInt(siblings[at]!) ^ (1n << BigInt(choice % 256));
    return { end, siblings: siblings.with(at, `0x${flipped.toString(16).padStart(64, '0')}`) };
  }
  return { end, siblings };
}
