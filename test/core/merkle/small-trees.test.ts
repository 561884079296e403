import { describe, expect, it } from 'vitest';
import { FailedCheck } from '../../../core/errors.ts';
import { type Hex, bytesOf, concatBytes, formatHex } from '../../../core/encoding/hex.ts';
import { keccak } from '../../../core/hashing/keccak.ts';
import {
  buildTree,
  checkLeaf,
  findLeaf,
  maxProofLength,
  proveLeaf,
  treeRoot,
} from '../../../core/merkle/tree.ts';
import { corruptProof } from '../corrupt-proof.ts';

const MOST = 17;

function leavesOf(count: number): Hex[] {
  return Array.from({ length: count }, (_, index) => formatHex(keccak(Uint8Array.of(count, index))));
}

describe.each(Array.from({ length: MOST }, (_, index) => index + 1))('A tree of %i leaves', (count) => {
  const leaves = leavesOf(count);
  const tree = buildTree(concatBytes(...leaves.map(bytesOf)));
  const root = treeRoot(tree);
  const proofs = leaves.map((leaf) => ({ leaf, proof: proveLeaf(tree, findLeaf(tree, leaf)) }));

  it('proves every leaf, with at most as many siblings as the number of leaves allows', () => {
    for (const { leaf, proof } of proofs) {
      expect(proof.length).toBeLessThanOrEqual(maxProofLength(count));
      expect(() => checkLeaf(root, leaf, proof, count)).not.toThrow();
    }
  });

  it('rejects a proof with one element changed, dropped, doubled, added or moved', () => {
    for (const { leaf, proof } of proofs) {
      for (const { what, changed } of corruptProof(proof))
        expect(() => checkLeaf(root, leaf, changed, count), `${leaf} ${what}`).toThrow(FailedCheck);
    }
  });

  it('rejects a leaf with the proof of another leaf, and a leaf that is not in the tree', () => {
    const strangers = leavesOf(MOST + 1);
    for (const { leaf, proof } of proofs) {
      const others = [...proofs.map((each) => each.leaf), ...strangers].filter((other) => other !== leaf);
      for (const other of others) {
        expect(() => checkLeaf(root, other, proof, count)).toThrow(FailedCheck);
      }
    }
  });

  it('finds each of its leaves, and no other leaf', () => {
    expect(leaves.map((leaf) => findLeaf(tree, leaf)).sort((a, b) => a - b)).toEqual(leaves.map((_, i) => i));
    expect(leavesOf(MOST + 1).filter((leaf) => findLeaf(tree, leaf) !== -1)).toEqual([]);
  });

  it('has the same root for any order of its leaves', () => {
    const reversed = buildTree(concatBytes(...leaves.toReversed().map(bytesOf)));
    expect(treeRoot(reversed)).toBe(root);
  });
});

describe('The maximum length of a proof', () => {
  it('is ⌈log2 count⌉ at each power of two and next to it', () => {
    for (let power = 2; power <= 31; power++) {
      const count = 2 ** power;
      expect([count - 1, count, count + 1].map(maxProofLength)).toEqual([power, power, power + 1]);
    }
    expect([1, 2, 3].map(maxProofLength)).toEqual([0, 1, 2]);
  });

  it('rejects a valid proof where the header claims fewer records, and 32 siblings for any number of records', () => {
    const leaves = leavesOf(16);
    const tree = buildTree(concatBytes(...leaves.map(bytesOf)));
    const proof = proveLeaf(tree, findLeaf(tree, leaves[3]!));
    const check = (recordCount?: number) => () => checkLeaf(treeRoot(tree), leaves[3]!, proof, recordCount);
    expect(check(9)).not.toThrow();
    expect(check()).not.toThrow();
    expect(check(8)).toThrow(expect.objectContaining({ code: 'proof-length' }));
    const long = Array.from({ length: 32 }, () => leaves[0]!);
    expect(() => checkLeaf(treeRoot(tree), leaves[3]!, long)).toThrow(
      expect.objectContaining({ code: 'proof-length' }),
    );
  });

  it('rejects a number of records that is not a positive integer', () => {
    for (const count of [0, -1, Number.NaN, 1.5])
      expect(() => checkLeaf(leavesOf(1)[0]!, leavesOf(1)[0]!, [], count)).toThrow(
        expect.objectContaining({ code: 'record-count' }),
      );
  });
});
