import { CsvError, parse } from 'csv-parse/sync';
import type { Entry } from '../../core/records/entry.ts';
import { BadInput, showValue } from '../../core/errors.ts';
import { formatJson, parseJson, type JsonObject } from '../../core/encoding/json.ts';
import { keySchema, unitSchema } from '../../core/encoding/schema.ts';
import { readNumber } from '../tables/number-cell.ts';
import {
  CellFault,
  DatasetRefused,
  refuseTable,
  type TableCode,
  type TableProblem,
} from '../tables/problem.ts';

/** An entry before it is salted. */
export type UnsaltedEntry = Omit<Entry, 'salt'>;

const COLUMNS = ['key', 'value', 'unit', 'from', 'until', 'detail'] as const;
type Column = (typeof COLUMNS)[number];
type Cells = Record<Column, string>;

const HEADER = COLUMNS.join(',');
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const MOMENT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;

/**
 * Returns the entries of a table in bytes of UTF-8, as `parseEntriesCsv` does.
 * @throws DatasetRefused; `byte-order-mark` and `encoding` too
 */
export function readEntriesCsv(bytes: Uint8Array, file: string): UnsaltedEntry[] {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
    throw refuseTable(file, 'byte-order-mark', 'the file is UTF-16: save it as CSV UTF-8', { row: 1 });
  return parseEntriesCsv(new TextDecoder().decode(bytes), file);
}

/**
 * Returns the entries of a table `key,value,unit,from,until,detail`, in its order. Values are canonical decimals; `from`
 * (inclusive) and `until` (exclusive) are ISO days or moments in UTC, both empty where no period is stated; `detail` is the
 * text of a JSON object or empty; a row without value and unit is a document. A byte order mark at the start, which
 * spreadsheets write, is passed over. `file` names the table in an error.
 * @throws DatasetRefused with all problems, each with its code, row (counted as a spreadsheet does, the header being row 1) and column
 */
export function parseEntriesCsv(text: string, file: string): UnsaltedEntry[] {
  checkDelimiter(text, file);
  const rows = splitRows(text, file);
  checkHeader(rows[0] ?? [], file);
  const reader = new EntryReader();
  const filled = rows.map((cells, index) => ({ cells, row: index + 1 })).slice(1);
  const entries = filled
    .filter(({ cells }) => !isBlank(cells))
    .map(({ cells, row }) => reader.read(cells, row));
  if (entries.length === 0) throw refuseTable(file, 'table', 'the table has no rows', { row: 2 });
  if (reader.problems.length > 0) throw new DatasetRefused(file, reader.problems);
  return entries.flatMap((entry) => entry ?? []);
}

/** Spreadsheets of many countries write semicolons: said first, since quotes then read as nonsense. */
function checkDelimiter(text: string, file: string): void {
  const [header = ''] = text.split('\n', 1);
  const mark = [';', '\t', '|'].find((candidate) => header.includes(candidate));
  if (mark === undefined || header.includes(',')) return;
  const message = `columns are separated by ${JSON.stringify(mark)}; a comma is expected, or ledger dataset import`;
  throw refuseTable(file, 'delimiter', message, { row: 1 });
}

function splitRows(text: string, file: string): string[][] {
  try {
    return parse(text, { bom: true, relax_column_count: true });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const rowsBefore = typeof cause['records'] === 'number' ? cause['records'] : 0;
    throw refuseTable(file, 'table', `not CSV: ${cause.message}`, { row: rowsBefore + 1 });
  }
}

function checkHeader(header: readonly string[], file: string): void {
  if (header.join(',') === HEADER && header.length === COLUMNS.length) return;
  throw refuseTable(file, 'columns', describeHeader(header), { row: 1 });
}

function describeHeader(header: readonly string[]): string {
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) return `missing column ${missing.join(', ')}; the header is ${HEADER}`;
  return `the header is ${showValue(header.join(','))}; ${HEADER} is expected`;
}

function isBlank(cells: readonly string[]): boolean {
  return cells.length === 1 && cells[0] === '';
}

/** Reads row after row and keeps all that is wrong, so that a table is mended in one go. */
class EntryReader {
  readonly problems: TableProblem[] = [];
  readonly #rowOfKey = new Map<string, number>();
  #row = 0;
  #key: string | null = null;

