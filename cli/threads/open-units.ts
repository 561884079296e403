import type { Hex } from '../../core/encoding/hex.ts';
import type { Slice } from '../../engine/uncertainty/simulate.ts';
import { encodeSlice } from '../../jobs/work/slice-bytes.ts';
import type { OpenedTask, UnitComputer, UnitLimits } from '../../jobs/work/opened-tasks.ts';
import { UnitEnded } from '../../jobs/work/unit-ended.ts';
import type { WholeUnit } from '../../jobs/work/unit-bytes.ts';
import { JobTooSlow, type PoolOptions, ThreadPool } from '../../threads/thread-pool.ts';
import type { SliceTask } from './slice-worker.ts';

/** Bytes of heap that a thread has whatever a unit states: an engine needs some. */
const LEAST_HEAP = 2 ** 28;

/** Starts to compute a task in threads of this process. @throws as `readInput` */
export async function openUnitsInThreads(opened: OpenedTask, threads: number): Promise<UnitComputer> {
  const { task, engine, limits } = opened;
  const own = { name: 'the worker', threads, ...(limits === null ? {} : limit(limits)) };
  if (task.kind === 'draws') {
    const { run, slices } = task;
    const inputs = await Promise.all(run.inputs.map(opened.readInput));
    const module = new URL('./slice-worker.ts', import.meta.url);
    const setting = { engine, method: run.method, inputs, parameters: run.parameters, options: {} };
    const pool = new ThreadPool<SliceTask, Slice>({ ...own, module, setting });
    return serve(pool, async (unit) =>
      encodeSlice(await pool.run({ group: Math.floor(unit / slices), slice: unit % slices })),
    );
  }
  const module = new URL('./unit-worker.ts', import.meta.url);
  const pool = new ThreadPool<WholeUnit, Uint8Array>({ ...own, module, setting: engine });
  return serve(pool, async (unit) => pool.run(await readWhole(opened, unit)));
}

function limit({ memory, seconds }: UnitLimits): Pick<PoolOptions, 'heap' | 'seconds'> {
  return { heap: Math.max(LEAST_HEAP, memory), seconds };
}

/** Returns a unit with all that it is computed from. */
async function readWhole({ task, readInput, readProof }: OpenedTask, unit: number): Promise<WholeUnit> {
  if (task.kind === 'reperform') {
    const id = task.results[unit] as Hex;
    return { kind: 'reperform', id, proof: await readProof(id) };
  }
  if (task.kind === 'draws') throw new Error('a slice of draws is no whole unit');
  const { method, parameters, inputs } = task.runs[unit]!;
  return { kind: 'run', method, parameters, inputs: await Promise.all(inputs.map(readInput)) };
}

function serve(
  pool: { readonly close: () => Promise<void> },
  compute: (unit: number) => Promise<Uint8Array>,
): UnitComputer {
  return {
    compute: (unit) =>
      compute(unit).catch((error: unknown) => {
        throw explain(error);
      }),
    close: () => pool.close(),
  };
}

/** The error that ended a thread, where it says one; else the thread was ended, for example as it had no memory left. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error) || !error.message.startsWith('a thread of')) return error;
  const { cause } = error;
  if (cause instanceof JobTooSlow)
    return new UnitEnded('unit-too-slow', `the unit was stopped: ${cause.message}`);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
  if (cause instanceof Error && code !== 'ERR_WORKER_OUT_OF_MEMORY') return cause;
  return new UnitEnded(
    'worker-ended',
    `the unit ended its thread: ${cause instanceof Error ? cause.message : error.message}`,
  );
}
