import { serveTasks } from '../../../../client/workers/worker-calls.ts';
import { type DocumentBlob, openBlobs } from '../../../../jobs/documents/open-blobs.ts';
import { readSources } from '../../../../jobs/engines/engine-sources.ts';
import type { EngineSource } from '../../../../jobs/engines/engine-sources.ts';
import type { Material } from '../../../../jobs/reperform/material.ts';
import { recompute } from '../../../../jobs/reperform/recompute.ts';
import type { RecomputeProgress } from '../../../../jobs/reperform/recomputation.ts';
import { openEngines } from '../../../../jobs/engines/engine-files.ts';
import { openMaterial } from '../../../../jobs/reperform/material.ts';

/** Reads proof files and computes figures again, so that the page stays responsive. */
serveTasks(globalThis, {
  open: async (_report, file: File): Promise<Material> =>
    openMaterial(new Uint8Array(await file.arrayBuffer())),
  recompute: (
    report: (progress: RecomputeProgress) => void,
    material: Material,
    engines: EngineSource[],
    documents: DocumentBlob[],
  ) =>
    recompute(material, {
      openEngine: openEngines(readSources(engines)),
      openDocument: openBlobs(documents, (done) => report({ step: 'reading', done })),
      report,
    }),
});
