import type { SimulatedGroup, Simulation, Slice } from '../../engine/uncertainty/simulate.ts';
import { ThreadPool } from '../../threads/thread-pool.ts';
import type { FinishRun } from '../../jobs/engines/method-engine.ts';
import { pace, simulateAlone, type SimulationProgress } from '../../jobs/compute/simulate-here.ts';
import type { SliceTask } from './slice-worker.ts';

/** How a simulation is spread over threads. */
export interface Threading {
  readonly threads: number;
  readonly onProgress?: (progress: SimulationProgress) => void;
}

/** Simulations of fewer slices are computed in this thread: others would start for longer than they work. */
const FEW_SLICES = 8;

/**
 * Returns what finishes a run. Its simulation, where it has one, is computed in threads: each prepares the run for itself with the same
 * engine and computes slices, and these are added here in their order. So the result has the same bits for any number of threads. What a
 * thread cannot compute is computed here, so that its error is thrown as it is.
 */
export function finishInThreads({ threads, onProgress = () => {} }: Threading): FinishRun {
  return async (prepared, run) => {
    const { simulation } = prepared;
    if (simulation === null) return prepared.finish();
    const { slices, groups } = simulation;
    const report = pace(slices * groups, onProgress);
    // What an engine has read itself cannot be sent to another thread.
    const isAlone = threads === 1 || (run.options.documents ?? []).length > 0;
    if (isAlone || slices * groups < FEW_SLICES) return prepared.finish(simulateAlone(simulation, report));
    const pool: SlicePool = new ThreadPool({
      name: 'the simulation',
      module: new URL('./slice-worker.ts', import.meta.url),
      threads: Math.min(threads, slices),
      setting: run,
    });
    try {
      const done: SimulatedGroup[] = [];
      for (let group = 0; group < groups; group++)
        done.push(await simulateGroup(simulation, group, pool, report));
      return prepared.finish(done);
    } finally {
      await pool.close();
    }
  };
}

type SlicePool = ThreadPool<SliceTask, Slice>;

/**
 * At most two slices for each thread are in progress or wait to be added, so that memory does not grow with the draws. Once a thread
 * could not compute a slice, the pool is closed: other threads might end like it. The rest is computed here.
 */
async function simulateGroup(
  simulation: Simulation,
  group: number,
  pool: SlicePool,
  report: () => void,
): Promise<SimulatedGroup> {
  const sum = simulation.openGroup(group);
  const asked: Promise<Slice>[] = [];
  let next = 0;
  const ask = (): void => {
    if (pool.isClosed || next === simulation.slices) return;
    const slice = pool.run({ group, slice: next++ });
    // It is awaited below, in the order of the slices.
    slice.catch(() => pool.close());
    asked.push(slice);
  };
  for (let index = 0; index < 2 * pool.threads; index++) ask();
  for (let number = 0; number < simulation.slices; number++) {
    const slice = await asked.shift()?.catch(() => null);
    sum.add(slice ?? simulation.sampleSlice(group, number));
    report();
    ask();
  }
  return sum.finish();
}
