import { parentPort, workerData } from 'node:worker_threads';
import { Invariant } from '../../core/errors.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { prepareRun, type RunOptions } from '../../engine/run.ts';

/** The run that a thread prepares for itself. */
export interface ThreadRun {
  readonly method: string;
  readonly inputs: readonly InputRecord[];
  readonly parameters: unknown;
  readonly options: RunOptions;
}

/** One slice of one group of figures. */
export interface SliceTask {
  readonly group: number;
  readonly slice: number;
}

/** A thread of the pool: computes one slice after the other, and posts what each gives. It ends when it gets null. */
if (parentPort === null)
  throw new Invariant('slice-worker.ts must run as a thread of simulate-in-threads.ts');
const port = parentPort;
const { method, inputs, parameters, options } = workerData as ThreadRun;
const { simulation } = prepareRun(method, inputs, parameters, options);
port.on('message', (task: SliceTask | null) => {
  if (task === null || simulation === null) {
    port.close();
    return;
  }
  const { samples, rows, products } = simulation.sampleSlice(task.group, task.slice);
  const buffers = [...samples, rows, ...products].map(({ buffer }) => buffer as ArrayBuffer);
  port.postMessage({ samples, rows, products }, buffers);
});
