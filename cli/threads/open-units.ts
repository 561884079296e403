import type { Slice } from '../../engine/uncertainty/simulate.ts';
import { encodeSlice } from '../../jobs/work/slice-bytes.ts';
import { type OpenedTask, type UnitComputer, WorkerEnded } from '../../jobs/work/serve-pool.ts';
import { ThreadPool } from '../../threads/thread-pool.ts';
import type { SliceTask } from './slice-worker.ts';

/** Bytes of heap that a thread has whatever a unit states: an engine needs some. */
const LEAST_HEAP = 2 ** 28;

/** Starts to compute a task in threads of this process. @throws as `readInput` */
export async function openUnitsInThreads(
  { task, engine, memory, readInput }: OpenedTask,
  threads: number,
): Promise<UnitComputer> {
  if (task.kind !== 'draws') throw new Error(`no worker computes ${task.kind} yet`);
  const { run, slices } = task;
  const inputs = await Promise.all(run.inputs.map(readInput));
  const pool = new ThreadPool<SliceTask, Slice>({
    name: 'the worker',
    module: new URL('./slice-worker.ts', import.meta.url),
    threads,
    heap: Math.max(LEAST_HEAP, memory),
    setting: { engine, method: run.method, inputs, parameters: run.parameters, options: {} },
  });
  return {
    async compute(unit) {
      try {
        const slice = await pool.run({ group: Math.floor(unit / slices), slice: unit % slices });
        return encodeSlice(slice);
      } catch (cause) {
        throw explain(cause);
      }
    },
    close: () => pool.close(),
  };
}

/** The error that ended a thread, where it says one; else the thread was ended, for example as it had no memory left. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
  if (cause instanceof Error && code !== 'ERR_WORKER_OUT_OF_MEMORY') return cause;
  return new WorkerEnded(
    `the unit ended its thread: ${cause instanceof Error ? cause.message : error.message}`,
  );
}
