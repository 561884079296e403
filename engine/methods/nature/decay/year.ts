import { EngineError, placeOf, type RowName } from '../../../errors/engine-error.ts';
import { showTime } from '../../../factors/factor.ts';
import { readFloat } from '../../../quantities/float.ts';
import type { Period, Row } from '../../../rows/row.ts';

const DAY = 86_400;
/** Days before 1970-01-01 in the calendar that counts from the year 1. */
const BEFORE_1970 = 719_162;

/** Returns the calendar year (UTC) in which a time is. */
export function yearOf(seconds: number): number {
  return readFloat(showTime(seconds).slice(0, 4));
}

/** Returns the years that lie wholly in a period: the first one, and the last. */
export function yearsWithin({ from, until }: Period): { readonly first: number; readonly last: number } {
  const [first, after] = [yearOf(from), yearOf(until)];
  return { first: startOf(first) === from ? first : first + 1, last: after - 1 };
}

/** Returns a calendar year as a period. One before 1970 has none: then a figure states no period, and its key has the year. */
export function periodOf(year: number): Period {
  return year < 1970 ? { from: 0, until: 0 } : { from: startOf(year), until: startOf(year + 1) };
}

function startOf(year: number): number {
  const before = year - 1;
  const leaps = divide(before, 4) - divide(before, 100) + divide(before, 400);
  return (365 * before + leaps - BEFORE_1970) * DAY;
}

function divide(a: number, b: number): number {
  return (a - (a % b)) / b;
}

/** A row about a calendar year. */
export type YearRow = Row & { readonly detail: { readonly year: number } };

/** Rows by year, each year of the series once. */
export type Series<R extends YearRow> = ReadonlyMap<number, readonly R[]>;

/** Returns rows by year, ascending. */
export function seriesOf<R extends YearRow>(rows: readonly R[]): Series<R> {
  const byYear = Map.groupBy(rows, ({ detail }) => detail.year);
  return new Map([...byYear].sort(([a], [b]) => a - b));
}

/** Returns the rows of a year. @throws EngineError `missing-year` where there are none; @param what such as `production of sawnwood in DE` */
export function rowsOfYear<R extends YearRow>(series: Series<R>, year: number, what: string): readonly R[] {
  const rows = series.get(year);
  if (rows !== undefined) return rows;
  const years = [...series.keys()];
  const nearest = years.filter((other) => other < year).at(-1) ?? years[0]!;
  throw refuseYear(series.get(nearest)![0]!, nearest, year, what);
}

/** Returns the error for a year of which no row is. */
export function refuseYear(by: RowName, nearest: number, year: number, what: string): EngineError {
  const text = `${by.key} is of ${nearest}, and no row states the ${what} in ${year}: add one, with 0 where there was none`;
  return new EngineError('missing-year', text, year, placeOf(by, 'detail.year'));
}
