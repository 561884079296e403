import { openWorker } from '../../../../client/workers/worker-calls.ts';
import type { DocumentBlob } from '../../../documents/open-blobs.ts';
import type { EngineSource } from '../../../verification/work/messages.ts';
import type { Material } from '../../../../jobs/reperform/material.ts';
import RecomputeWorker from './recompute-worker.ts?worker';
import type { RecomputeProgress, Recomputation } from '../../../../jobs/reperform/recomputation.ts';

/** Reads the material in a proof file. @throws WorkerFailure with the code of what is wrong with the file */
export async function openMaterialFile(file: File): Promise<Material> {
  const worker = openWorker(new RecomputeWorker());
  try {
    return (await worker.call('open', [file])) as Material;
  } finally {
    worker.stop();
  }
}

/** Computes figures again in a worker. @throws WorkerFailure; WorkerStopped once the signal is aborted */
export async function recomputeInWorker(
  material: Material,
  { engines, documents }: { engines: readonly EngineSource[]; documents: readonly DocumentBlob[] },
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: RecomputeProgress) => void },
): Promise<Recomputation> {
  const worker = openWorker(new RecomputeWorker());
  const stop = (): void => worker.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return (await worker.call('recompute', [material, engines, documents], (progress) =>
      onProgress(progress as RecomputeProgress),
    )) as Recomputation;
  } finally {
    signal.removeEventListener('abort', stop);
    worker.stop();
  }
}
