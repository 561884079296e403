import { parseTime } from '../../core/encoding/time.ts';
import { readPeriodName, writePeriod } from './period-name.ts';
import type { DayOrder } from './number-cell.ts';
import { CellFault } from './table-problem.ts';
import { type CellPeriod, readPeriod, readTime } from './time-cell.ts';
import type { Cell } from './table.ts';

/** Year first: 2025/1/31, 2025.01.31, 2025年1月31日, 20250131. */
const YEAR_FIRST = /^(\d{4})(?:([/.-])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))$/;
/** Day first, as in countries that write points: 31.1.2025; and with the month as a word: 31 Jan 2025, 31-Jan-25. */
const DAY_FIRST = /^(\d{1,2})(?:\.(\d{1,2})\.|[\s-]+([A-Za-z]{3,9})\.?[\s-]+)(\d{4}|\d{2})$/;
/** Month as a word first: Jan 31, 2025. */
const WORD_FIRST = /^([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})$/;
/** In an order that differs from country to country. */
const SLASHES = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})$/;

/**
 * Returns unix seconds of a day as people write it, beside those of `readTime`. Of 3/4/2025 the order of days and months must be known.
 * @throws CellFault `bad-period`
 */
export function readWrittenTime(cell: Cell, order: DayOrder): number {
  const day = typeof cell === 'string' ? findDay(cell.trim(), order) : null;
  return day === null ? readTime(cell) : readTime(day);
}

/**
 * Returns the period that a cell names, as people write years, quarters, months and days, beside those of `readPeriod`.
 * @throws CellFault `bad-period`
 */
export function readWrittenPeriod(cell: Cell, order: DayOrder): CellPeriod {
  const text = cell instanceof Date ? cell.toISOString().slice(0, 10) : cell;
  const named = readPeriodName(typeof text === 'string' ? text : cell);
  if (named !== null && named.year !== null) return readPeriod(writePeriod({ ...named, year: named.year }));
  if (named !== null) {
    const hint = 'it has no year: write it as 2025-01, or name the year in a column Year';
    throw new CellFault('bad-period', `${String(cell)}: ${hint}`);
  }
  const day = typeof text === 'string' ? (findDay(text.trim(), order) ?? text) : text;
  return readPeriod(day);
}

/** Returns a day as 2025-01-31; null if it is not one of these. @throws CellFault if its order is not known */
function findDay(text: string, order: DayOrder): string | null {
  const year = YEAR_FIRST.exec(text);
  if (year !== null)
    return writeDay(year[1]!, year[3] ?? year[5] ?? year[7]!, year[4] ?? year[6] ?? year[8]!);
  const first = DAY_FIRST.exec(text);
  if (first !== null) return writeNamed(first[4]!, first[2] ?? first[3]!, first[1]!);
  const word = WORD_FIRST.exec(text);
  if (word !== null) return writeNamed(word[3]!, word[1]!, word[2]!);
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
