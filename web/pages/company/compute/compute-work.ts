import { openWorker, type WorkerCalls } from '../../../../client/workers/worker-calls.ts';
import type { ComputedFigures, RunProgress } from '../../../../jobs/compute/compute-figures.ts';
import type { RunRequest } from './compute-messages.ts';
import ComputeWorker from './compute-worker.ts?worker';

/** Runs a method in a worker of its own; aborting the signal ends it. @throws WorkerFailure with the code of the engine; WorkerStopped */
export async function runMethod(
  request: RunRequest,
  onProgress: (progress: RunProgress) => void,
  signal: AbortSignal,
): Promise<ComputedFigures> {
  const worker: WorkerCalls = openWorker(new ComputeWorker());
  signal.addEventListener('abort', () => worker.stop(), { once: true });
  const hear = (progress: unknown): void => onProgress(progress as RunProgress);
  try {
    return (await worker.call('run', [request], hear)) as ComputedFigures;
  } finally {
    worker.stop();
  }
}
