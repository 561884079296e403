import { callOnce } from '../../../../client/workers/worker-calls.ts';
import type { ComputedFigures } from '../../../../jobs/compute/compute-figures.ts';
import type { RunProgress } from '../../../../jobs/compute/run-rows.ts';
import type { StarterDataset } from '../../../../jobs/import/starter-dataset.ts';
import type { FoundOffers } from '../../../../jobs/compute/offers.ts';
import type { OffersRequest, RunRequest } from './compute-messages.ts';
import ComputeWorker from './compute-worker.ts?worker';

/** Runs a method in a worker of its own; aborting the signal ends it. @throws WorkerFailure with the code of the engine; WorkerStopped */
export async function runMethod(
  request: RunRequest,
  onProgress: (progress: RunProgress) => void,
  signal: AbortSignal,
): Promise<ComputedFigures> {
  const hear = (progress: unknown): void => onProgress(progress as RunProgress);
  const made = await callOnce(new ComputeWorker(), 'run', [request], { signal, onProgress: hear });
  return made as ComputedFigures;
}

/** Looks in a worker for what a run lacks, in the starter data and on the ledger. @throws WorkerFailure, WorkerStopped */
export async function findOffers(request: OffersRequest, signal: AbortSignal): Promise<FoundOffers> {
  return (await callOnce(new ComputeWorker(), 'offers', [request], { signal })) as FoundOffers;
}

/** Reads a file of the starter data, `data/gwp-ar5.csv`, as a dataset. @throws WorkerFailure */
export async function readStarter(input: string): Promise<StarterDataset> {
  return (await callOnce(new ComputeWorker(), 'starter', [input])) as StarterDataset;
}
