import type { Queryable } from '../pool.ts';
import type { ChainState } from './chain-state.ts';

/** Stores by how many seconds the database's clock is ahead of the chain. */
export async function storeClockSkew(client: Queryable, seconds: number): Promise<void> {
  await client.query('update chain_state set clock_skew = $1 where clock_skew is distinct from $1', [
    seconds,
  ]);
}

/**
 * Returns the seconds by which a clock is ahead of the chain (negative: behind), null if that is not known. `now` is its time when
 * the state was read, in unix seconds.
 */
export function findClockSkew(
  { clockSkew, readAt }: Pick<ChainState, 'clockSkew' | 'readAt'>,
  now: number,
): number | null {
  return clockSkew === null ? null : clockSkew + now - readAt;
}
