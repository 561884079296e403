import { parentPort, workerData } from 'node:worker_threads';
import { Invariant } from '../../core/errors.ts';
import { openEngines } from '../policies/engine-files.ts';
import type { EngineRun, RunningEngine } from '../policies/method-engine.ts';

/** One slice of one group of figures. */
export interface SliceTask {
  readonly group: number;
  readonly slice: number;
}

/** A thread of the pool: computes one slice after the other, and posts what each gives. It ends when it gets null. */
if (parentPort === null)
  throw new Invariant('slice-worker.ts must run as a thread of simulate-in-threads.ts');
const port = parentPort;
const { engine, method, inputs, parameters, options } = workerData as EngineRun;
const opened = await openEngines(() => Promise.resolve(engine.bytes))(engine.digest);
if (opened === null) throw new Invariant(`the file of the engine has not the digest ${engine.digest}`);
const { simulation } = (opened as object as RunningEngine).prepareRun(method, inputs, parameters, options);
port.on('message', (task: SliceTask | null) => {
  if (task === null || simulation === null) {
    port.close();
    return;
  }
  const { samples, rows, products } = simulation.sampleSlice(task.group, task.slice);
  const buffers = [...samples, rows, ...products].map(({ buffer }) => buffer as ArrayBuffer);
  port.postMessage({ samples, rows, products }, buffers);
});
