import { parseTime } from '../../core/encoding/time.ts';

/** Unix seconds, half-open. */
export interface AskedPeriod {
  readonly from: number;
  readonly until: number;
}

const PART = /^(19[7-9]\d|2[01]\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/;

/**
 * Returns the seconds of a period: a year, quarter or month from 1970 to 2199, or its first day and the first day after it, with a slash
 * between them. Null for any other text.
 * @example
 * readAskedPeriod('2023-Q2') // → { from: 1680307200, until: 1688169600 }
 */
export function readAskedPeriod(text: string): AskedPeriod | null {
  return text.includes('/') ? readDays(text.split('/')) : readPart(text);
}

function readDays(days: readonly string[]): AskedPeriod | null {
  const [from = null, until = null] = days.map(parseTime);
  return days.length === 2 && from !== null && until !== null && from < until ? { from, until } : null;
}

function readPart(text: string): AskedPeriod | null {
  const [, year, quarter, month] = PART.exec(text) ?? [];
  if (year === undefined) return null;
  const [first, length] = findMonths(quarter, month);
  const secondsOf = (months: number): number => Date.UTC(Number(year), months) / 1000;
  return { from: secondsOf(first), until: secondsOf(first + length) };
}

/** Returns the first month of a part of a year, from 0, and how many there are. */
function findMonths(quarter: string | undefined, month: string | undefined): readonly [number, number] {
  if (quarter !== undefined) return [3 * (Number(quarter) - 1), 3];
  return month === undefined ? [0, 12] : [Number(month) - 1, 1];
}
