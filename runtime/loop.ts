import { setTimeout as wait } from 'node:timers/promises';

/** Work that goes on until it is stopped. */
export interface Loop {
  /** Finishes the step under way, then ends. */
  stop(): Promise<void>;
}

/** What a loop does. */
export interface LoopWork {
  /** One step; tells whether the next may follow at once. */
  readonly step: () => Promise<boolean>;
  /** Milliseconds between steps that don't follow at once, and after one that failed. */
  readonly pollMs: number;
  readonly onError: (error: unknown) => void;
}

/** Returns a running loop. A step that fails is told of, and tried again. */
export function startLoop({ step, pollMs, onError }: LoopWork): Loop {
  const stopped = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const goesOn = await step().catch((error: unknown) => {
        onError(error);
        return false;
      });
      if (!goesOn) await wait(pollMs, undefined, { signal: stopped.signal }).catch(() => {});
    }
  };
  const running = run();
  return {
    stop() {
      stopped.abort();
      return running;
    },
  };
}
