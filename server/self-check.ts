import type { Pool } from 'pg';
import { type ChainState, readChainState } from '../db/chain/chain-state.ts';
import { findClockSkew } from '../db/chain/clock.ts';
import { readKeyValidity } from '../db/chain/operator-key.ts';
import type { Log } from '../runtime/log.ts';
import { type Loop, startLoop } from '../runtime/loop.ts';

/** What a server checks about itself. */
export interface SelfCheckDeps {
  readonly pool: Pool;
  readonly log: Log;
  /** Unix seconds. */
  readonly now: () => number;
  /** EIP-55 address of the key that signs receipts; null in a process that signs none. */
  readonly operator: string | null;
}

/** A clock that differs from the chain by more seconds is reported. */
const TOLERATED = 30;

const MINUTE = 60_000;

/** Starts to check once a minute what the operator must correct, and logs a warning each time that it is wrong. */
export function startSelfCheck(deps: SelfCheckDeps): Loop {
  return startLoop({
    pollMs: MINUTE,
    async step() {
      const state = await readChainState(deps.pool);
      if (state !== null) {
        checkClock(deps, state);
        await checkOperatorKey(deps, state);
      }
      return 'after-pause';
    },
    onError: (error) => deps.log.warn({ err: error }, 'The server could not check itself; it tries again.'),
  });
}

function checkClock({ log, now }: SelfCheckDeps, state: ChainState): void {
  const skew = findClockSkew(state, now());
  if (skew === null || Math.abs(skew) <= TOLERATED) return;
  log.warn(
    { seconds: skew },
    `The clock of this server is ${Math.abs(skew)} seconds ${skew > 0 ? 'ahead of' : 'behind'} the newest block when it appeared. ` +
      'Set the clock, or name endpoints in RPC_URL that do not lag behind.',
  );
}

async function checkOperatorKey(
  { pool, log, now, operator }: SelfCheckDeps,
  state: ChainState,
): Promise<void> {
  if (operator === null || (await readKeyValidity(pool, operator, state, now())) !== false) return;
  log.warn(
    { operator },
    `The key ${operator} signs receipts, but is not a valid key of a party with the role operator: its receipts bind nobody. ` +
      'Register the party, wait until its key is valid, or set OPERATOR_KEY_FILE to a valid key.',
  );
}
