import { EngineError, placeOf, placeOfAsked } from '../../errors/engine-error.ts';
import { showTime } from '../../factors/factor.ts';
import { constant } from '../../figures/expression.ts';
import { ONE } from '../../quantities/decimal.ts';
import { isStated, type Period, type Row } from '../../rows/row.ts';

const DAY = 86_400;

/** What a rate per year is multiplied by, so that it is about the year of a figure. */
export const ONE_YEAR = constant('1 a', ONE, ONE);

/** Returns the calendar year (UTC) of unix seconds. */
export function yearOf(seconds: number): number {
  return Number.parseInt(showTime(seconds), 10);
}

/** Returns the unix seconds at which a calendar year begins. */
export function startOf(year: number): number {
  return (365 * (year - 1970) + leapDaysBefore(year) - leapDaysBefore(1970)) * DAY;
}

/** Returns how many leap days there are in the years from 1 until a year. */
function leapDaysBefore(year: number): number {
  const last = year - 1;
  return (last - (last % 4)) / 4 - (last - (last % 100)) / 100 + (last - (last % 400)) / 400;
}

/** Returns a calendar year as a period. */
export function periodOf(year: number): Period {
  return { from: startOf(year), until: startOf(year + 1) };
}

/** Returns the calendar years of a period; null where it has parts of years. */
function wholeYears({ from, until }: Period): number[] | null {
  const [first, after] = [yearOf(from), yearOf(until)];
  if (startOf(first) !== from || startOf(after) !== until || after <= first) return null;
  return Array.from({ length: after - first }, (_, index) => first + index);
}

/** Returns the years of a run. @throws EngineError `straddled-period` */
export function yearsOfRun(period: Period): number[] {
  const years = wholeYears(period);
  if (years !== null) return years;
  const text = `the period of the run is ${showTime(period.from)} to ${showTime(period.until)}: figures of land are of whole calendar years, so begin and end it on a 1 January`;
  throw new EngineError('straddled-period', text, showTime(period.from), placeOfAsked('parameters.period'));
}

/** Returns the years in which a row holds. @throws EngineError `missing-period`, `straddled-period` */
export function yearsOfRow(row: Row): number[] {
  refuseUndated(row);
  const years = wholeYears(row);
  if (years !== null) return years;
  const text = `${row.key} is of ${showTime(row.from)} to ${showTime(row.until)}: an area is stated for whole calendar years, with what was converted in them`;
  throw new EngineError('straddled-period', text, row.key, placeOf(row, 'from'));
}

/** Returns the year in which an event is. @throws EngineError `missing-period`, `straddled-period` */
export function yearOfEvent(row: Row): number {
  refuseUndated(row);
  const year = yearOf(row.from);
  if (row.until <= startOf(year + 1)) return year;
  const text = `${row.key} is of ${showTime(row.from)} to ${showTime(row.until)}: give one row for each calendar year`;
  throw new EngineError('straddled-period', text, row.key, placeOf(row, 'until'));
}

/** @throws EngineError `missing-period` for a row without a time */
export function refuseUndated(row: Row): void {
  if (isStated(row)) return;
  const text = `${row.key} has no period: state its time in from and until`;
  throw new EngineError('missing-period', text, row.key, placeOf(row, 'from'));
}

/** A ratio of whole numbers, in lowest terms. */
export interface Ratio {
  readonly over: bigint;
  readonly under: bigint;
}

/** Returns `over / under` in lowest terms. */
export function ratioOf(over: bigint, under: bigint): Ratio {
  let [a, b] = [over < 0n ? -over : over, under];
  while (b > 0n) [a, b] = [b, a % b];
  return a === 0n ? { over: 0n, under: 1n } : { over: over / a, under: under / a };
}

/** Returns a day as a number of years: 2015 on 1 January 2015, and a part of the year on each later day. */
export function dateOf(seconds: number): Ratio {
  const year = yearOf(seconds);
  const [from, until] = [startOf(year), startOf(year + 1)];
  return ratioOf(BigInt(year) * BigInt(until - from) + BigInt(seconds - from), BigInt(until - from));
}

/** Returns the part of the time between two dates that lies in a year: 0 where none does. */
export function partOfYear(year: number, first: Ratio, last: Ratio): Ratio {
  const begin = { over: BigInt(year), under: 1n };
  const end = { over: BigInt(year + 1), under: 1n };
  const from = isBefore(first, begin) ? begin : first;
  const until = isBefore(last, end) ? last : end;
  if (!isBefore(from, until)) return { over: 0n, under: 1n };
  const [part, whole] = [minus(until, from), minus(last, first)];
  return ratioOf(part.over * whole.under, part.under * whole.over);
}

function isBefore(a: Ratio, b: Ratio): boolean {
  return a.over * b.under < b.over * a.under;
}

function minus(a: Ratio, b: Ratio): Ratio {
  return ratioOf(a.over * b.under - b.over * a.under, a.under * b.under);
}
