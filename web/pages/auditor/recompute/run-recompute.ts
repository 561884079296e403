import { callOnce } from '../../../../client/workers/worker-calls.ts';
import type { DocumentBlob } from '../../../../jobs/documents/open-blobs.ts';
import type { EngineSource } from '../../../../jobs/engines/engine-sources.ts';
import type { Material } from './material.ts';
import RecomputeWorker from './recompute-worker.ts?worker';
import type { RecomputeProgress, Recomputation } from './recomputation.ts';

/** Reads the material in a proof file. @throws WorkerFailure with the code of what is wrong with the file */
export async function openMaterialFile(file: File): Promise<Material> {
  return (await callOnce(new RecomputeWorker(), 'open', [file])) as Material;
}

/** Computes figures again in a worker. @throws WorkerFailure; WorkerStopped once the signal is aborted */
export async function recomputeInWorker(
  material: Material,
  { engines, documents }: { engines: readonly EngineSource[]; documents: readonly DocumentBlob[] },
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: RecomputeProgress) => void },
): Promise<Recomputation> {
  const hear = (progress: unknown): void => onProgress(progress as RecomputeProgress);
  const args = [material, engines, documents];
  const made = await callOnce(new RecomputeWorker(), 'recompute', args, { signal, onProgress: hear });
  return made as Recomputation;
}
