import { parseTime } from '../inputs/entries-csv.ts';
import { CellFault } from './problem.ts';
import type { Cell } from './table.ts';

/** Unix seconds, half-open. */
export interface CellPeriod {
  readonly from: number;
  readonly until: number;
}

/**
 * Returns unix seconds of a day such as 2023-01-31, of a moment in UTC such as 2023-01-31T08:00:00Z, or of a date
 * that the format knows as one; a bare number is none.
 * @throws CellFault `bad-period`
 */
export function readTime(cell: Cell): number {
  const seconds = readSeconds(cell);
  if (seconds !== null) return seconds;
  throw new CellFault(
    'bad-period',
    `not a day such as 2023-01-31, nor 2023-01-31T08:00:00Z: ${JSON.stringify(cell)}`,
  );
}

function readSeconds(cell: Cell): number | null {
  const text = cell instanceof Date ? writeMoment(cell) : cell;
  if (typeof text !== 'string') return null;
  const before = known.get(text);
  if (before !== undefined) return before;
  const seconds = parseTime(text.trim());
  if (seconds !== null && known.size < MAX_KNOWN) known.set(text, seconds);
  return seconds;
}

/** Tables say few different times, many times each. */
const known = new Map<string, number>();
const MAX_KNOWN = 4096;

function writeMoment(date: Date): string | null {
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace('.000Z', 'Z');
}

/**
 * Returns the period that a year, quarter, month or day names: 2023, 2023-Q2, 2023-05, 2023-05-31.
 * @throws CellFault `bad-period`
 */
export function readPeriod(cell: Cell): CellPeriod {
  const text = typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '';
  const [matched, year = '', quarter, month, day] =
    /^(\d{4})(?:-Q([1-4])|-(\d{2})(?:-(\d{2}))?)?$/.exec(text) ?? [];
  if (matched === undefined || Number(year) < 1970)
    throw new CellFault('bad-period', `not a year, quarter, month or day such as 2023-05: ${text}`);
  if (day !== undefined) return { from: readTime(text), until: readTime(text) + 86400 };
  const first = quarter === undefined ? Number(month ?? '1') : 3 * Number(quarter) - 2;
  if (first < 1 || first > 12) throw new CellFault('bad-period', `no such month: ${text}`);
  const length = quarter === undefined ? (month === undefined ? 12 : 1) : 3;
  const at = (months: number): number => Date.UTC(Number(year), first - 1 + months) / 1000;
  return { from: at(0), until: at(length) };
}
