import { openEngineServer } from '../../../../client/policies/engine-store.ts';
import { openReleasedMethod } from '../../../../client/policies/released-method.ts';
import { readParameterTimes } from '../../../../client/records/run-parameters.ts';
import { serveTasks } from '../../../../client/workers/worker-calls.ts';
import type { MadeRun, RunRequest } from './compute-messages.ts';

/** Runs methods in a worker: the released engine that the server gives, by its hash. */

async function run(report: (progress: unknown) => void, request: RunRequest): Promise<MadeRun> {
  const { method, inputs, parameters: given } = request;
  const parameters = readParameterTimes(given);
  const opened = await openReleasedMethod(method, openEngineServer(location.origin));
  report({ done: 0 });
  const solution = await opened.solve(inputs, parameters, {});
  const result = await opened.run(inputs, parameters, {
    ...(solution === null ? {} : { solution }),
    onProgress: report,
  });
  const { figures, warnings, reconciliation, used } = result;
  const entries = await opened.listEntries(result, parameters);
  return {
    ...{ figures, warnings, reconciliation, entries, engine: opened.engine },
    used: used.map(({ record }) => record as MadeRun['used'][number]),
  };
}

serveTasks(globalThis, {
  run: (report, request: RunRequest) => run(report, request),
});
