import { formatJson, type Json, type JsonObject, parseJson } from '../core/encoding/json.ts';
import { showValue } from '../core/errors.ts';
import { readNumber } from './cells/number-cell.ts';
import { DAY, UNREADABLE } from './finish-period.ts';
import type { CellStyle, PartialEntry } from './partial-entry.ts';
import { LEFT_OUT } from './special-names.ts';
import { isMonthName } from './column-times.ts';
import { findCountry } from './cells/country-name.ts';
import { CellFault } from './cells/table-problem.ts';
import type { Cell } from './cells/table.ts';
import { type CellPeriod, readPeriod, readTime } from './cells/time-cell.ts';
import { findSerialDay, readWrittenPeriod, readWrittenTime } from './cells/written-time.ts';

/** Stores the content of a cell of a column in an entry. */
export type Setter = (partial: PartialEntry, cell: Cell, column: string) => void;

/** Stores a cell in an entry. @throws CellFault, also for a cell that is not UTF-8; BadInput */
export function setCell(partial: PartialEntry, cell: Cell, set: Setter, column = ''): void {
  if (typeof cell === 'string' && cell.includes('\ufffd'))
    throw new CellFault('encoding', 'the cell is not UTF-8: save the file as UTF-8');
  set(partial, cell, column);
}

/** Returns the function that reads the cells of the column for a member: one of an entry, or `detail.…`. */
export function setterOf(member: string, style: CellStyle): Setter {
  switch (member) {
    case 'key':
      return (partial, cell) => void (partial.entry.key = writeText(cell));
    case 'value':
      return (partial, cell) => void (partial.rawValue = cell);
    case 'unit':
      return (partial, cell) => void (partial.entry.unit = writeText(cell));
    case 'from':
      return (partial, cell) => {
        partial.hasFrom = true;
        partial.entry.from = timeOf(partial, cell, style);
      };
    case 'until':
      return (partial, cell) => {
        partial.hasUntil = true;
        partial.entry.until = timeOf(partial, cell, style);
      };
    case 'last':
      return (partial, cell) => {
        partial.hasUntil = true;
        partial.entry.until = (Math.floor(timeOf(partial, cell, style) / DAY) + 1) * DAY;
      };
    case 'days':
      return (partial, cell) => {
        partial.days = UNREADABLE;
        partial.days = readDays(cell, style);
      };
    case 'plus':
    case 'minus':
      return (partial, cell, column) =>
        void partial.terms.push({ column, cell, sign: member === 'plus' ? 1n : -1n });
    case 'per':
      return (partial, cell) => void (partial.per = writeText(cell));
    case LEFT_OUT:
      return (partial) => void (partial.isLeftOut = true);
    case 'period': {
      const isOfMonths = rememberLast(isMonthName);
      return (partial, cell, column) => {
        partial.hasFrom = true;
        partial.hasUntil = true;
        const isMonth = style !== 'as-hashed' && isOfMonths(column);
        const period = periodOf(partial, cell, style);
        Object.assign(partial.entry, isMonth ? monthOf(partial, period) : period);
      };
    }
    case 'detail':
      return (partial, cell) =>
        void (partial.entry.detail = { ...partial.entry.detail, ...readObject(cell) });
    case 'detail.geography':
      return (partial, cell) => setDetail(partial, ['geography'], placeOf(partial, cell, style));
    default: {
      const path = member.split('.').slice(1);
      return (partial, cell) => setDetail(partial, path, cell);
    }
  }
}

/** Returns the time in a cell. A number that is a day of Excel, without the format of one, is that day. */
function timeOf(partial: PartialEntry, cell: Cell, style: CellStyle): number {
  return readTimes(partial, () =>
    style === 'as-hashed' ? readTime(cell) : readWrittenTime(dateOf(partial, cell), style.order ?? null),
  );
}

function periodOf(partial: PartialEntry, cell: Cell, style: CellStyle): CellPeriod {
  return readTimes(partial, () =>
    style === 'as-hashed' ? readPeriod(cell) : readWrittenPeriod(dateOf(partial, cell), style),
  );
}

/** Of a first or last day of a month in a column of months, returns the month. */
function monthOf(partial: PartialEntry, period: CellPeriod): CellPeriod {
  if (period.until - period.from !== DAY) return period;
  const [day, next] = [period.from, period.until].map((time) => new Date(time * 1000)) as [Date, Date];
  if (day.getUTCDate() !== 1 && next.getUTCDate() !== 1) return period;
  partial.notes.set('days-of-months', '');
  const at = (months: number): number => Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months) / 1000;
  return { from: at(0), until: at(1) };
}

/** Returns a function that remembers its last answer: a column has one name in all rows. */
function rememberLast(judge: (name: string) => boolean): (name: string) => boolean {
  let [last, answer] = ['', judge('')];
  return (name) => {
    if (name !== last) [last, answer] = [name, judge(name)];
    return answer;
  };
}

/** Reads a cell of times, which is counted if it cannot be read. */
function readTimes<Times>(partial: PartialEntry, read: () => Times): Times {
  partial.unreadTimes++;
  const times = read();
  partial.unreadTimes--;
  return times;
}

function dateOf(partial: PartialEntry, cell: Cell): Cell {
  const date = findSerialDay(cell);
  if (date !== null) partial.notes.set('serial-days', '');
  return date ?? cell;
}

/** Returns a number of days. @throws CellFault `bad-period` */
function readDays(cell: Cell, style: CellStyle): number {
  const days = Number(readNumber(cell, style === 'as-hashed' ? PLAIN_STYLE : style));
  if (Number.isInteger(days) && days > 0 && days <= MOST_DAYS) return days;
  throw new CellFault(
    'bad-period',
    `expected a number of days from 1 to ${MOST_DAYS}, got ${showValue(days)}`,
  );
}

const PLAIN_STYLE = { decimal: '.', thousands: null } as const;
/** Ten years. */
const MOST_DAYS = 3660;

/** Returns a place; of the name of a country, its code. */
function placeOf(partial: PartialEntry, cell: Cell, style: CellStyle): Cell {
  const code = style === 'as-hashed' || cell === null ? null : findCountry(writeText(cell));
  if (code !== null) partial.notes.set('country-names', `${writeText(cell)}: ${code}`);
  return code ?? cell;
}

function setDetail(partial: PartialEntry, path: readonly string[], cell: Cell): void {
  const last = path.length - 1;
  let at: JsonObject = (partial.entry.detail ??= {});
  for (let depth = 0; depth < last; depth++) {
    const name = path[depth]!;
    const inner = at[name];
    at = isObject(inner) ? inner : (at[name] = {});
  }
  at[path[last] ?? ''] = isJson(cell) ? cell : writeText(cell);
}

function isJson(cell: Cell): cell is number | boolean | Json[] {
  return typeof cell === 'number' || typeof cell === 'boolean' || Array.isArray(cell);
}

/** Returns the text of a cell. */
export function writeText(cell: Cell): string {
  if (typeof cell === 'string') return cell.trim();
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return Array.isArray(cell) ? JSON.stringify(cell) : String(cell);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readObject(cell: Cell): JsonObject {
  const value = parseJson(writeText(cell));
  if (!isObject(value)) throw new CellFault('bad-member', `expected a JSON object, got ${showValue(value)}`);
  // For its error alone: the ledger must be able to hash it.
  formatJson(value);
  return value;
}
