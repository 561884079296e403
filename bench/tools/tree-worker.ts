/** One of the threads that build a tree. It sorts the leaves with its share of first bytes, then hashes a range of the sorted leaves. */
import { parentPort, workerData } from 'node:worker_threads';
import {
  HASH_BYTES,
  compareAt,
  copyHash,
  hashAt,
  sortHashes,
  wordsOf,
} from '../../core/hashing/hash-order.ts';
import { hashLevels } from '../../core/merkle/tree.ts';
import { type TreeJob, type TreeShare, countOwnLevels } from './tree-threads.ts';

const { index, threads } = workerData as TreeShare;

/** Sorts the leaves whose first byte belongs to this thread and writes them to their final places. */
function sortShare(leaves: Uint8Array, sorted: Uint8Array): void {
  const [first, end] = [(256 / threads) * index, (256 / threads) * (index + 1)];
  const [words, own] = [wordsOf(leaves), new Uint8Array(leaves.length)];
  const target = wordsOf(own);
  let [smaller, size] = [0, 0];
  for (let i = 0; i < leaves.length / HASH_BYTES; i++) {
    const byte = leaves[i * HASH_BYTES]!;
    if (byte < first) smaller++;
    else if (byte < end) copyHash(words, i, target, size++);
  }
  sorted.set(sortHashes(own.subarray(0, size * HASH_BYTES))[0]!, smaller * HASH_BYTES);
}

/** Hashes the subtree of this thread. If it has fewer levels than the others, its root moves up unchanged (§3). */
function hashShare(levels: readonly Uint8Array[]): void {
  const sorted = levels[0]!;
  const count = sorted.length / HASH_BYTES;
  const width = 2 ** countOwnLevels(count, threads);
  const from = width * index;
  if (from >= count) return;
  if (from > 0 && compareAt(sorted, from - 1, sorted, from) === 0)
    throw new Error('a leaf is in the tree twice');
  const own = hashLevels(sorted.subarray(from * HASH_BYTES, (from + width) * HASH_BYTES));
  levels.forEach((level, above) => {
    if (above > 0) level.set(own[above] ?? hashAt(own.at(-1)!, 0), (from / 2 ** above) * HASH_BYTES);
  });
}

parentPort!.on('message', ({ step, leaves, levels }: TreeJob) => {
  const views = levels.map((level) => new Uint8Array(level));
  if (step === 'sort') sortShare(new Uint8Array(leaves), views[0]!);
  else hashShare(views);
  parentPort!.postMessage(step);
});
parentPort!.postMessage('ready');
