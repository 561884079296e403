import { HttpError } from '../errors/http-error.ts';

/** Milliseconds over which the pace of a body is measured. */
const WINDOW = 5_000;
/** The lowest rate, in bytes per second, at which a body keeps its place when another request needs it. */
const LOWEST_RATE = 1_024;

/** How fast the client of one body sends it and reads its answers. */
export interface Pace {
  /** The body, whose bytes are counted as they are read: that happens only while its answers are read too. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Runs work for which the client has to wait: that time does not count. */
  work<Out>(run: () => Promise<Out>): Promise<Out>;
  /** Bytes per second in the last whole window; null in the first one, and while the client has to wait. */
  rate(): number | null;
  /** Whose place it takes. */
  readonly client: string;
  /** Ends the request: its client sends the lines without an answer again. */
  stop(): void;
}

/** A body of a request, which can be ended. */
export interface Body extends AsyncIterable<Uint8Array> {
  destroy?(error: Error): unknown;
}

/** Returns the pace of a body that is about to be read. */
export function openPace(body: Body, client: string): Pace {
  let begun = performance.now();
  let bytes = 0;
  let last: number | null = null;
  let isWorking = false;
  const turn = (): void => {
    const passed = performance.now() - begun;
    if (passed < WINDOW) return;
    last = (1_000 * bytes) / passed;
    bytes = 0;
    begun = performance.now();
  };
  return {
    client,
    body: count(body, (length) => {
      if (!isWorking) turn();
      bytes += length;
    }),
    async work(run) {
      turn();
      const start = performance.now();
      isWorking = true;
      try {
        return await run();
      } finally {
        isWorking = false;
        begun += performance.now() - start;
      }
    },
    rate() {
      if (!isWorking) turn();
      return isWorking ? null : last;
    },
    stop() {
      const error = new HttpError('body-too-slow', 'another request needed the place of this slow one', {
        limit: LOWEST_RATE,
      });
      body.destroy?.(error);
    },
  };
}

async function* count(
  body: AsyncIterable<Uint8Array>,
  note: (length: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    note(chunk.length);
    yield chunk;
  }
}

/**
 * Takes a place for a request among those of its kind. If all are taken, or half of them, at least one, by its client, it takes that of a
 * slow request, which is ended.
 * @throws HttpError `overloaded` if no request is slow
 */
export function takePlace(
  running: Set<Pace>,
  pace: Pace,
  { most, what }: { readonly most: number; readonly what: string },
): void {
  const makeRoom = (among: readonly Pace[], limit: number, whose: string): void => {
    if (among.length < limit) return;
    const slowest = findSlowest(among);
    if (slowest === null)
      throw new HttpError('overloaded', `${limit} ${what}${whose} are already running`, { limit });
    running.delete(slowest);
    slowest.stop();
  };
  const own = [...running].filter(({ client }) => client === pace.client);
  makeRoom(own, Math.max(1, most >> 1), ' of this address');
  makeRoom([...running], most, '');
  running.add(pace);
}

/** Returns the slowest of the requests that are below the lowest rate; null if there is none. */
function findSlowest(paces: readonly Pace[]): Pace | null {
  const slow = paces
    .map((pace) => ({ pace, rate: pace.rate() ?? LOWEST_RATE }))
    .filter(({ rate }) => rate < LOWEST_RATE)
    .sort((a, b) => a.rate - b.rate);
  return slow[0]?.pace ?? null;
}
