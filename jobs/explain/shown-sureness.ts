import type { ShownUncertainty } from '../../engine/uncertainty/read-note.ts';
import { showEnds, showMean, type ShownInterval } from '../../engine/uncertainty/shown-interval.ts';

/** The interval and the mean of a figure, with the digits that they have; null where it has none. */
export interface ShownSureness {
  readonly interval: ShownInterval | null;
  readonly mean: ReturnType<typeof showMean> | null;
}

/** Returns what a page shows of how sure a figure is. */
export function showSureness(uncertainty: ShownUncertainty): ShownSureness {
  const { mean, errors } = uncertainty;
  return {
    interval: showEnds(uncertainty),
    mean: mean === undefined ? null : showMean(mean, errors),
  };
}
