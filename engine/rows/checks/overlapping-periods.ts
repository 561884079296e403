import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { showTime } from '../../factors/factor.ts';
import type { Period, Row } from '../row.ts';
import { listSome } from '../../errors/list-some.ts';
import { describeSeries, type Series, type SeriesIndex } from './series.ts';

/**
 * Refuses rows of one meter, or of one fuel and facility, whose periods overlap without being the same: a year beside its months
 * counts everything twice. Rows of the same period add up.
 * @throws EngineError `overlapping-periods`
 */
export function refuseOverlaps(series: SeriesIndex): void {
  for (const each of series.all) {
    const found = findOverlaps(each.periods);
    if (found.size === 0) continue;
    const rows = series.rowsOf([each]).get(each)!;
    throw refuse(
      each,
      rows.filter((row) => found.get(row.from)?.includes(row.until) === true),
    );
  }
}

/** Returns the periods that overlap another one: the times at which they end, by when they begin. */
function findOverlaps(periods: readonly Period[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const add = ({ from, until }: Period): void => {
    const ends = found.get(from) ?? [];
    if (!ends.includes(until)) found.set(from, [...ends, until]);
  };
  let longest: Period | undefined;
  for (const period of periods) {
    if (longest !== undefined && period.from < longest.until) [longest, period].forEach(add);
    if (longest === undefined || period.until > longest.until) longest = period;
  }
  return found;
}

function refuse(series: Series, rows: readonly Row[]): EngineError {
  const listed = listSome(
    rows.map(({ key, from, until }) => `${key} (${showTime(from)} to ${showTime(until)})`),
  );
  const fix = series.shared.some(([member]) => member === 'meter')
    ? 'keep only rows that do not overlap'
    : 'keep only rows that do not overlap, or state detail.meter or detail.facility where they measure different things';
  const text = `rows of ${describeSeries(series)} have periods that overlap and are not the same: ${listed}: ${fix}`;
  return new EngineError('overlapping-periods', text, rows[0]!.key, placeOf(rows[0]!, 'from'));
}
