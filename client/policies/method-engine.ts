import { findMethod, METHODS } from '../../engine/methods/registry.ts';
import { prepareRun, readDocument, solveRun } from '../../engine/run.ts';
import { entriesOfRun } from '../records/result-entries.ts';
import { entriesOfSolution } from '../records/solution-entries.ts';
import { finishInThreads } from '../simulation/simulate-in-threads.ts';
import { engineFolder, readOwnEngineDigest } from './released-engines.ts';
import { type MethodEngine, openReleasedMethod } from './released-method.ts';
import { findReleased } from './released-methods.ts';

/**
 * Returns the engine that has a method: that of this program, else the released one with an earlier version of the method.
 * @throws EngineError `unknown-method`
 */
export async function findMethodEngine(method: string): Promise<MethodEngine> {
  const isOwn = METHODS.some(({ name }) => name === method);
  const version = isOwn ? null : findReleased(method);
  return version === null ? openOwn(method) : openReleasedMethod(method, engineFolder);
}

function openOwn(method: string): MethodEngine {
  const { reads } = findMethod(method);
  return {
    readDocument: reads.includes('matrix-document') ? readDocument : null,
    solve: (inputs, parameters, options) => solveRun(method, inputs, parameters, options),
    run: async (inputs, parameters, { threads = 1, onProgress, ...given } = {}) => {
      const run = { method, inputs, parameters, options: given };
      // What an engine has read itself cannot be sent to another thread.
      const isAlone = given.documents !== undefined && given.documents.length > 0;
      return finishInThreads(prepareRun(method, inputs, parameters, given), run, {
        threads: isAlone ? 1 : threads,
        ...(onProgress === undefined ? {} : { onProgress }),
      });
    },
    listEntries: async (result, parameters, solution = null) => [
      ...entriesOfRun({ method, parameters, result, digest: await readOwnEngineDigest() }),
      ...entriesOfSolution(solution),
    ],
  };
}
