/**
 * Returns a percentile of numbers in ascending order, at least one: linear between the two nearest (definition 7 of R. J. Hyndman and
 * Y. Fan, 1996), so that 0 is the least number, 50 the median and 100 the largest.
 */
export function percentileOf(sorted: Float64Array, percent: number): number {
  const rank = ((sorted.length - 1) * percent) / 100;
  const part = rank % 1;
  const [below, above] = [sorted[rank - part]!, sorted[rank - part + 1]];
  return above === undefined ? below : below + (above - below) * part;
}
