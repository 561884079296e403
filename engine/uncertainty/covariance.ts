import { groupsOf, type Correlation } from '../figures/correlation.ts';

/** What one row adds to a sum: its deviation, with the sign of its effect. */
export interface Part {
  readonly part: number;
  readonly correlation: Correlation | null;
}

/**
 * Returns for each part its covariance with the sum of all parts: together they are the variance of the sum. Parts of one group with the
 * coefficient r have r × (their sum)² + (1 − r) × (sum of their squares), and of several groups Σ r in place of r; others are independent and have their squares (equation 3.2 of the
 * 2006 IPCC Guidelines, volume 1). Means of readings have part × Σ over moments of loading × (sum of part × loading): equation 13 of the
 * GUM with the covariances of the readings. A part that offsets others of its group has a covariance below 0.
 */
export function covariancesOf(parts: readonly Part[]): number[] {
  const sums = new Map<string, number>();
  const moments = new Map<string, Float64Array>();
  for (const { part, correlation } of parts) {
    if (correlation === null) continue;
    const { group, loadings } = correlation;
    if (loadings === undefined)
      for (const { group: own, sign } of groupsOf(correlation))
        sums.set(own, (sums.get(own) ?? 0) + sign * part);
    else moments.set(group, addMoments(moments.get(group), loadings, part));
  }
  return parts.map(({ part, correlation }) => {
    if (correlation === null) return part * part;
    const { group, loadings } = correlation;
    if (loadings !== undefined)
      return (
        part * loadings.reduce((sum, loading, moment) => sum + loading * moments.get(group)![moment]!, 0)
      );
    let [shared, rest] = [0, 1];
    for (const { group: own, coefficient, sign } of groupsOf(correlation)) {
      shared += coefficient! * sign * sums.get(own)!;
      rest -= coefficient!;
    }
    return part * (shared + rest * part);
  });
}

function addMoments(sum: Float64Array | undefined, loadings: Float64Array, part: number): Float64Array {
  return loadings.map((loading, moment) => (sum?.[moment] ?? 0) + part * loading);
}
