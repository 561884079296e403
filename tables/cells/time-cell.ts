import { parseTime } from '../../core/encoding/time.ts';
import { CellFault } from './table-problem.ts';
import type { Cell } from './table.ts';

/** Unix seconds, half-open. */
export interface CellPeriod {
  readonly from: number;
  readonly until: number;
}

/**
 * Returns unix seconds of a day such as 2023-01-31, of a moment in UTC such as 2023-01-31T08:00:00Z, or of a date
 * cell. A plain number is not a time.
 * @throws CellFault `bad-period`
 */
export function readTime(cell: Cell): number {
  const seconds = readSeconds(cell);
  if (seconds !== null) return seconds;
  throw new CellFault('bad-period', explainTime(cell));
}

/** Returns what is wrong with a cell that is not a time, and what to write. */
function explainTime(cell: Cell): string {
  if (cell instanceof Date) return explainDate(cell);
  if (typeof cell === 'number')
    return `expected a day such as 2023-01-31, got the number ${cell}: format the cell as a date`;
  const written = `expected a day such as 2023-01-31 or 2023-01-31T08:00:00Z, got ${JSON.stringify(cell)}`;
  return typeof cell === 'string' && DAY_FIRST.test(cell.trim())
    ? `${written}: write year-month-day`
    : written;
}

/** Year, month and day in an order that differs from country to country. */
const DAY_FIRST = /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/;

/** A date of a workbook that is too early. Excel shows 1900-01-00 where a formula or format makes a date of an empty cell. */
function explainDate(date: Date): string {
  if (date.getTime() < EXCEL_FIRST_DAY)
    return (
      'the cell holds the date 0, which Excel shows as 1900-01-00 and makes of an empty cell: ' +
      'enter a day such as 2023-01-31, or clear the cell'
    );
  if (date.getTime() < 0) return `${writeDay(date)} is before 1970: enter a later day`;
  return `${date.toISOString()} has fractions of a second: enter a day such as ${writeDay(date)}`;
}

const EXCEL_FIRST_DAY = Date.UTC(1900, 0, 1);

function writeDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function readSeconds(cell: Cell): number | null {
  if (cell instanceof Date) return readDate(cell);
  if (typeof cell !== 'string') return null;
  const before = known.get(cell);
  if (before !== undefined) return before;
  const seconds = parseTime(cell.trim());
  if (seconds !== null && known.size < MAX_KNOWN) known.set(cell, seconds);
  return seconds;
}

/** A table repeats few different times: each is parsed once. */
const known = new Map<string, number>();
const MAX_KNOWN = 4096;

/** Returns the seconds of a date since 1970; null if it is earlier or has fractions of a second. */
function readDate(date: Date): number | null {
  const seconds = date.getTime() / 1000;
  return Number.isSafeInteger(seconds) && seconds >= 0 ? seconds : null;
}

/**
 * Returns the period of a year, quarter, month or day: 2023, 2023-Q2, 2023-05, 2023-05-31.
 * @throws CellFault `bad-period`
 */
export function readPeriod(cell: Cell): CellPeriod {
  const text = typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '';
  const [matched, year = '', quarter, month, day] =
    /^(\d{4})(?:-Q([1-4])|-(\d{2})(?:-(\d{2}))?)?$/.exec(text) ?? [];
  if (matched === undefined || Number(year) < 1970)
    throw new CellFault(
      'bad-period',
      `expected a year, quarter, month or day such as 2023, 2023-Q2, 2023-05 or 2023-05-31, got ${text}`,
    );
  if (day !== undefined) return { from: readTime(text), until: readTime(text) + 86400 };
  const first = quarter === undefined ? Number(month ?? '1') : 3 * Number(quarter) - 2;
  if (first < 1 || first > 12)
    throw new CellFault('bad-period', `expected a month from 01 to 12, got ${text}`);
  const length = quarter === undefined ? (month === undefined ? 12 : 1) : 3;
  const at = (months: number): number => Date.UTC(Number(year), first - 1 + months) / 1000;
  return { from: at(0), until: at(length) };
}
