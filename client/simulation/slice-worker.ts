import { Invariant } from '../../core/errors.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { prepareRun, type RunOptions } from '../../engine/run.ts';
import { serveJobs } from '../../threads/serve-jobs.ts';

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

/** A thread of the simulation: computes slices of a run that it prepares for itself. */
serveJobs(
  ({ method, inputs, parameters, options }: ThreadRun) => {
    const { simulation } = prepareRun(method, inputs, parameters, options);
    if (simulation === null) throw new Invariant(`${method} has no simulation`);
    return ({ group, slice }: SliceTask) => simulation.sampleSlice(group, slice);
  },
  ({ samples, rows, products }) => [...samples, rows, ...products].map(({ buffer }) => buffer as ArrayBuffer),
);
