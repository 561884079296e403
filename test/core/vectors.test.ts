import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkChain, hashAnchor, hashHeader, hashSealed, parseHeader } from '../../core/batches/batch.ts';
import { formatDecimal, parseDecimal } from '../../core/encoding/decimal.ts';
import { hashDigest } from '../../core/hashing/domain.ts';
import { deriveSalt, hashEntry, hashEntryKey, parseEntryStruct } from '../../core/records/entry.ts';
import { BadInput, FailedCheck } from '../../core/errors.ts';
import { hashHead, hashHolder, moveHead } from '../../core/batches/head.ts';
import { ZERO_HASH, bytesOf, concatBytes, type Hex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { formatJson, parseJson } from '../../core/encoding/json.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { checkAbsence, checkItem } from '../../core/merkle/map/proof.ts';
import { digestReceipt, parseReceipt } from '../../core/records/receipt.ts';
import { hashRecord, hashStream, parseRecord } from '../../core/records/record.ts';
import { checkSignature, signDigest } from '../../core/hashing/signature.ts';
import { checkStatement } from '../../core/records/statement.ts';
import { buildTree, checkLeaf, findLeaf, proveLeaf, treeRoot } from '../../core/merkle/tree.ts';
import { REFUSALS } from './refusals.ts';
import type { Refused, Vectors } from './vectors.ts';

const vectors = JSON.parse(
  readFileSync(new URL('../vectors/protocol-v1.json', import.meta.url), 'utf8'),
) as Vectors;

const joined = (leaves: readonly Hex[]): Uint8Array => concatBytes(...leaves.map(bytesOf));

/** How core parses or checks each group of values that must be rejected. */
const READERS: Record<string, (value: Refused) => unknown> = {
  badDecimals: ({ text }) => parseDecimal(text),
  badJson: ({ bytes, text }) => parseJson(bytes === undefined ? (text as string) : bytesOf(bytes)),
  badEntries: ({ entry }) => parseEntryStruct(entry),
  badIdentifiers: ({ identifier }) => hashParty(identifier),
  badTrees: ({ root, leaf, proof, recordCount }) => checkLeaf(root, leaf, proof, recordCount),
  badTreeLeaves: ({ leaves }) => buildTree(joined(leaves)),
  badMaps: ({ root, key, leaf, siblings }) => checkItem(root, { key, leaf }, siblings),
  badMapItems: ({ items }) => SparseMerkleMap.build(items),
  badAbsences: ({ root, key, end, siblings }) => checkAbsence(root, key, end, siblings),
  badRecords: ({ record }) => parseRecord(record),
  badChains: ({ headers }) => checkChain(headers),
  badHeaders: ({ header }) => parseHeader(header),
  badSignatures: ({ digest, signature, address }) => checkSignature(digest, signature, address),
};

function refusalOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof BadInput || error instanceof FailedCheck) return error.code;
    throw error;
  }
  return 'accepted';
}

function codeFor(group: string, values: readonly Refused[], index: number): string | undefined {
  const { why } = values[index]!;
  const codes = REFUSALS[group]?.[why];
  if (codes === undefined || typeof codes === 'string') return codes;
  return codes[values.slice(0, index).filter((other) => other.why === why).length];
}

describe('Values of the vectors that must be rejected', () => {
  const groups = Object.entries(vectors).filter(([name]) => name.startsWith('bad')) as [string, Refused[]][];

  it('are 281; each group has a reader, and each reason has a code in the table', () => {
    expect(groups.reduce((sum, [, values]) => sum + values.length, 0)).toBe(281);
    expect(groups.map(([name]) => name)).toEqual(Object.keys(READERS));
    const reasons = groups.map(([name, values]) => [name, [...new Set(values.map(({ why }) => why))].sort()]);
    expect(reasons).toEqual(
      Object.entries(REFUSALS).map(([name, codes]) => [name, Object.keys(codes).sort()]),
    );
  });

  describe.each(groups)('%s', (group, values) => {
    it.each(values.map((value, index) => [`${index}: ${value.why}`, index] as const))(
      '%s is rejected with its code',
      (_, index) => {
        const expected = codeFor(group, values, index);
        expect(expected).toBeDefined();
        expect(refusalOf(() => READERS[group]!(values[index]!))).toBe(expected);
      },
    );
  });
});

