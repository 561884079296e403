import { serveJobs } from '../../threads/serve-jobs.ts';
import { Invariant } from '../../core/errors.ts';
import type { EngineRun } from '../../jobs/engines/method-engine.ts';
import { openRun, type TaskRun } from '../../jobs/work/open-run.ts';
import { encodeSlice } from '../../jobs/work/slice-bytes.ts';
import { openPaths } from './open-paths.ts';
import type { SliceTask } from './slice-worker.ts';

/** A run whose draws are units, the file of its engine, and the files of its documents by their SHA-256. */
export interface DrawSetting {
  readonly engine: EngineRun['engine'];
  readonly run: TaskRun;
  readonly paths: ReadonlyMap<string, string>;
}

/** A thread of a worker: opens a run for itself, and gives the bytes of its slices. The job `open` is done when it has. */
await serveJobs(
  async ({ engine, run, paths }: DrawSetting) => {
    const { simulation } = await (await openRun(run, engine, openPaths(paths))).prepare();
    if (simulation === null) throw new Invariant(`${run.method} has no simulation`);
    return (task: SliceTask | 'open') =>
      task === 'open' ? new Uint8Array() : encodeSlice(simulation.sampleSlice(task.group, task.slice));
  },
  ({ buffer }) => [buffer as ArrayBuffer],
);
