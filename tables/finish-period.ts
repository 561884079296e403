import { CellFault } from './cells/table-problem.ts';
import type { PartialEntry } from './partial-entry.ts';

/** Seconds. */
export const DAY = 86_400;
/** A number of days that could not be read, which was reported. */
export const UNREADABLE = 0;

/** Checks that both ends of the period are given, or neither. @throws CellFault `bad-period` */
export function checkBothEnds({ hasFrom, hasUntil }: PartialEntry): void {
  if (hasFrom === hasUntil) return;
  const [missing, given] = hasFrom ? ['until', 'from'] : ['from', 'until'];
  const meaning = hasFrom ? 'the first day after the period' : 'the first day of the period';
  throw new CellFault(
    'bad-period',
    `${missing} is empty, but ${given} is not: enter ${meaning}, or clear both cells if the row has no valid time`,
  );
}

/**
 * Completes a period by its number of days where one end is given, or compares them.
 * @throws CellFault `bad-period`
 */
export function finishDays(partial: PartialEntry): void {
  const { entry, days, hasFrom, hasUntil, unreadTimes } = partial;
  if (days === null) return;
  const length = days * DAY;
  partial.hasFrom = partial.hasUntil = true;
  if (days === UNREADABLE || unreadTimes > 0) return;
  if (hasFrom && hasUntil) checkLength(partial, days);
  else if (hasFrom) entry.until = entry.from + length;
  else if (hasUntil) entry.from = entry.until - length;
  else throw new CellFault('bad-period', `${days} days from when? Enter the first or the last day`);
}

function checkLength({ entry: { from, until } }: PartialEntry, days: number): void {
  const own = (until - from) / DAY;
  if (own === days) return;
  const advice =
    own === 1
      ? 'say whether the date is the first or the last day'
      : 'correct the days or their number, or skip the column';
  throw new CellFault(
    'bad-period',
    `the row says ${days} days, and from its first to its last day are ${own}: ${advice}`,
  );
}
