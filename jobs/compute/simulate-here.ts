import type { SimulatedGroup, Simulation } from '../../engine/uncertainty/simulate.ts';
import type { FinishRun } from '../engines/method-engine.ts';

/** How far a simulation is. */
export interface SimulationProgress {
  /** The part that is done, from 0 to 1. */
  readonly done: number;
  /** Seconds that the rest takes at this speed. */
  readonly left: number;
}

/** Milliseconds between two reports. */
const REPORT_EVERY = 1000;

/** Returns what finishes a run in this thread, and reports how far its simulation is, where it has one. */
export function finishHere(onProgress: (progress: SimulationProgress) => void): FinishRun {
  return (prepared) => {
    const { simulation } = prepared;
    if (simulation === null) return prepared.finish();
    const report = pace(simulation.slices * simulation.groups, onProgress);
    return prepared.finish(simulateAlone(simulation, report));
  };
}

/** Computes all slices in this thread. `report` is called after each. */
export function simulateAlone(simulation: Simulation, report: () => void): SimulatedGroup[] {
  return Array.from({ length: simulation.groups }, (_, group) => {
    const sum = simulation.openGroup(group);
    for (let slice = 0; slice < simulation.slices; slice++) {
      sum.add(simulation.sampleSlice(group, slice));
      report();
    }
    return sum.finish();
  });
}

/**
 * Returns a function to call once for each of `all` parts; it reports at most once a second. Time counts from the first part, so that the
 * start of threads does not count.
 */
export function pace(all: number, onProgress: (progress: SimulationProgress) => void): () => void {
  let [began, last, done] = [0, 0, 0];
  return () => {
    done += 1;
    const now = performance.now();
    if (done === 1) [began, last] = [now, now];
    if (now - last < REPORT_EVERY) return;
    last = now;
    onProgress({ done: done / all, left: ((now - began) / 1000 / (done - 1)) * (all - done) });
  };
}
