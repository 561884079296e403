import { SimpleMerkleTree } from '@openzeppelin/merkle-tree';
import { MerkleTree } from 'merkletreejs';
import { arrangeHashes, orderHashes } from '../../core/hash-order.ts';
import type { Hex } from '../../core/hex.ts';
import { type Tree, buildTree, findLeaf, proveLeaf, treeRoot } from '../../core/tree.ts';
import { hashBare, makeHashes, measureBare } from './tools/bare-hash.ts';
import { type Measured, measure, measureMedian, showCost, showTime } from './tools/measure.ts';
import type { Row } from './tools/row.ts';

const COUNT = 1_000_000;
/** Each proof's own leaf is far from the last one's. */
const STEP = 7_919;

const METHOD = `The root of ${COUNT.toLocaleString('en-GB')} leaves given unsorted, with the structure that gives any proof kept; then one
proof, asked for by the leaf's value. \`merkletreejs\` is given \`sortLeaves\`, \`sortPairs\` and the same function of hash-wasm, and both
roots are compared; OpenZeppelin's \`SimpleMerkleTree\` hashes by its own. Each on one thread; core's time is the median of five runs, hash-wasm's is its
${(COUNT - 1).toLocaleString('en-GB')} calls alone. Ratios are of processor time.`;

/** Returns the time and memory of a large tree and of one proof, against two other libraries. */
export async function measureRow(): Promise<Row> {
  const leaves = makeHashes(COUNT);
  const bare = await measureBare(COUNT - 1, 64);
  const core = await measureMedian(5, () => buildTree(leaves));
  const texts = Array.from({ length: COUNT }, (_, index) => leafOf(leaves, index));
  const proof = await measureMedian(5, () => repeat(20_000, (turn) => proveIn(core.value, texts, turn)));
  const other = await measureMerkleTreeJs(leaves, treeRoot(core.value));
  const third = await measureOpenZeppelin(texts);
  const [own, byScan, byLookup] = [perProof(proof), perProof(other.proof), perProof(third.proof)];
  return {
    title: 'Tree of 1,000,000 leaves, and one proof',
    method: METHOD,
    head: ['', 'processor', 'clock', 'held', 'one proof'],
    lines: [
      ['core', ...showCost(core), showTime(own)],
      ['merkletreejs', ...showCost(other.tree), showTime(byScan)],
      ['OpenZeppelin', ...showCost(third.tree), showTime(byLookup)],
      ['hash-wasm alone', ...showCost(bare), ''],
    ],
    goals: [
      { what: 'tree, merkletreejs / core', ratio: other.tree.cpu / core.cpu, goal: 5, sense: 'at least' },
      { what: 'tree, OpenZeppelin / core', ratio: third.tree.cpu / core.cpu, goal: 55, sense: 'at least' },
      { what: 'proof, merkletreejs / core', ratio: byScan / own, goal: 100, sense: 'at least' },
      { what: 'proof, OpenZeppelin / core', ratio: byLookup / own, goal: 5, sense: 'at least' },
    ],
    notes: [noteBound(core.cpu, bare.cpu, other.tree.cpu, await profile(leaves))],
  };
}

interface Profile {
  readonly sort: number;
  readonly arrange: number;
}

async function profile(leaves: Uint8Array): Promise<Profile> {
  const sort = await measureMedian(5, () => orderHashes(leaves));
  const arrange = await measureMedian(5, () => arrangeHashes(leaves, sort.value));
  return { sort: sort.cpu, arrange: arrange.cpu };
}

function noteBound(core: number, bare: number, other: number, { sort, arrange }: Profile): string {
  const rest = core - bare - sort - arrange;
  return `Where core's time goes: ${showTime(bare)} in hash-wasm, ${showTime(sort)} in the sort, ${showTime(arrange)} in putting the leaves in order,
${showTime(rest)} in comparing and copying the pairs. The measured bound is hash-wasm alone: no tree that calls it once a node, on one thread, is more than
${(other / bare).toFixed(1)} times as fast as \`merkletreejs\` in this run. More than a quarter of that time is not the hash but the call (two views and a copy each; 0.60 of 0.85 µs without them): a
hash that takes a whole level in one call would lift the bound, and so would threads, a range of the sorted leaves each.`;
}

interface Repeated {
  readonly times: number;
}

function repeat(times: number, run: (turn: number) => unknown): Repeated {
  for (let turn = 0; turn < times; turn++) run(turn);
  return { times };
}

function perProof({ cpu, value }: Measured<Repeated>): number {
  return cpu / value.times;
}

/** Returns a leaf as hex of one piece: a text that is joined of many takes a kilobyte until its first use. */
function leafOf(leaves: Uint8Array, index: number): Hex {
  return `0x${Buffer.from(leaves.buffer, leaves.byteOffset + index * 32, 32).toString('hex')}`;
}

function chooseIndex(turn: number): number {
  return (turn * STEP) % COUNT;
}

function proveIn(tree: Tree, texts: readonly Hex[], turn: number): Hex[] {
  return proveLeaf(tree, findLeaf(tree, texts[chooseIndex(turn)]!));
}

interface Library {
  readonly tree: Measured<unknown>;
  readonly proof: Measured<Repeated>;
}

async function measureMerkleTreeJs(leaves: Uint8Array, root: Hex): Promise<Library> {
  const buffers = Array.from({ length: COUNT }, (_, index) =>
    Buffer.from(leaves.buffer, leaves.byteOffset + index * 32, 32),
  );
  const hash = (data: Buffer): Buffer => {
    const { buffer, byteOffset, length } = hashBare(data);
    return Buffer.from(buffer, byteOffset, length);
  };
  const options = { sortLeaves: true, sortPairs: true };
  const tree = await measure(() => new MerkleTree(buffers, hash, options));
  if (tree.value.getHexRoot() !== root) throw new Error('merkletreejs finds another root');
  const prove = (turn: number): unknown => tree.value.getProof(buffers[chooseIndex(turn)]!);
  return { tree, proof: await measure(() => repeat(50, prove)) };
}

async function measureOpenZeppelin(texts: Hex[]): Promise<Library> {
  const tree = await measure(() => SimpleMerkleTree.of(texts, { sortLeaves: true }));
  const prove = (turn: number): unknown => tree.value.getProof(texts[chooseIndex(turn)]!);
  return { tree, proof: await measure(() => repeat(500, prove)) };
}
