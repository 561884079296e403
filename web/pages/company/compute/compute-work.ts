import type { StoredEngine } from '../../../../client/policies/engine-store.ts';
import type { MethodEngine } from '../../../../client/policies/released-method.ts';
import { openWorker, type WorkerCalls } from '../../../../client/workers/worker-calls.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import type { UnsaltedEntry } from '../../../../core/records/entry.ts';
import ComputeWorker from './compute-worker.ts?worker';

type RunResult = Awaited<ReturnType<MethodEngine['run']>>;

/** A record whose entries a method reads. */
export type RunInput = Parameters<MethodEngine['run']>[0][number];

/** A method, what it reads and its parameters, with times as ISO dates or unix seconds. */
export interface RunRequest {
  readonly method: string;
  readonly inputs: readonly RunInput[];
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What a run gave. */
export interface MadeRun extends Pick<RunResult, 'figures' | 'warnings' | 'reconciliation'> {
  /** The entries of the result: its figures, and the entry `run` that names the engine. */
  readonly entries: readonly UnsaltedEntry[];
  /** The records of which it used rows. */
  readonly used: readonly Hex[];
  readonly engine: StoredEngine;
}

/** Runs a method in a worker of its own; aborting the signal ends it. @throws WorkerFailure with the code of the engine; WorkerStopped */
export async function runMethod(
  request: RunRequest,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<MadeRun> {
  const worker: WorkerCalls = openWorker(new ComputeWorker());
  signal.addEventListener('abort', () => worker.stop(), { once: true });
  const hear = (progress: unknown): void => onProgress((progress as { done: number }).done);
  try {
    return (await worker.call('run', [request], hear)) as MadeRun;
  } finally {
    worker.stop();
  }
}