describe('Decimals of the vectors', () => {
  it.each(vectors.decimals.map((each) => [each.text, each] as const))(
    '%s is parsed to its coefficient and scale and formatted back',
    (text, { coefficient, scale }) => {
      const decimal = parseDecimal(text);
      expect([decimal.coefficient.toString(), decimal.scale]).toEqual([coefficient, scale]);
      expect(formatDecimal(decimal)).toBe(text);
    },
  );
});

describe('JSON of the vectors', () => {
  it.each(vectors.json.map((each) => [each.jcs.slice(0, 40), each] as const))(
    '%s has its JCS and hash',
    (_, { value, jcs, keccak }) => {
      expect(formatJson(value)).toBe(jcs);
      expect(hashJson(value)).toBe(keccak);
      expect(formatJson(parseJson(jcs))).toBe(jcs);
    },
  );
});

describe('Entries of the vectors', () => {
  it.each(vectors.entries.map((each, index) => [`${index}: ${each.entry.key}`, each] as const))(
    '%s has its leaf, map key and detail',
    (_, { entry, detail, mapKey, leaf }) => {
      expect(hashEntry(parseEntryStruct(entry))).toBe(leaf);
      expect(hashEntryKey(entry.key)).toBe(mapKey);
      expect(detail == null ? ZERO_HASH : hashJson(detail)).toBe(entry.detail);
    },
  );

  it('have salts that are derived from the secret of their record', () => {
    const { secret, key, salt } = vectors.derivedSalt;
    expect(deriveSalt(secret, key)).toBe(salt);
  });
});

describe('Identifiers of the vectors', () => {
  it.each(vectors.identifiers.map((each) => [each.identifier, each.party] as const))(
    '%s has its party id',
    (identifier, party) => expect(hashParty(identifier)).toBe(party),
  );

  it.each(vectors.parties.map((each) => [each.identifier, each.party] as const))(
    '%s, a party of the batches, has its party id',
    (identifier, party) => expect(hashParty(identifier)).toBe(party),
  );
});

describe('Trees of the vectors', () => {
  it.each(vectors.trees.map((each) => [each.leaves.length, each] as const))(
    'of %i leaves has its root and proof',
    (count, { leaves, root, leaf, proof }) => {
      const tree = buildTree(joined(leaves));
      expect(treeRoot(tree)).toBe(root);
      expect(proveLeaf(tree, findLeaf(tree, leaf))).toEqual(proof);
      expect(() => checkLeaf(root, leaf, proof, count)).not.toThrow();
    },
  );

  it.each(['deepTree', 'boundedTree'] as const)('%s contains its leaf', (name) => {
    const { root, leaf, proof, recordCount } = vectors[name];
    expect(() => checkLeaf(root, leaf, proof, recordCount)).not.toThrow();
    expect(proof.length).toBeGreaterThan(0);
  });
});

describe('Maps of the vectors', () => {
  it.each(vectors.maps.map((each, index) => [index, each.items.length, each] as const))(
    '(number %i, of %i items) have their root, built at once or item by item, and their proofs',
    (_, __, { items, root, present, absent }) => {
      const map = SparseMerkleMap.build(items);
      const grown = SparseMerkleMap.open(ZERO_HASH);
      for (const item of items) grown.insertItems([item]);
      expect([map.root, grown.root]).toEqual([root, root]);
      if (present !== undefined) {
        const { key, leaf, siblings } = present;
        expect(map.prove(key)).toEqual({ present: true, leaf, siblings });
        expect(() => checkItem(root, { key, leaf }, siblings)).not.toThrow();
      }
      const { key, end, siblings } = absent;
      expect(map.prove(key)).toEqual({ present: false, end, siblings });
      expect(() => checkAbsence(root, key, end, siblings)).not.toThrow();
    },
  );
});

