import { classifySession } from '../db/session-errors.ts';
import type { Log } from './log.ts';
import { startLoop } from './loop.ts';
import { openRepeats } from './repeats.ts';
import { StartupError } from './startup-error.ts';

/** How a service waits at its start for a database or a chain that does not answer. */
export interface Patience {
  readonly log: Pick<Log, 'warn'>;
  /** Milliseconds before the second try. The pause doubles with each further one. */
  readonly pollMs: number;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** Called when a try failed and another one will follow. */
  readonly onWait?: () => void;
}

/** The longest pause between two tries, in milliseconds. */
const LONGEST_PAUSE = 10_000;

/**
 * Returns what `open` returns. While database or chain do not answer, the log says so, and `open` is tried again.
 * @throws what `open` throws, if another try would not help: the configuration is wrong. The reason of `signal` after it was aborted
 */
export async function openPatiently<Out>(
  open: () => Promise<Out>,
  { log, pollMs, signal, onWait }: Patience,
): Promise<Out> {
  signal.throwIfAborted();
  const isNews = openRepeats();
  let result: Promise<Out> | undefined;
  const loop = startLoop({
    pollMs,
    longestPauseMs: LONGEST_PAUSE,
    async step() {
      // An outage is thrown, so the loop tries again. Success or any other error is kept in `result` and ends the loop.
      const tried = open();
      await tried.catch((error: unknown) => {
        if (isOutage(error)) throw error;
      });
      result = tried;
      return 'none';
    },
    onError(error) {
      const { code, message } = error as Error & { code?: string };
      if (isNews(String(code))) log.warn({ code }, `${message} This process tries again until it can start.`);
      onWait?.();
    },
  });
  const stop = (): void => void loop.stop();
  signal.addEventListener('abort', stop);
  await loop.ended;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  return result!;
}

function isOutage(error: unknown): boolean {
  if (error instanceof StartupError) return ['database-unreachable', 'rpc-unreachable'].includes(error.code);
  return classifySession(error) !== null;
}
