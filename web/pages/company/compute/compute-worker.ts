import { openApi } from '../../../../client/http/api.ts';
import { serveTasks } from '../../../../client/workers/worker-calls.ts';
import { computeFigures } from '../../../../jobs/compute/compute-figures.ts';
import type { RunProgress } from '../../../../jobs/compute/run-rows.ts';
import { findOffers, type OfferPorts } from '../../../../jobs/compute/offers.ts';
import { openStarterOptions } from '../../../../jobs/compute/ledger-options.ts';
import { finishHere } from '../../../../jobs/compute/simulate-here.ts';
import { openBlobs } from '../../../../jobs/documents/open-blobs.ts';
import { openEngineServer } from '../../../../jobs/engines/engine-store.ts';
import { readStarterDataset } from '../../../../jobs/import/starter-dataset.ts';
import type { OffersRequest, RunRequest } from './compute-messages.ts';

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
  offers: (_report, { reads, inputs, parameters, ...request }: OffersRequest) =>
    findOffers({ reads, inputs, parameters }, openOffers(request)),
  starter: (_report, input: string) =>
    readStarterDataset(input, (name) => openApi(location.origin).getBytes(`/starter/${name}`)),
});

/** What offers are found and tried with. */
function openOffers({
  method,
  documents,
  token,
}: Pick<OffersRequest, 'method' | 'documents' | 'token'>): OfferPorts {
  const engines = openEngineServer(openApi(location.origin));
  return {
    ...openStarterOptions(openApi(location.origin, { token })),
    compute: async ({ inputs, parameters }) => {
      const made = await computeFigures(
        {
          ...{ method, inputs, parameters, given: [] },
          ...{ leftOut: 'listed', warnings: 'listed', entries: 'not-needed' },
        },
        {
          ...{ engines, openDocument: openBlobs(documents, () => {}) },
          ...{ finish: finishHere(() => {}), onProgress: () => {} },
        },
      );
      return made.figures;
    },
  };
}
