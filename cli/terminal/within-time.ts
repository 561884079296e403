import type { HostError } from '../../agents/gate/notice.ts';

/** The time that an answer may take. */
export const ANSWER_MS = 300_000;

/** Ends work when its time is over, or when its person presses Ctrl-C: the reason of the signal says which. */
export async function withinTime<Out>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<Out>,
): Promise<Out> {
  const ending = new AbortController();
  const end = (reason: HostError) => () => ending.abort(reason);
  const [stop, timer] = [end('stopped'), setTimeout(end('too-slow'), milliseconds)];
  process.once('SIGINT', stop);
  try {
    return await work(ending.signal);
  } finally {
    clearTimeout(timer);
    process.off('SIGINT', stop);
  }
}
