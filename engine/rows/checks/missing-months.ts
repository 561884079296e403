import { showTime } from '../../factors/factor.ts';
import type { Period } from '../row.ts';
import { listSome } from '../../errors/list-some.ts';
import { warn, type CheckContext, type RowWarning } from './check.ts';
import { describeSeries, type Series, type SeriesIndex } from './series.ts';

/** The shortest month. Shorter periods are deliveries and other events, unless they follow each other. */
const MONTH = 28 * 86_400;
/** Of so many series of one source at most, each is compared with the others. */
const MOST_COMPARED = 50;

/**
 * Warns of each series that does not cover the whole period of the run: months, quarters or other periods that are missing between
 * its rows, before or after them. A gap that another series of the same source fills is none: a meter, or a supplier, was replaced.
 */
export function warnOfMissingMonths(
  series: SeriesIndex,
  { period }: Pick<CheckContext, 'period'>,
): RowWarning[] {
  const bySource = Map.groupBy(series.all, ({ source }) => source);
  const gaps = new Map<Series, readonly Period[]>();
  for (const each of series.all) {
    if (!isContinuous(each)) continue;
    const others = bySource.get(each.source)!.filter((other) => isReplacement(other, each));
    const found = findGaps(each.periods, period).flatMap((gap) => fillGap(gap, others));
    if (found.length > 0) gaps.set(each, found);
  }
  const rows = series.rowsOf([...gaps.keys()]);
  return [...gaps].map(([each, found]) => {
    const listed = listSome(found.map(({ from, until }) => `${showTime(from)} to ${showTime(until)}`));
    const message = `${describeSeries(each)} has rows, but none for ${listed}`;
    const [first = each.first, ...others] = rows.get(each)!;
    const missing = measure(found);
    const covered = period.until - period.from - measure(findGaps(each.periods, period));
    return {
      ...warn('missing-months', message, [first, ...others]),
      series: describeSeries(each),
      gap: { missing, covered },
    };
  });
}

/** Whether the periods of a series are meant to cover time: most last a month or longer, or follow each other. */
function isContinuous({ periods }: Series): boolean {
  const long = periods.filter(({ from, until }) => until - from >= MONTH).length;
  if (2 * long > periods.length) return true;
  const following = periods.filter(({ from }, at) => at > 0 && periods[at - 1]!.until === from).length;
  return periods.length >= 3 && 2 * following >= periods.length;
}

/** Whether a series is of the same source as another one, and has no row beside its rows. */
function isReplacement(other: Series, each: Series): boolean {
  if (other === each || other.periods.length > MOST_COMPARED) return false;
  return !other.periods.some(({ from, until }) =>
    each.periods.some((own) => own.from < until && from < own.until),
  );
}

/** Returns the parts of a gap that no other series covers. */
function fillGap(gap: Period, others: readonly Series[]): Period[] {
  const periods = others.slice(0, MOST_COMPARED).flatMap((other) => other.periods);
  return findGaps(
    periods.toSorted((a, b) => a.from - b.from),
    gap,
  );
}

/** Returns the parts of a period that the given ones, in ascending order, leave uncovered. */
function findGaps(periods: readonly Period[], whole: Period): Period[] {
  const gaps: Period[] = [];
  let reached = whole.from;
  for (const { from, until } of [...periods, { from: whole.until, until: whole.until }]) {
    const end = from < whole.until ? from : whole.until;
    if (end > reached) gaps.push({ from: reached, until: end });
    if (until > reached) reached = until;
  }
  return gaps;
}

function measure(periods: readonly Period[]): number {
  return periods.reduce((sum, { from, until }) => sum + until - from, 0);
}
