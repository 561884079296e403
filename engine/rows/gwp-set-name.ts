/** What a row of a potential states about its set. */
interface SetOfRow {
  readonly gwpSet: string;
  readonly horizon: number;
  readonly metric?: 'GWP' | 'GTP' | undefined;
}

/**
 * Returns the name of the set that a potential belongs to, as parameters, factors in CO2e and figures state it: `AR6` for 100-year global
 * warming potentials, else with metric and horizon, `AR6/GWP20` or `AR6/GTP100`. So two metrics or horizons are two sets, which no
 * figure mixes.
 */
export function nameSet({ gwpSet, horizon, metric = 'GWP' }: SetOfRow): string {
  return horizon === 100 && metric === 'GWP' ? gwpSet : `${gwpSet}/${metric}${horizon}`;
}
