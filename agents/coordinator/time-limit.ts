import { TOO_SLOW } from '../model/converse.ts';

/** The time that an answer may take, in milliseconds. */
const MOST_MILLISECONDS = 300_000;

/** A clock: calls after so many milliseconds, unless what it returns is called before. */
export type Clock = (call: () => void, milliseconds: number) => () => void;

/** Works on an answer until the clock ends it, or its person does. The signal says which. */
export async function withinTime<Out>(
  work: (signal: AbortSignal) => Promise<Out>,
  clock: Clock,
  stopped: AbortSignal,
): Promise<Out> {
  const ending = new AbortController();
  const forget = clock(() => ending.abort(TOO_SLOW), MOST_MILLISECONDS);
  try {
    return await work(AbortSignal.any([ending.signal, stopped]));
  } finally {
    forget();
  }
}
