import { withinTime } from '../../agents/coordinator/time-limit.ts';

/** Ends work when the time of an answer is over, or when its person presses Ctrl-C: the reason of the signal says which. */
export async function untilStopped<Out>(work: (signal: AbortSignal) => Promise<Out>): Promise<Out> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort('stopped');
  process.once('SIGINT', stop);
  try {
    return await withinTime(work, startTimer, stopping.signal);
  } finally {
    process.off('SIGINT', stop);
  }
}

function startTimer(call: () => void, milliseconds: number): () => void {
  const timer = setTimeout(call, milliseconds);
  return () => clearTimeout(timer);
}
