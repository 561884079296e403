import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { HASH_BYTES } from '../../core/hashing/hash-order.ts';
import { type Tree, hashLevels } from '../../core/merkle/tree.ts';

/**
 * What the threads share: the leaves, and the memory of the levels that they fill, from the leaves up. The last of these levels has one
 * node of each thread. The few levels above it are hashed by the main thread.
 */
export interface TreeJob {
  readonly step: 'sort' | 'hash';
  readonly leaves: SharedArrayBuffer;
  readonly levels: readonly SharedArrayBuffer[];
}

/** The number of a thread, from 0, and how many threads there are. */
export interface TreeShare {
  readonly index: number;
  readonly threads: number;
}

/** Threads that build trees together. They show what all cores could reach; the product builds a tree with one thread. */
export interface TreeThreads {
  readonly threads: number;
  build(leaves: SharedArrayBuffer): Promise<Tree>;
  close(): Promise<void>;
}

/** Starts threads that wait for leaves. Their number is the largest power of two that is at most the number of cores. */
export async function startTreeThreads(): Promise<TreeThreads> {
  const threads = 2 ** Math.floor(Math.log2(availableParallelism()));
  const file = new URL('./tree-worker.ts', import.meta.url);
  const workers = Array.from(
    { length: threads },
    (_, index) => new Worker(file, { workerData: { index, threads } satisfies TreeShare }),
  );
  const ask = (job: TreeJob): Promise<unknown> =>
    Promise.all(
      workers.map((worker) => {
        worker.postMessage(job);
        return once(worker, 'message');
      }),
    );
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  return {
    threads,
    build: async (leaves) => {
      const levels = makeLevels(leaves.byteLength / HASH_BYTES, threads);
      await ask({ step: 'sort', leaves, levels });
      await ask({ step: 'hash', leaves, levels });
      return joinTree(levels.map((level) => new Uint8Array(level)));
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Returns how many levels each thread hashes above its leaves. All subtrees but the last one are full. */
export function countOwnLevels(count: number, threads: number): number {
  return Math.ceil(Math.log2(count / threads));
}

function makeLevels(count: number, threads: number): SharedArrayBuffer[] {
  return Array.from(
    { length: countOwnLevels(count, threads) + 1 },
    (_, level) => new SharedArrayBuffer(Math.ceil(count / 2 ** level) * HASH_BYTES),
  );
}

/** Hashes the few nodes above the subtrees. */
function joinTree(levels: readonly Uint8Array[]): Tree {
  const count = levels[0]!.length / HASH_BYTES;
  return { count, levels: [...levels.slice(0, -1), ...hashLevels(levels.at(-1)!)] };
}
