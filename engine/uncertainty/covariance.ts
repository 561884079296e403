import type { Correlation } from '../figures/correlation.ts';

/** What one row adds to a sum: its deviation, with the sign of its effect. */
export interface Part {
  readonly part: number;
  readonly correlation: Correlation | null;
}

/**
 * Returns for each part its covariance with the sum of all parts: together they are the variance of the sum. Parts of one group with the
 * coefficient r have r × (their sum)² + (1 − r) × (sum of their squares); others are independent and have their squares (equation 3.2 of the
 * 2006 IPCC Guidelines, volume 1). A part that offsets others of its group has a covariance below 0.
 */
export function covariancesOf(parts: readonly Part[]): number[] {
  const sums = new Map<string, number>();
  for (const { part, correlation } of parts)
    if (correlation !== null) sums.set(correlation.group, (sums.get(correlation.group) ?? 0) + part);
  return parts.map(({ part, correlation }) => {
    if (correlation === null) return part * part;
    const { group, coefficient } = correlation;
    return part * (coefficient * sums.get(group)! + (1 - coefficient) * part);
  });
}