  /** Returns the entry of a row, or null and keeps what is wrong with it. */
  read(values: readonly string[], row: number): UnsaltedEntry | null {
    this.#row = row;
    this.#key = values[0] === '' ? null : (values[0] ?? null);
    if (values.length !== COLUMNS.length) {
      const text = `${values.length} cells where the header has ${COLUMNS.length}; quote cells that hold commas`;
      this.#report('cells', null, text);
      return null;
    }
    const before = this.problems.length;
    const cells = Object.fromEntries(COLUMNS.map((column, index) => [column, values[index] ?? ''])) as Cells;
    for (const column of COLUMNS) this.#checkEncoding(column, cells[column]);
    this.#checkKey(cells.key);
    this.#checkQuantity(cells);
    const [from, until] = this.#readPeriod(cells);
    const detail = cells.detail === '' ? null : this.#readDetail(cells.detail);
    if (this.problems.length > before) return null;
    return {
      key: cells.key,
      value: cells.value === '' ? null : cells.value,
      unit: cells.unit,
      from,
      until,
      detail,
    };
  }

  #report(code: TableCode, column: Column | null, message: string): void {
    this.problems.push({ code, row: this.#row, key: this.#key, column, message });
  }

  #checkEncoding(column: Column, cell: string): void {
    if (cell.includes('\ufffd')) this.#report('encoding', column, 'not UTF-8: save the file as UTF-8');
  }

  #checkKey(key: string): void {
    if (!keySchema.safeParse(key).success) {
      const text = `not a key, segments of A-Z a-z 0-9 . _ : @ + % ( ) - joined by /: ${showValue(key)}`;
      this.#report('bad-key', 'key', text);
    }
    const earlier = this.#rowOfKey.get(key);
    if (earlier === undefined) this.#rowOfKey.set(key, this.#row);
    else this.#report('duplicate-key', 'key', `the key ${showValue(key)} stands in row ${earlier} already`);
  }

  #checkQuantity({ value, unit }: Cells): void {
    if (value === '' && unit !== '')
      this.#report('missing-member', 'value', `no value, but the unit ${showValue(unit)}`);
    if (value !== '' && unit === '')
      this.#report('missing-member', 'unit', 'no unit; a plain number has the unit 1');
    if (!unitSchema.safeParse(unit).success) {
      const text = `not a unit of at most 64 visible ASCII characters: ${showValue(unit)}`;
      this.#report('unknown-unit', 'unit', text);
    }
    if (value !== '') this.#attempt('value', () => checkCanonical(value));
  }

  #readPeriod(cells: Cells): [number, number] {
    if ((cells.from === '') !== (cells.until === '')) {
      const column = cells.from === '' ? 'from' : 'until';
      this.#report('bad-period', column, 'half a period: state from and until, or neither');
    }
    const from = this.#readTime(cells, 'from');
    const until = this.#readTime(cells, 'until');
    if (from === null || until === null) return [0, 0];
    if (from >= until) {
      const text = `${cells.until} is not after ${cells.from}; until is the first moment after the period`;
      this.#report('bad-period', 'until', text);
    }
    return [from, until];
  }

  #readTime(cells: Cells, column: 'from' | 'until'): number | null {
    const text = cells[column];
    if (text === '') return null;
    const seconds = parseTime(text);
    if (seconds === null) {
      const wanted = 'not a day such as 2023-01-31, nor 2023-01-31T08:00:00Z, from 1970 on';
      this.#report('bad-period', column, `${wanted}: ${showValue(text)}`);
    }
    return seconds;
  }

  #readDetail(text: string): JsonObject | null {
    return this.#attempt('detail', () => {
      const value = parseJson(text);
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new CellFault('bad-member', `not a JSON object: ${showValue(text)}`);
      formatJson(value);
      return value;
    });
  }

  #attempt<T>(column: Column, read: () => T): T | null {
    try {
      return read();
    } catch (cause) {
      if (cause instanceof CellFault) this.#report(cause.code, column, cause.message);
      else if (cause instanceof BadInput) this.#report('bad-member', column, cause.message);
      else throw cause;
      return null;
    }
  }
}

/** Values stand in these tables as they are hashed: what another spelling means is said, and not taken. */
function checkCanonical(value: string): void {
  const canonical = readNumber(value, { decimal: '.', thousands: null });
  if (canonical !== value)
    throw new CellFault('bad-value', `not a canonical decimal: write ${canonical}, not ${showValue(value)}`);
}

/** Returns unix seconds of an ISO day or UTC moment that exists, or null. */
export function parseTime(text: string): number | null {
  const moment = DAY.test(text) ? `${text}T00:00:00Z` : text;
  if (!MOMENT.test(moment)) return null;
  const milliseconds = Date.parse(moment);
  if (Number.isNaN(milliseconds) || milliseconds < 0) return null;
  return new Date(milliseconds).toISOString() === moment.replace('Z', '.000Z') ? milliseconds / 1000 : null;
}
