import type { Pool } from 'pg';
import { findBatchView } from '../../db/batches/batch-views.ts';
import { type Loop, startLoop } from '../../runtime/loop.ts';
import type { Log } from '../../runtime/log.ts';
import { openRepeats } from '../../runtime/repeats.ts';
import { isWhole } from './publish.ts';

/** A running check of a publication. */
export interface Scrubber {
  /** How many batches the folder lacks or has damaged, as far as it was read. */
  gaps(): number;
  readonly loop: Loop;
}

/** What a scrubber works with. */
export interface ScrubberDeps {
  readonly pool: Pool;
  readonly folder: string;
  readonly log: Log;
  /** Milliseconds between two batches. */
  readonly pauseMs: number;
}

/**
 * Reads a publication over and over, one batch after the other with pauses, and reports those that the folder lacks or has damaged. A batch
 * that is sealed but not on the chain yet may not be published yet, and is left out.
 */
export function startScrubber({ pool, folder, log, pauseMs }: ScrubberDeps): Scrubber {
  const gaps = new Set<number>();
  const isNews = openRepeats();
  let number = 0;
  const loop = startLoop({
    pollMs: pauseMs,
    async step() {
      const batch = await findBatchView(pool, number + 1);
      if (batch?.anchor == null) {
        number = 0;
        return 'after-pause';
      }
      number += 1;
      if (await isWhole(folder, batch)) gaps.delete(number);
      else if (!gaps.has(number)) {
        gaps.add(number);
        log.error(
          { batch: number, gaps: gaps.size },
          'The publication lacks a batch, or has it damaged. Bring the folder back, or run npm run operator -- publish-missing.',
        );
      }
      return 'after-pause';
    },
    onError(error) {
      if (isNews(String(error)))
        log.warn({ err: error }, 'The publication could not be checked; it is tried again.');
    },
  });
  return { gaps: () => gaps.size, loop };
}
