import { parseTime } from '../core/encoding/time.ts';
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
  throw new CellFault(
    'bad-period',
    `expected a day such as 2023-01-31 or 2023-01-31T08:00:00Z, got ${JSON.stringify(cell)}`,
  );
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
