import { showTime } from '../factors/factor.ts';
import type { Period } from '../rows/row.ts';

/** Returns the year of a period: its first day and the first day after it where it is not a calendar year. */
export function nameYear({ from, until }: Period): string {
  const [first, after] = [showTime(from), showTime(until)];
  const isYear = first.endsWith('-01-01') && after.endsWith('-01-01') && until - from <= LONGEST_YEAR;
  return isYear ? first.slice(0, -6) : `${first}_${after}`;
}

const LONGEST_YEAR = 366 * 86_400;
