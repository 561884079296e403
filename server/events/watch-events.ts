import type { Log } from '../../runtime/log.ts';
import { type Loop, startLoop } from '../../runtime/loop.ts';
import { openRepeats } from '../../runtime/repeats.ts';
import { explainSession } from '../../db/session-errors.ts';
import type { EventHub } from './event-hub.ts';

/** The longest pause between two looks while the database does not answer, in milliseconds. */
const LONGEST_PAUSE = 8_000;

/** Starts to look for events, every `pollMs` milliseconds. */
export function watchEvents(
  hub: EventHub,
  { pollMs, log }: { readonly pollMs: number; readonly log: Log },
): Loop {
  const isNews = openRepeats();
  return startLoop({
    pollMs,
    longestPauseMs: LONGEST_PAUSE,
    async step() {
      await hub.look();
      return 'after-pause';
    },
    onError(error) {
      const why = explainSession(error);
      if (isNews(why ?? String(error)))
        log.warn({ err: error }, `Events could not be read (${why ?? 'see err'}). It will be tried again.`);
    },
  });
}
