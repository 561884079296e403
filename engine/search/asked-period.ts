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
  return { from: startOf(year, first), until: startOf(year, first + length) };
}

/** Returns the start of a month of a year, from 0; 12 is the first one of the next year. */
function startOf(year: string, month: number): number {
  if (month === 12) return startOf(String(parseInt(year, 10) + 1), 0);
  return parseTime(`${year}-${String(month + 1).padStart(2, '0')}-01`)!;
}

/** Returns the first month of a part of a year, from 0, and how many there are. */
function findMonths(quarter: string | undefined, month: string | undefined): readonly [number, number] {
  if (quarter !== undefined) return [3 * (parseInt(quarter, 10) - 1), 3];
  return month === undefined ? [0, 12] : [parseInt(month, 10) - 1, 1];
}
