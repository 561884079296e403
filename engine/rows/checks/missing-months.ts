import { showTime } from '../../factors/factor.ts';
import type { Period } from '../row.ts';
import { listSome, nameOf, type CheckContext, type CheckedRows, type RowWarning } from './check.ts';
import { describeSeries, type Series } from './series.ts';

const DAY = 86_400;
/** A month has 28 to 31 days. */
const MONTH = { least: 28 * DAY, most: 31 * DAY };

/**
 * Warns of each series of monthly rows that does not cover the whole period of the run. A series is monthly when it has at least
 * two periods, and most of them last 28 to 31 days.
 */
export function warnOfMissingMonths(
  series: readonly Series[],
  { activities }: CheckedRows,
  { period }: CheckContext,
): RowWarning[] {
  return series.filter(isMonthly).flatMap((each) => {
    const gaps = findGaps(each.periods, period);
    if (gaps.length === 0) return [];
    const listed = listSome(gaps.map(({ from, until }) => `${showTime(from)} to ${showTime(until)}`));
    const rows = activities.filter((row) => each.holds(row)).map(nameOf);
    const message = `${describeSeries(each)} has monthly rows, but none for ${listed}`;
    return [{ code: 'missing-months', message, row: nameOf(each.first), rows }];
  });
}

function isMonthly({ periods }: Series): boolean {
  const months = periods.filter(
    ({ from, until }) => until - from >= MONTH.least && until - from <= MONTH.most,
  );
  return months.length >= 2 && 2 * months.length > periods.length;
}

/** Returns the parts of a period that the given ones, in ascending order, leave uncovered. */
function findGaps(periods: readonly Period[], whole: Period): Period[] {
  const gaps: Period[] = [];
  let reached = whole.from;
  for (const { from, until } of [...periods, { from: whole.until, until: whole.until }]) {
    if (from > reached) gaps.push({ from: reached, until: from });
    if (until > reached) reached = until;
  }
  return gaps;
}
