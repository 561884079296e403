import { randomUUID } from 'node:crypto';
import { placeEvents, readEventFeed } from '../../db/events/event-feed.ts';
import { SettledArrivals } from '../../db/records/arrivals.ts';
import { forgetAttempts } from '../../db/webhooks/attempts.ts';
import { endTurn, takeTurn, type Turn } from '../../db/webhooks/turns.ts';
import type { Log } from '../../runtime/log.ts';
import { type Loop, startLoop } from '../../runtime/loop.ts';
import { openRepeats } from '../../runtime/repeats.ts';
import { deliver, type DeliveryDeps, leaseSeconds } from './deliver.ts';

/** What the notifier works with. */
export interface NotifierDeps extends Omit<DeliveryDeps, 'signal'> {
  readonly log: Log;
  /** Milliseconds between two looks for events. */
  readonly pollMs: number;
  /** Webhooks that have a turn at the same time; those of one party at most half of them. */
  readonly atOnce: number;
}

/** Milliseconds between two looks for attempts that are too old. */
const FORGET_PAUSE = 600_000;
/** Seconds for which attempts are kept. */
const KEPT = 30 * 86_400;
/** Attempts that are forgotten in one step. */
const CHUNK = 10_000;
/** Seconds before a webhook gets another turn after one failed inside this process. */
const AFTER_FAULT = 60;

/**
 * Delivers events to webhooks until it is stopped. Any number of processes may do so at the same time: each takes a webhook for a turn, under a
 * lease of the database. A process that is killed loses its leases when they end.
 */
export function startNotifier({ log, pollMs, atOnce, ...deps }: NotifierDeps): Pick<Loop, 'stop'> {
  const { pool, rules } = deps;
  const stopping = new AbortController();
  const settled = new SettledArrivals();
  const running = new Set<Promise<void>>();
  const isNews = openRepeats();
  let forgetAt = 0;

  const report = (error: unknown, message: string): void => {
    if (isNews(`${message} ${String(error)}`)) log.error({ err: error }, message);
  };
  const run = async (turn: Turn, mark: string): Promise<void> => {
    let pause = 0;
    try {
      await deliver({ ...deps, signal: stopping.signal }, turn, mark);
    } catch (error) {
      pause = AFTER_FAULT;
      report(error, `The turn of the webhook ${turn.id} failed. It gets another one.`);
    }
    await endTurn(pool, turn, pause).catch((error: unknown) =>
      report(error, 'A turn of a webhook was not ended.'),
    );
  };
  const forgetOld = async (): Promise<void> => {
    if (performance.now() < forgetAt) return;
    const forgotten = await forgetAttempts(pool, deps.now() - KEPT, CHUNK);
    if (forgotten < CHUNK) forgetAt = performance.now() + FORGET_PAUSE;
  };
  const loop = startLoop({
    pollMs,
    async step() {
      await placeEvents(pool, settled);
      const { mark, position: end } = await readEventFeed(pool);
      const limits = { end, ofParty: Math.ceil(atOnce / 2), seconds: leaseSeconds(rules) };
      while (running.size < atOnce && !stopping.signal.aborted) {
        const turn = await takeTurn(pool, randomUUID(), limits);
        if (turn === null) break;
        const turns = run(turn, mark).finally(() => running.delete(turns));
        running.add(turns);
      }
      await forgetOld();
      if (running.size < atOnce) return 'after-pause';
      await Promise.race(running);
      return 'at-once';
    },
    onError: (error) => report(error, 'Events cannot be delivered. It will be tried again.'),
  });
  return {
    async stop() {
      stopping.abort();
      await loop.stop();
      await Promise.all(running);
    },
  };
}
