import type { Dependent } from './read-impact.ts';

/**
 * How the dependents of the newest version of a record stand: at least one is stale; none is; or it is not known. That none is stale is only
 * known where all were read and there are some.
 */
export function judgeNewest(
  dependents: readonly Pick<Dependent, 'state'>[],
  isWhole: boolean,
): 'stale' | 'current' | 'unknown' {
  if (dependents.some(({ state }) => state === 'stale')) return 'stale';
  return isWhole && dependents.length > 0 ? 'current' : 'unknown';
}

/**
 * Tells whether a dependent that is not affected uses an earlier version than the newest: what it uses is the same in both. `newest` is null
 * until it is known.
 */
export function usesEarlier(
  { state, version }: Pick<Dependent, 'state' | 'version'>,
  newest: number | null,
): boolean {
  return state === 'unaffected' && (newest === null || version !== newest);
}
