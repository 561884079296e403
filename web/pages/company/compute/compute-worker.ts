import { openApi } from '../../../../client/http/api.ts';
import { serveTasks } from '../../../../client/workers/worker-calls.ts';
import { computeFigures, type RunProgress } from '../../../../jobs/compute/compute-figures.ts';
import { finishHere } from '../../../../jobs/compute/simulate-here.ts';
import { openBlobs } from '../../../../jobs/documents/open-blobs.ts';
import { openEngineServer } from '../../../../jobs/engines/engine-store.ts';
import type { RunRequest } from './compute-messages.ts';

/** Runs methods in a worker: the engine that the server gives, by its hash. */
serveTasks(globalThis, {
  run: (report: (progress: RunProgress) => void, { documents, ...request }: RunRequest) =>
    computeFigures(
      { ...request, given: [], leftOut: 'listed', warnings: 'listed', entries: 'listed' },
      {
        engines: openEngineServer(openApi(location.origin)),
        openDocument: openBlobs(documents, (done) => report({ step: 'reading', done })),
        finish: finishHere(({ done }) => report({ step: 'computing', done })),
        onProgress: report,
      },
    ),
});
