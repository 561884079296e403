import { openEngines } from '../../../../jobs/engines/engine-files.ts';
import { serveTasks } from '../../../../client/workers/worker-calls.ts';
import { parseBundle } from '../../../../core/proofs/bundle.ts';
import { type DocumentBlob, openBlobs } from '../../../../jobs/documents/open-blobs.ts';
import { readSources } from '../../../../jobs/engines/engine-sources.ts';
import type { EngineSource } from '../../../../jobs/engines/engine-sources.ts';
import type { Material } from './material.ts';
import { recompute } from './recompute.ts';
import type { RecomputeProgress } from './recomputation.ts';
import { titleOf } from '../../../data/record-title.ts';

/** Reads proof files and computes figures again, so that the page stays responsive. */
serveTasks(globalThis, {
  open: async (_report, file: File): Promise<Material> => {
    const { records } = parseBundle(new Uint8Array(await file.arrayBuffer()));
    return {
      records: records.map(({ id, record, statement, entries }) => ({
        ...{ id, record, entries },
        title: titleOf({ statement, record }),
      })),
      closed: [],
      isFile: true,
    };
  },
  recompute: (
    report: (progress: RecomputeProgress) => void,
    material: Material,
    engines: EngineSource[],
    documents: DocumentBlob[],
  ) =>
    recompute(
      material,
      {
        open: openEngines(readSources(engines)),
        openDocument: openBlobs(documents, (done) => report({ step: 'reading', done })),
      },
      report,
    ),
});