describe.each(vectors.batches.map((batch) => [batch.header.number, batch] as const))(
  'Batch %i of the vectors',
  (_, batch) => {
    it.each(batch.records.map((each) => [each.record.subject, each] as const))(
      'holds the record %s with its id, stream, digest, statement, signature and entries',
      (__, { record, id, stream, digest, statement, signature, sealed, entries }) => {
        const read = parseRecord(record);
        const signer = vectors.parties.find(({ party }) => party === read.party)!;
        expect(hashRecord(read)).toBe(id);
        expect(hashStream(read)).toBe(stream);
        expect(hashDigest(vectors.domain, id)).toBe(digest);
        expect(() => checkStatement(read, statement)).not.toThrow();
        expect(() => checkSignature(digest, signature, signer.address)).not.toThrow();
        expect(signDigest(digest, bytesOf(signer.privateKey))).toBe(signature);
        expect(hashSealed({ record: id, signature })).toBe(sealed);
        const items = (entries ?? []).map((entry) => ({
          key: hashEntryKey(entry.key),
          leaf: hashEntry(parseEntryStruct(entry)),
        }));
        expect(SparseMerkleMap.build(items).root).toBe(read.entries);
      },
    );

    it('has its tree, header id, anchor word and inclusion proof', () => {
      const { header, inclusion } = batch;
      const tree = buildTree(joined(batch.records.map(({ sealed }) => sealed)));
      expect(treeRoot(tree)).toBe(header.records);
      expect(hashHeader(parseHeader(header))).toBe(batch.id);
      expect(hashAnchor(batch.id, batch.anchoredAt)).toBe(batch.anchorWord);
      expect(proveLeaf(tree, findLeaf(tree, inclusion.sealed))).toEqual(inclusion.proof);
    });

    it('has its holders and heads', () => {
      const holders = batch.holders.map(({ party, streams, heads, leaf }) => {
        for (const head of heads) expect(hashHead(head)).toBe(head.leaf);
        const items = heads.map((head) => ({ key: head.stream, leaf: head.leaf }));
        expect(SparseMerkleMap.build(items).root).toBe(streams);
        expect(hashHolder({ party, streams })).toBe(leaf);
        return { key: party, leaf };
      });
      expect(SparseMerkleMap.build(holders).root).toBe(batch.header.heads);
    });
  },
);

describe('Of the other vectors,', () => {
  it.each(vectors.chains.map((chain, index) => [index, chain] as const))(
    'the chain of headers %i is valid',
    (_, chain) => {
      expect(() => checkChain(chain)).not.toThrow();
    },
  );

  it.each(vectors.oddHeaders)('a header with extreme values has its id', ({ header, id }) => {
    expect(hashHeader(parseHeader(header))).toBe(id);
  });

  it.each(vectors.oddRecords)('a record with extreme values has its id', ({ record, id }) => {
    expect(hashRecord(parseRecord(record))).toBe(id);
  });

  it.each(vectors.moves.map((each) => [each.why, each] as const))(
    'the head moves as expected: %s',
    (_, { before, batch, after }) => {
      expect(moveHead(before, batch)).toEqual(after);
    },
  );

  it.each(vectors.signatures)('the signature $signature is by $address', ({ digest, signature, address }) => {
    expect(() => checkSignature(digest, signature, address)).not.toThrow();
  });

  it('the receipt has its digest', () => {
    const { value, digest } = vectors.receipt;
    expect(digestReceipt(vectors.domain, parseReceipt(value))).toBe(digest);
  });
});
