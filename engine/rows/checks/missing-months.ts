import { showTime } from '../../factors/factor.ts';
import type { Period } from '../row.ts';
import { listSome } from '../../errors/list-some.ts';
import { warn, type CheckContext, type RowWarning } from './check.ts';
import { describeSeries, type Series, type SeriesIndex } from './series.ts';

const DAY = 86_400;
/** A month has 28 to 31 days. */
const MONTH = { least: 28 * DAY, most: 31 * DAY };

/**
 * Warns of each series of monthly rows that does not cover the whole period of the run. A series is monthly when it has at least
 * two periods, and most of them last 28 to 31 days.
 */
export function warnOfMissingMonths(
  series: SeriesIndex,
  { period }: Pick<CheckContext, 'period'>,
): RowWarning[] {
  const gaps = new Map<Series, readonly Period[]>();
  for (const each of series.all) {
    const found = isMonthly(each) ? findGaps(each.periods, period) : [];
    if (found.length > 0) gaps.set(each, found);
  }
  const rows = series.rowsOf([...gaps.keys()]);
  return [...gaps].map(([each, found]) => {
    const listed = listSome(found.map(({ from, until }) => `${showTime(from)} to ${showTime(until)}`));
    const message = `${describeSeries(each)} has monthly rows, but none for ${listed}`;
    const [first = each.first, ...others] = rows.get(each)!;
    return warn('missing-months', message, [first, ...others]);
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
