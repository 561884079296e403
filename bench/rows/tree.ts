import { SimpleMerkleTree } from '@openzeppelin/merkle-tree';
import { MerkleTree } from 'merkletreejs';
import { sortHashes } from '../../core/hashing/hash-order.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type Tree, buildTree, findLeaf, proveLeaf, treeRoot } from '../../core/merkle/tree.ts';
import { hashBare, makeHashes, measureBare, measureKernel } from '../tools/bare-hash.ts';
import { type Measured, measure, measureMedian, showCost, showTime } from '../tools/measure.ts';
import type { Row } from '../tools/row.ts';
import { startTreeThreads } from '../tools/tree-threads.ts';

const COUNT = 1_000_000;
/** The distance between the leaves of two proofs, so that each is far from the last. */
const STEP = 7_919;

const METHOD = `The root of ${COUNT.toLocaleString('en-GB')} unsorted leaves, keeping the structure from which any proof can be made; then one proof, requested by the
value of its leaf.

- \`merkletreejs\` runs with \`sortLeaves\`, \`sortPairs\` and hash-wasm's function; its root must equal core's.
- OpenZeppelin's \`SimpleMerkleTree\` uses its own hash function.
- Each runs on one thread, except _core, all cores_: waiting threads share the leaves; each sorts a part and hashes a subtree.
- _Alone_ is the time of ${(COUNT - 1).toLocaleString('en-GB')} hashes of pairs and nothing else.

Core's times are the median of five runs. Ratios are of processor time. Those of all cores are of clock time on both sides, because
processor time does not show the gain from several threads.`;

/** Measures the time and memory of a large tree and of one proof, and those of two other libraries. */
export async function measureRow(): Promise<Row> {
  const leaves = makeHashes(COUNT);
  const bare = await measureBare(COUNT - 1, 64);
  const kernel = await measureKernel(COUNT - 1);
  const core = await measureMedian(5, () => buildTree(leaves));
  const profile = await noteProfile(leaves, core, bare.cpu, kernel.cpu);
  const shared = await measureThreads(leaves, treeRoot(core.value));
  const texts = Array.from({ length: COUNT }, (_, index) => leafOf(leaves, index));
  const proof = await measureMedian(5, () => repeat(20_000, (turn) => proveIn(core.value, texts, turn)));
  const other = await measureMerkleTreeJs(leaves, treeRoot(core.value));
  const third = await measureOpenZeppelin(texts);
  const [own, byScan, byLookup] = [perProof(proof), perProof(other.proof), perProof(third.proof)];
  return {
    title: 'Tree of 1,000,000 leaves, and one proof',
    method: METHOD,
    head: ['', 'processor time', 'elapsed', 'memory kept', 'one proof'],
    lines: [
      ['core', ...showCost(core), showTime(own)],
      [`core, all cores (${shared.threads})`, ...showCost(shared.tree), ''],
      ['merkletreejs', ...showCost(other.tree), showTime(byScan)],
      ['OpenZeppelin', ...showCost(third.tree), showTime(byLookup)],
      ['hash-wasm alone', ...showCost(bare), ''],
      ['kernel alone', ...showCost(kernel), ''],
    ],
    goals: [
      { what: 'tree, merkletreejs / core', ratio: other.tree.cpu / core.cpu, goal: 5, sense: 'at least' },
      { what: 'tree, OpenZeppelin / core', ratio: third.tree.cpu / core.cpu, goal: 55, sense: 'at least' },
      {
        what: 'tree, merkletreejs / core, all cores',
        ratio: other.tree.wall / shared.tree.wall,
        goal: 8,
        sense: 'at least',
      },
      {
        what: 'tree, OpenZeppelin / core, all cores',
        ratio: third.tree.wall / shared.tree.wall,
        goal: 80,
        sense: 'at least',
      },
      { what: 'proof, merkletreejs / core', ratio: byScan / own, goal: 100, sense: 'at least' },
      { what: 'proof, OpenZeppelin / core', ratio: byLookup / own, goal: 5, sense: 'at least' },
    ],
    notes: [profile, noteThreads(core, shared.tree)],
  };
}

interface Shared {
  readonly threads: number;
  readonly tree: Measured<Tree>;
}

/** Measures the tree built by several threads; the median by the clock. */
async function measureThreads(leaves: Uint8Array, root: Hex): Promise<Shared> {
  const memory = new SharedArrayBuffer(leaves.byteLength);
  new Uint8Array(memory).set(leaves);
  const team = await startTreeThreads();
  const runs: Measured<Tree>[] = [];
  // The first two runs are cold and not counted.
  for (let turn = 0; turn < 7; turn++) runs.push(await measure(() => team.build(memory)));
  await team.close();
  if (runs.some(({ value }) => treeRoot(value) !== root))
    throw new Error('the threads compute a different root');
  const tree = runs.slice(2).sort((a, b) => a.wall - b.wall)[2]!;
  return { threads: team.threads, tree };
}

async function noteProfile(
  leaves: Uint8Array,
  core: Measured<unknown>,
  bare: number,
  kernel: number,
): Promise<string> {
  const sort = await measureMedian(5, () => sortHashes(leaves));
  const rest = core.cpu - kernel - sort.cpu;
  return `Core took ${showTime(kernel)} in the kernel (\`core/hashing/keccak-module.ts\`), which is ${(bare / kernel).toFixed(1)} times as fast as hash-wasm, ${showTime(sort.cpu)} to sort,
and ${showTime(rest)} to compare and copy the pairs.`;
}

function noteThreads(core: Measured<unknown>, shared: Measured<unknown>): string {
  return `By the clock of this run the threads took ${(shared.wall / core.wall).toFixed(2)} of the time of one thread. The server does not use threads for this: a tree of
100,000 records takes a tenth of one thread's time above, little next to the seconds for reading, checking and storing them.`;
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

/** Returns a leaf as one flat hex string: a string joined from many parts takes a kilobyte until its first use. */
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
  if (tree.value.getHexRoot() !== root) throw new Error('merkletreejs computes a different root');
  const prove = (turn: number): unknown => tree.value.getProof(buffers[chooseIndex(turn)]!);
  return { tree, proof: await measure(() => repeat(50, prove)) };
}

async function measureOpenZeppelin(texts: Hex[]): Promise<Library> {
  const tree = await measure(() => SimpleMerkleTree.of(texts, { sortLeaves: true }));
  const prove = (turn: number): unknown => tree.value.getProof(texts[chooseIndex(turn)]!);
  return { tree, proof: await measure(() => repeat(500, prove)) };
}
