import { EngineError, placeOf, type RowName } from '../../errors/engine-error.ts';
import type { Row } from '../../rows/row.ts';

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

/** Returns the error for a year without a row. */
export function refuseYear(by: RowName, nearest: number, year: number, what: string): EngineError {
  const text = `${by.key} is of ${nearest}, and no row states the ${what} in ${year}: add one, with 0 where there was none`;
  return new EngineError('missing-year', text, year, placeOf(by, 'detail.year'));
}
