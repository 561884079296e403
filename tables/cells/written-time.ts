import { parseTime } from '../../core/encoding/time.ts';
import { readPeriodName, writePeriod } from './period-name.ts';
import { periodOfFiscal, readFiscalYear } from './fiscal-year.ts';
import type { DayOrder, NumberStyle } from './number-cell.ts';
import { CellFault } from './table-problem.ts';
import { type CellPeriod, readPeriod, readTime } from './time-cell.ts';
import type { Cell } from './table.ts';

/** Days that are written in one way only, and which groups are year, month and day. */
const DAYS: readonly (readonly [RegExp, year: number, month: number, day: number])[] = [
  [/^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})$/, 1, 3, 4],
  [/^(\d{4})年(\d{1,2})月(\d{1,2})日?$/, 1, 2, 3],
  // A day at midnight is the day.
  [/^(\d{4})-(\d{2})-(\d{2})[ T]00:00(?::00)?$/, 1, 2, 3],
  [/^(\d{4})(\d{2})(\d{2})$/, 1, 2, 3],
  // Countries that write points have the day first.
  [/^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$/, 3, 2, 1],
  [/^(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?[\s-]+(\d{4}|\d{2})$/, 3, 2, 1],
  [/^([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})$/, 3, 1, 2],
];
/** Most days of long tables, which need no other form. */
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
/** In an order that differs from country to country. */
const SLASHES = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})$/;

/**
 * Returns unix seconds of a day as people write it, beside those of `readTime`. Of 3/4/2025 the order of days and months must be known.
 * @throws CellFault `bad-period`
 */
export function readWrittenTime(cell: Cell, order: DayOrder): number {
  const day = typeof cell === 'string' && !ISO_DAY.test(cell) ? findDay(cell.trim(), order) : null;
  return day === null ? readTime(cell) : readTime(day);
}

/**
 * Returns the period that a cell names, as people write years, quarters, months and days, beside those of `readPeriod`.
 * @throws CellFault `bad-period`
 */
export function readWrittenPeriod(
  cell: Cell,
  { order = null, fiscal = null }: Pick<NumberStyle, 'order' | 'fiscal'>,
): CellPeriod {
  const text = cell instanceof Date ? cell.toISOString().slice(0, 10) : dayOf(cell);
  if (typeof text !== 'string') return readPeriod(text);
  const named = readPeriodName(text);
  if (named?.isFiscal === true) return periodOfFiscal(text.trim(), readFiscalYear(bareFiscal(text))!, fiscal);
  if (named !== null && named.year !== null) return readPeriod(writePeriod({ ...named, year: named.year }));
  if (named !== null) {
    const hint = 'it has no year: write it as 2025-01, or name the year in a column Year';
    throw new CellFault('bad-period', `${text}: ${hint}`);
  }
  const range = splitRange(text);
  if (range !== null) {
    const [from, until] = [
      readWrittenPeriod(range[0], { order, fiscal }),
      readWrittenPeriod(range[1], { order, fiscal }),
    ];
    if (from.from < until.until) return { from: from.from, until: until.until };
    throw new CellFault('bad-period', `${text}: its second day is before the first one`);
  }
  return readPeriod(findDay(text.trim(), order) ?? text);
}

const RANGE = /^(\S.*?\S)\s*(?:\s[-–—]\s|\bto\b|\bbis\b|\bau\b|\bal\b|[–—~～至到])\s*(\S.*\S)$/i;

/** Returns the first and the last day or month of a text such as `01.01.2024 - 31.01.2024`, both included; null of any other. */
function splitRange(text: string): readonly [string, string] | null {
  const [, first = '', last = ''] = RANGE.exec(text.trim()) ?? [];
  const isTime = (part: string): boolean => isDay(part) || (readPeriodName(part)?.year ?? null) !== null;
  return first !== '' && isTime(first) && isTime(last) ? [first, last] : null;
}

/** Whether a cell names a day, or the first and the last one of a period. */
export function isDayOrRange(cell: Cell): boolean {
  return isDay(cell) || (typeof cell === 'string' && splitRange(cell) !== null);
}

/** Of a day with a time, the day as it is written. */
function dayOf(cell: Cell): Cell {
  return typeof cell === 'string'
    ? cell.replace(/^\s*(\d{4}-\d{2}-\d{2})[ T]\d{2}:\d{2}(?:(?!\d{4}-\d{2}).)*$/, '$1')
    : cell;
}

/** Days since 1899-12-30 from 1970 to 2099, as Excel stores days and times. No year is among them, and no day written as 20240131. */
const FIRST_SERIAL = 25_569;
const PAST_SERIAL = 73_051;

/** Returns the day and time of a number that Excel shows as such where a cell has the format; null of any other cell. */
export function findSerialDay(cell: Cell): Date | null {
  const isText = typeof cell === 'string' && /^\d{5}(?:\.\d+)?$/.test(cell.trim());
  const serial = isText || typeof cell === 'number' ? Number(cell) : NaN;
  // A second has five digits after the point: further ones are noise of the binary fraction.
  return serial >= FIRST_SERIAL && serial < PAST_SERIAL
    ? new Date(Math.round((serial - FIRST_SERIAL) * 86_400) * 1000)
    : null;
}

/** Whether a cell names a day. */
export function isDay(cell: Cell): boolean {
  if (cell instanceof Date) return true;
  if (typeof cell !== 'string') return false;
  const text = cell.trim();
  return (
    SLASHES.test(text) ||
    /^\d{4}-\d{2}-\d{2}(?:$|[T ])/.test(text) ||
    DAYS.some(([pattern]) => pattern.test(text))
  );
}

/** Returns the name of a fiscal year without the months that may stand behind it. */
function bareFiscal(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/\s*[(（][^()（）]*[)）]$/, '');
}

/** Returns a day as 2025-01-31; null if it is not one of these. @throws CellFault if its order is not known */
function findDay(text: string, order: DayOrder): string | null {
  for (const [pattern, year, month, day] of DAYS) {
    const found = pattern.exec(text);
    if (found !== null) return writeNamed(found[year]!, found[month]!, found[day]!);
  }
  const [, one = '', two = '', last = ''] = SLASHES.exec(text) ?? [];
  if (one === '') return null;
  const found = orderOf(Number(one), Number(two)) ?? order;
  if (found === null) {
    const hint = 'is the day or the month first? No date of the table tells: write 2025-04-03';
    throw new CellFault('bad-period', `${text}: ${hint}`);
  }
  return found === 'day' ? writeNamed(last, two, one) : writeNamed(last, one, two);
}

/** Returns which of two numbers is the day: one above 12 is; if they are equal, both are. */
function orderOf(one: number, two: number): DayOrder {
  if (one === two || one > 12) return 'day';
  return two > 12 ? 'month' : null;
}

/** Returns the order that the dates of a table show; null where none does, or where they differ. */
export function findOrder(texts: Iterable<string>): DayOrder {
  const orders = new Set<DayOrder>();
  for (const text of texts) {
    const [, one = '', two = ''] = SLASHES.exec(text) ?? [];
    if (one !== '' && one !== two) orders.add(orderOf(Number(one), Number(two)));
  }
  orders.delete(null);
  const [order = null, ...others] = orders;
  return others.length > 0 ? null : order;
}

function writeNamed(year: string, month: string, day: string): string | null {
  const named = /\d/.test(month) ? month : String(readPeriodName(month)?.month ?? '');
  return named === '' ? null : writeDay(year.length === 2 ? `20${year}` : year, named, day);
}

function writeDay(year: string, month: string, day: string): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return parseTime(text) === null ? null : text;
}
