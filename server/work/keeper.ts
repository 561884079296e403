import type { Pool } from 'pg';
import { withTransaction } from '../../db/pool.ts';
import { giveUpUnits } from '../../db/work/deliveries.ts';
import { cancelOldWork, emptyEndedWork, forgetWork } from '../../db/work/upkeep.ts';
import type { Log } from '../../runtime/log.ts';
import { type Loop, startLoop } from '../../runtime/loop.ts';
import { openRepeats } from '../../runtime/repeats.ts';
import type { WorkOffer } from './work-offer.ts';

/** What the keeper of work needs. */
export interface KeeperDeps {
  readonly pool: Pool;
  readonly log: Log;
  readonly offer: Pick<WorkOffer, 'leases' | 'kept'>;
  /** Milliseconds between two looks. */
  readonly pollMs: number;
}

/** Rows of one statement. */
const CHUNK = 1_000;

/** Gives up units that end their workers, and deletes what is left of work that has ended, until it is stopped. Any number may run. */
export function startKeeper({ pool, log, offer, pollMs }: KeeperDeps): Pick<Loop, 'stop'> {
  const isNews = openRepeats();
  return startLoop({
    pollMs,
    async step() {
      const isMore = await keepOnce(pool, offer);
      return isMore ? 'at-once' : 'after-pause';
    },
    onError: (error) => {
      if (isNews(String(error)))
        log.error({ err: error }, 'Work on pools cannot be kept in order. It will be tried again.');
    },
  });
}

/** Does what is due now. Returns whether more is left. */
export async function keepOnce(pool: Pool, { leases, kept }: KeeperDeps['offer']): Promise<boolean> {
  const given = await giveUpUnits(pool, leases.attempts, CHUNK);
  const cancelled = await cancelOldWork(pool, kept, CHUNK);
  const isFuller = await withTransaction(pool, (client) => emptyEndedWork(client, CHUNK));
  const forgotten = await forgetWork(pool, kept, CHUNK);
  return isFuller || [given, cancelled, forgotten].includes(CHUNK);
}
