import { openApi } from '../../../../client/http/api.ts';
import { serveTasks } from '../../../../client/workers/worker-calls.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { computeFigures } from '../../../../jobs/compute/compute-figures.ts';
import type { RunProgress } from '../../../../jobs/compute/run-rows.ts';
import { findOffers, type OfferPorts } from '../../../../jobs/compute/offers.ts';
import { fetchInput } from '../../../../jobs/compute/run-inputs.ts';
import { finishHere } from '../../../../jobs/compute/simulate-here.ts';
import { openBlobs } from '../../../../jobs/documents/open-blobs.ts';
import { openEngineServer } from '../../../../jobs/engines/engine-store.ts';
import { findFactors } from '../../../../jobs/find-factors/find-factors.ts';
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
});

/** What offers are found with: the records of the ledger, since a result that is registered has no other inputs. */
function openOffers({
  method,
  documents,
  token,
}: Pick<OffersRequest, 'method' | 'documents' | 'token'>): OfferPorts {
  const api = openApi(location.origin, { token });
  const engines = openEngineServer(openApi(location.origin));
  const read = new Map<string, ReturnType<OfferPorts['readInput']>>();
  return {
    findFactors: async (request) =>
      (await findFactors(request, { api })).items.filter(({ record }) => record !== null),
    readInput: (id) => {
      const input = read.get(id) ?? fetchInput(api, id as Hex);
      read.set(id, input);
      return input;
    },
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
