import { Invariant } from '../../core/errors.ts';
import { serveJobs } from '../../threads/serve-jobs.ts';
import { type EngineRun, openRunningEngine } from '../../jobs/engines/method-engine.ts';

/** One slice of one group of figures. */
export interface SliceTask {
  readonly group: number;
  readonly slice: number;
}

/** A thread of the simulation: computes slices of a run that it prepares for itself, with the file of the engine. */
await serveJobs(
  async ({ engine, method, inputs, parameters, options }: EngineRun) => {
    const opened = await openRunningEngine(engine);
    if (opened === null) throw new Invariant(`the file of the engine has not the digest ${engine.digest}`);
    const { simulation } = opened.prepareRun(method, inputs, parameters, options);
    if (simulation === null) throw new Invariant(`${method} has no simulation`);
    return ({ group, slice }: SliceTask) => simulation.sampleSlice(group, slice);
  },
  ({ samples, rows, products }) => [...samples, rows, ...products].map(({ buffer }) => buffer as ArrayBuffer),
);
