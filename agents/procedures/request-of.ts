import type { ComputeRequest } from '../../jobs/compute/compute-figures.ts';
import type { GivenRun } from './workbench.ts';

/** Returns what is asked of the engine for a run. */
export function requestOf({ method, inputs, parameters }: GivenRun): ComputeRequest {
  return {
    ...{ method, inputs, parameters, given: [] },
    ...{ leftOut: 'listed', warnings: 'listed', entries: 'listed' },
  };
}
