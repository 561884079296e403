import type { Pool } from 'pg';
import { readChainState } from '../../db/chain/chain-state.ts';
import { checkWriting } from '../../db/monitoring/write-check.ts';
import { SESSION_LIMITS } from '../../db/pool.ts';
import { HttpError } from '../errors/http-error.ts';
import { Refusal } from '../errors/refusals.ts';
import { checkClock } from '../intake/intake-rules.ts';

/** Milliseconds in which the database must answer. */
const READY_DEADLINE = SESSION_LIMITS.ready.statement;

/** What readiness is judged by. */
export interface ReadinessDeps {
  /** A pool of one connection that nothing else uses, so that requests never make the check wait. Its limits are `SESSION_LIMITS.ready`. */
  readonly pool: Pool;
  /** Unix seconds by the server's clock. */
  readonly now: () => number;
  /** Tells whether the process waits for the chain, and can't do its work before. */
  readonly needsChain: () => boolean;
}

/**
 * Returns the check behind /readyz. Requests that come while one is running share its result.
 * @throws HttpError `unavailable`; Refusal `not-ready`, `clock-differs`
 */
export function openReadiness(deps: ReadinessDeps): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => {
    running ??= checkReady(deps).finally(() => (running = null));
    return withDeadline(running);
  };
}

async function checkReady({ pool, now, needsChain }: ReadinessDeps): Promise<void> {
  await checkWriting(pool).catch((cause: unknown) => {
    throw explainFailure(cause);
  });
  const state = await readChainState(pool);
  if (state?.finalNumber == null)
    throw new Refusal('not-ready', 'the indexer has not read a final block yet', { part: 'indexer' });
  checkClock(state, now());
  if (needsChain())
    throw new Refusal('not-ready', 'the chain has not answered since the process started', { part: 'chain' });
}

function explainFailure(cause: unknown): HttpError {
  const reason = cause instanceof Error && 'code' in cause ? cause.code : null;
  return new HttpError(
    'unavailable',
    'the database does not answer, or cannot be written',
    { part: 'database', reason },
    cause,
  );
}

async function withDeadline(check: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const message = `the database did not answer within ${READY_DEADLINE / 1000} seconds`;
    late.reject(new HttpError('unavailable', message, { part: 'database', reason: null }));
  }, READY_DEADLINE);
  try {
    await Promise.race([check, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
