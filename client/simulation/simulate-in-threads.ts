import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { SimulatedGroup, Simulation, Slice } from '../../engine/uncertainty/simulate.ts';
import type { EngineRun, FinishRun } from '../policies/method-engine.ts';
import { pace, simulateAlone, type SimulationProgress } from './simulate-here.ts';
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
    const pool = new Pool(run, Math.min(threads, slices));
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

/** At most two slices for each thread are in progress or wait to be added, so that memory does not grow with the draws. */
async function simulateGroup(
  simulation: Simulation,
  group: number,
  pool: Pool,
  report: () => void,
): Promise<SimulatedGroup> {
  const sum = simulation.openGroup(group);
  const under: Promise<Slice>[] = [];
  let next = 0;
  const start = (): void => {
    if (next === simulation.slices) return;
    const asked = pool.compute({ group, slice: next++ });
    // It is awaited below, in the order of the slices.
    asked.catch(() => {});
    under.push(asked);
  };
  for (let index = 0; index < 2 * pool.threads; index++) start();
  let added = 0;
  for (let slice = under.shift(); slice !== undefined; slice = under.shift()) {
    const number = added++;
    sum.add(await slice.catch(() => simulation.sampleSlice(group, number)));
    report();
    start();
  }
  return sum.finish();
}

interface Task {
  readonly asked: SliceTask;
  resolve(slice: Slice): void;
  reject(error: Error): void;
}

/** Threads that compute slices. Each has one in progress, and takes the next one when it is done. */
class Pool {
  readonly threads: number;
  readonly #all: Worker[];
  readonly #free: Worker[];
  readonly #tasks = new Map<Worker, Task>();
  readonly #waiting: Task[] = [];

  constructor(run: EngineRun, threads: number) {
    this.threads = threads;
    this.#all = Array.from({ length: threads }, () => this.#start(run));
    this.#free = [...this.#all];
  }

  compute(asked: SliceTask): Promise<Slice> {
    return new Promise((resolve, reject) => {
      if (this.#all.length === 0) reject(new Error('all threads of the simulation have ended'));
      this.#waiting.push({ asked, resolve, reject });
      this.#assign();
    });
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#all.map(async (worker) => {
        const ended = once(worker, 'exit');
        worker.postMessage(null);
        await ended;
      }),
    );
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      const worker = this.#free.pop();
      if (worker === undefined) return;
      const task = this.#waiting.shift()!;
      this.#tasks.set(worker, task);
      worker.postMessage(task.asked);
    }
  }

  #start(run: EngineRun): Worker {
    const worker = new Worker(new URL('./slice-worker.ts', import.meta.url), { workerData: run });
    let cause: unknown;
    worker.on('message', (slice: Slice) => {
      this.#tasks.get(worker)?.resolve(slice);
      this.#tasks.delete(worker);
      this.#free.push(worker);
      this.#assign();
    });
    worker.on('error', (error: unknown) => (cause = error));
    worker.on('exit', () => {
      this.#all.splice(this.#all.indexOf(worker), 1);
      const failed =
        cause instanceof Error ? cause : new Error('a thread of the simulation ended', { cause });
      this.#tasks.get(worker)?.reject(failed);
      if (this.#all.length === 0) for (const { reject } of this.#waiting.splice(0)) reject(failed);
    });
    return worker;
  }
}
