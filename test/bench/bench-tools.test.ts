// First, so that core's hashes are counted.
import { countHashes } from '../../bench/tools/hash-counter.ts';
import { describe, expect, it } from 'vitest';
import { keccak } from '../../core/hashing/keccak.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { buildTree } from '../../core/merkle/tree.ts';
import { makeHashes } from '../../bench/tools/bare-hash.ts';
import { countInner } from '../../bench/tools/needed-hashes.ts';
import { startTreeThreads } from '../../bench/tools/tree-threads.ts';

describe('The counter of hashes', () => {
  it('counts the hashes of the kernel, each with the length of its input', async () => {
    const keys = makeHashes(1000);
    const zeros = new Uint8Array(70_000);
    const sizes = await countHashes(() => [
      SparseMerkleMap.build({ keys, leaves: keys }),
      ...[33, 135, 136, 300, 70_000].map((length) => keccak(zeros.subarray(0, length))),
    ]);
    const expected = [
      ...[33, 135, 136, 300, 70_000],
      ...new Array<number>(countInner(keys)).fill(64),
      ...new Array<number>(1000).fill(96),
    ];
    expect(sizes.toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b));
    expect(await countHashes(() => buildTree(keys))).toEqual(new Array<number>(999).fill(64));
  });
});

describe('The tree threads', () => {
  it.each([2, 3, 5, 1000, 1025, 4097])('build the same tree of %i leaves as one thread', async (count) => {
    const leaves = makeHashes(count);
    const memory = new SharedArrayBuffer(leaves.byteLength);
    new Uint8Array(memory).set(leaves);
    const team = await startTreeThreads();
    const { levels } = await team.build(memory);
    await team.close();
    expect(levels.map((level) => new Uint8Array(level))).toEqual(buildTree(leaves).levels);
  });
});
