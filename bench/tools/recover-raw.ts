import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { RecoveryOrder, RecoveryReport } from './raw-recovery.ts';

/** Recoveries on each thread. */
export const RECOVERIES = 6_000;

/** Processor milliseconds for one recovery and one signature, and recoveries per millisecond. */
export interface Raw {
  readonly recovery: number;
  readonly signature: number;
  readonly rate: number;
}

/** Recovers signers and does nothing else, on a thread for each core. */
export async function recoverRaw(): Promise<Raw> {
  const threads = availableParallelism();
  const workers = Array.from({ length: threads }, (_, index) => {
    const order: RecoveryOrder = { from: index * RECOVERIES, count: RECOVERIES };
    return new Worker(new URL('./raw-recovery.ts', import.meta.url), { workerData: order });
  });
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const begin = performance.now();
  const done = workers.map(async (worker) => ((await once(worker, 'message')) as [RecoveryReport])[0]);
  for (const worker of workers) worker.postMessage('go');
  const reports = await Promise.all(done);
  const wall = performance.now() - begin;
  const count = threads * RECOVERIES;
  const sum = (pick: (report: RecoveryReport) => number): number =>
    reports.reduce((total, report) => total + pick(report), 0) / count;
  return {
    recovery: sum(({ recovery }) => recovery),
    signature: sum(({ signature }) => signature),
    rate: count / wall,
  };
}

/** Returns the mean of two measurements. */
export function meanOf(a: Raw, b: Raw): Raw {
  const mean = (pick: (raw: Raw) => number): number => (pick(a) + pick(b)) / 2;
  return {
    recovery: mean(({ recovery }) => recovery),
    signature: mean(({ signature }) => signature),
    rate: mean(({ rate }) => rate),
  };
}
