import { openEngineServer } from '../../../../jobs/engines/engine-store.ts';
import { openMethodEngine } from '../../../../jobs/engines/method-engine.ts';
import { readParameterTimes } from '../../../../jobs/compute/run-parameters.ts';
import { finishHere } from '../../../../jobs/compute/simulate-here.ts';
import { serveTasks } from '../../../../client/workers/worker-calls.ts';
import { openBlobs } from '../../../documents/open-blobs.ts';
import type { MadeRun, RunProgress, RunRequest } from './compute-messages.ts';

/** Runs methods in a worker: the engine that the server gives, by its hash. */

type Opened = Awaited<ReturnType<typeof openMethodEngine>>;
type Report = (progress: RunProgress) => void;

async function run(report: Report, request: RunRequest): Promise<MadeRun> {
  const { method, inputs, parameters: given } = request;
  const parameters = readParameterTimes(given);
  const opened = await openMethodEngine(method, openEngineServer(location.origin));
  const documents = await readAll(opened, request.documents, report);
  report({ step: 'computing', done: null });
  const solution = await opened.solve(inputs, parameters, {
    documents,
    onProgress: (done) => report({ step: 'solving', done }),
  });
  report({ step: 'computing', done: null });
  const result = await opened.run(inputs, parameters, {
    ...(documents.length === 0 ? {} : { documents }),
    ...(solution === null ? {} : { solution }),
    finish: finishHere(({ done }) => report({ step: 'computing', done })),
  });
  const { figures, warnings, reconciliation, used } = result;
  const entries = opened.listEntries(result, parameters);
  return {
    ...{ figures, warnings, reconciliation, entries, engine: opened.engine },
    used: used.map(({ record }) => record as MadeRun['used'][number]),
  };
}

/** Reads documents with the engine, which hashes them again. A method that takes none gets none. */
async function readAll(
  { readDocument }: Opened,
  given: RunRequest['documents'],
  report: Report,
): Promise<Awaited<ReturnType<NonNullable<Opened['readDocument']>>>[]> {
  if (readDocument === null) return [];
  const open = openBlobs(given, (done) => report({ step: 'reading', done }));
  const documents = [];
  for (const { sha256, size, mediaType } of given) {
    const source = await open({ sha256, size, mediaType });
    documents.push(await readDocument({ sha256, size, mediaType }, source!));
  }
  return documents;
}

serveTasks(globalThis, {
  run: (report: Report, request: RunRequest) => run(report, request),
});
