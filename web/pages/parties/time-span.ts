/** The time that a chart shows. */
export interface Span {
  /** Where a time is in the chart: 0 at its left edge, 1 at its right; later and earlier times are at the edges. */
  readonly share: (time: number) => number;
}

/** Returns the span from the first beginning to now, or to a later end that is known. Windows without an end reach its right edge. */
export function spanOf(
  windows: readonly { readonly from: number; readonly until: number }[],
  now: number,
): Span {
  const times = windows.flatMap(({ from, until }) => [from, until]);
  const last = Math.max(now, ...times.filter((time) => time < Number.MAX_SAFE_INTEGER));
  const first = Math.min(last - 1, ...times);
  return { share: (time) => Math.min(1, Math.max(0, (time - first) / (last - first))) };
}
