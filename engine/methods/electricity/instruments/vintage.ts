import { showTime } from '../../../factors/factor.ts';
import type { Period } from '../../../rows/row.ts';

const DAY = 86_400;
const YEAR = /^(\d{4})$/;
const PART_OF_YEAR = /^(\d{4})[ -]?([QH])([1-4])$/;
const MONTH = /^(\d{4})[-/.](\d\d)$/;
const DATE = /^(\d{4})([-/.])(\d\d)\2(\d\d)$/;
const SEPARATORS = [/\.\./g, / to /g, / ?[–—] ?/g, / - /g, /\//g, /-/g];

/** How vintages can be written, for messages. */
export const VINTAGE_FORMS =
  '2023, 2023-05, 2023-Q2, 2023-H1, 2023-05-31, or a range such as 2022-07..2023-06';

/**
 * Returns the period that a vintage names: a year, quarter, half-year, month or day, or a range of two of them, both included. Null for
 * a text that names none.
 * @example
 * parseVintage('2023-Q2') // → from 2023-04-01 until 2023-07-01, in unix seconds
 */
export function parseVintage(text: string): Period | null {
  const trimmed = text.trim();
  return parsePart(trimmed) ?? parseRange(trimmed);
}

/** Returns the time some months later, on the same day of the month; earlier if `count` is negative. */
export function addMonths(time: number, count: number): number {
  const [year, month, day] = showTime(time).split('-').map(numberOf) as [number, number, number];
  const total = year * 12 + month - 1 + count;
  return startOf(divide(total, 12), (total % 12) + 1, day);
}

function parseRange(text: string): Period | null {
  for (const separator of SEPARATORS)
    for (const { 0: found, index } of text.matchAll(separator)) {
      const first = parsePart(text.slice(0, index));
      const last = parsePart(text.slice(index + found.length));
      if (first !== null && last !== null && first.from <= last.from)
        return { from: first.from, until: last.until };
    }
  return null;
}

function parsePart(text: string): Period | null {
  const year = YEAR.exec(text);
  if (year !== null) return months(year[1]!, 1, 12);
  const part = PART_OF_YEAR.exec(text);
  if (part !== null) {
    const [, ofYear = '', kind, digit = ''] = part;
    const [count, size] = kind === 'Q' ? [4, 3] : [2, 6];
    const index = numberOf(digit);
    return index > count ? null : months(ofYear, (index - 1) * size + 1, size);
  }
  const month = MONTH.exec(text);
  if (month !== null) return months(month[1]!, numberOf(month[2]!), 1);
  const date = DATE.exec(text);
  if (date === null) return null;
  const from = startOf(numberOf(date[1]!), numberOf(date[3]!), numberOf(date[4]!));
  return showTime(from) === `${date[1]}-${date[3]}-${date[4]}` ? { from, until: from + DAY } : null;
}

function months(ofYear: string, first: number, count: number): Period | null {
  if (first < 1 || first > 12) return null;
  const [year, next] = [numberOf(ofYear), first + count];
  const until = next > 12 ? startOf(year + 1, next - 12, 1) : startOf(year, next, 1);
  return { from: startOf(year, first, 1), until };
}

/** Returns the number that decimal digits write. */
function numberOf(digits: string): number {
  return [...digits].reduce((number, digit) => number * 10 + '0123456789'.indexOf(digit), 0);
}

/** Returns the unix seconds at which a day (UTC) begins. Uses H. Hinnant's civil-to-days algorithm. */
function startOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const ofEra = shifted % 400;
  const monthOfYear = month > 2 ? month - 3 : month + 9;
  const dayOfYear = divide(153 * monthOfYear + 2, 5) + day - 1;
  const dayOfEra = ofEra * 365 + divide(ofEra, 4) - divide(ofEra, 100) + dayOfYear;
  return (divide(shifted, 400) * 146_097 + dayOfEra - 719_468) * DAY;
}

function divide(a: number, b: number): number {
  return (a - (a % b)) / b;
}
