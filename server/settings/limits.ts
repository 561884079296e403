import { availableParallelism } from 'node:os';

const DAY = 86_400;

/** What no operator sets: sizes and times that keep a server within its memory under any load. */
export const LIMITS = {
  http: {
    /** Of a request. Bodies in memory have together at most 16 times as many, and so have lines of bulk requests. */
    maxBodyBytes: 8 << 20,
    /** Requests with a body that are answered at the same time. */
    writesAtOnce: 256,
    /** Batches of lines at the same time, and lines in each; six times as many are in memory. */
    bulk: { atOnce: 4, maxLines: 256, idleSeconds: 60, threads: availableParallelism() },
    /** Open streams. */
    events: { streams: 1000, streamsPerClient: 32 },
    /** Items in one page of a list. */
    maxPage: 500,
    sessionSeconds: DAY / 2,
  },
  documentsAtOnce: 8,
  webhooks: { perParty: 10, atOnce: 16, timeout: 15, retry: { longest: DAY / 4, giveUpAfter: 5 * DAY } },
  work: { pieces: 20, pools: 4, leases: { seconds: 60, ofParty: 256, attempts: 3 }, kept: 7 * DAY },
  /** Less than `TimeoutStopSec` of the units in deploy/. */
  shutdownSeconds: 20,
} as const;
