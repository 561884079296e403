import type { ComputeRun } from '../../../../agents/procedures/workbench.ts';
import { WorkerFailure } from '../../../../client/workers/worker-calls.ts';
import { runMethod } from '../../company/compute/compute-work.ts';

/** Computes a run of a question in a worker of this browser. @throws an error with the code of the engine and its row; WorkerStopped */
export const computeInWorker: ComputeRun = async ({ method, inputs, parameters }, signal) => {
  try {
    return await runMethod({ method, inputs, parameters, documents: [] }, () => {}, signal);
  } catch (error) {
    throw error instanceof WorkerFailure ? withRow(error) : error;
  }
};

/** An error of the engine has its row as a member; one that came from a worker has it in its details. */
function withRow(error: WorkerFailure): Error {
  const { row = null } = (error.details ?? {}) as { readonly row?: unknown };
  return Object.assign(error, { row });
}
