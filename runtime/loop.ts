import { setTimeout as wait } from 'node:timers/promises';

/** What a step asks for: the next step at once, the next step after a pause, or no further step. */
export type NextStep = 'at-once' | 'after-pause' | 'none';

/** Work that is repeated until it is stopped, or until a step asks for no further one. */
export interface Loop {
  /** Resolves when the last step has ended. */
  readonly ended: Promise<void>;
  /** Lets the current step finish, then ends the loop. */
  stop(): Promise<void>;
}

/** What a loop repeats, and how often. */
export interface LoopWork {
  readonly step: () => Promise<NextStep>;
  /** Milliseconds between two steps. */
  readonly pollMs: number;
  /** The pause doubles with each step that fails in a row, up to this; without it the pause stays the same. */
  readonly longestPauseMs?: number;
  /** Called when a step throws, with how many steps in a row have failed. */
  readonly onError: (error: unknown, failures: number) => void;
}

/** Returns a running loop. A step that throws is reported, and is tried again after a pause. */
export function startLoop(work: LoopWork): Loop {
  const stopping = new AbortController();
  const ended = repeat(work, stopping.signal);
  return {
    ended,
    stop() {
      stopping.abort();
      return ended;
    },
  };
}

async function repeat(
  { step, pollMs, longestPauseMs = pollMs, onError }: LoopWork,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    let next: NextStep = 'after-pause';
    try {
      next = await step();
      failures = 0;
    } catch (error) {
      failures += 1;
      onError(error, failures);
    }
    if (next === 'none') return;
    if (next === 'at-once') continue;
    const pause = failures === 0 ? pollMs : Math.min(longestPauseMs, pollMs * 2 ** failures);
    await wait(pause, undefined, { signal }).catch(() => {});
  }
}
