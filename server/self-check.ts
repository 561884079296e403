import type { Pool } from 'pg';
import { readChainState } from '../db/chain/chain-state.ts';
import { findClockSkew } from '../db/chain/clock.ts';
import type { Log } from '../runtime/log.ts';
import { type Loop, startLoop } from '../runtime/loop.ts';

/** What a server checks about itself. */
export interface SelfCheckDeps {
  readonly pool: Pool;
  readonly log: Log;
  /** Unix seconds. */
  readonly now: () => number;
}

/** A clock that differs from the chain by more seconds is reported. */
const TOLERATED = 30;

const MINUTE = 60_000;

/** Starts to check once a minute what the operator must correct, and logs a warning each time that it is wrong. */
export function startSelfCheck(deps: SelfCheckDeps): Loop {
  return startLoop({
    pollMs: MINUTE,
    async step() {
      await checkClock(deps);
      return 'after-pause';
    },
    onError: (error) => deps.log.warn({ err: error }, 'The server could not check itself; it tries again.'),
  });
}

async function checkClock({ pool, log, now }: SelfCheckDeps): Promise<void> {
  const state = await readChainState(pool);
  const skew = state === null ? null : findClockSkew(state, now());
  if (skew === null || Math.abs(skew) <= TOLERATED) return;
  log.warn(
    { seconds: skew },
    `The clock of this server is ${Math.abs(skew)} seconds ${skew > 0 ? 'ahead of' : 'behind'} the newest block when it appeared. ` +
      'Set the clock, or name endpoints in RPC_URL that do not lag behind.',
  );
}
