import { CsvError, parse } from 'csv-parse/sync';
import { parseDecimal } from '../core/decimal.ts';
import type { Entry } from '../core/entry.ts';
import { BadInput, showValue } from '../core/errors.ts';
import { formatJson, parseJson, type JsonObject } from '../core/json.ts';
import { keySchema, unitSchema } from '../core/schema.ts';

/** An entry before it is salted. */
export type UnsaltedEntry = Omit<Entry, 'salt'>;

/** One thing that is wrong in a table; rows are counted as a spreadsheet counts them, the header being row 1. */
export interface CsvProblem {
  readonly row: number;
  readonly column: string | null;
  readonly message: string;
}

const COLUMNS = ['key', 'value', 'unit', 'from', 'until', 'detail'] as const;
type Column = (typeof COLUMNS)[number];
type Cells = Record<Column, string>;

const HEADER = COLUMNS.join(',');
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const MOMENT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;

/**
 * Returns the entries of a table `key,value,unit,from,until,detail`, in its order. Values are canonical decimals; `from`
 * (inclusive) and `until` (exclusive) are ISO days or moments in UTC, both empty where no period is stated; `detail` is the
 * text of a JSON object or empty; a row without value and unit is a document. A byte order mark at the start, which
 * spreadsheets write, is passed over.
 * @throws BadInput `csv`, whose `value` is the list of all problems (`CsvProblem`), each with its row and column
 */
export function parseEntriesCsv(text: string): UnsaltedEntry[] {
  checkDelimiter(text);
  const rows = splitRows(text);
  checkHeader(rows[0] ?? []);
  const reader = new EntryReader();
  const filled = rows.map((cells, index) => ({ cells, row: index + 1 })).slice(1);
  const entries = filled
    .filter(({ cells }) => !isBlank(cells))
    .map(({ cells, row }) => reader.read(cells, row));
  if (entries.length === 0) reader.report(2, null, 'the table has no rows');
  if (reader.problems.length > 0) throw refuse(reader.problems);
  return entries.flatMap((entry) => entry ?? []);
}

/** Spreadsheets of many countries write semicolons: said first, since quotes then read as nonsense. */
function checkDelimiter(text: string): void {
  const [header = ''] = text.split('\n', 1);
  const mark = [';', '\t', '|'].find((candidate) => header.includes(candidate));
  if (mark === undefined || header.includes(',')) return;
  const message = `columns are separated by ${JSON.stringify(mark)}; a comma is expected`;
  throw refuse([{ row: 1, column: null, message }]);
}

function splitRows(text: string): string[][] {
  try {
    return parse(text, { bom: true, relax_column_count: true });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const rowsBefore = typeof cause['records'] === 'number' ? cause['records'] : 0;
    throw refuse([{ row: rowsBefore + 1, column: null, message: `not CSV: ${cause.message}` }]);
  }
}

function checkHeader(header: readonly string[]): void {
  if (header.join(',') === HEADER && header.length === COLUMNS.length) return;
  throw refuse([{ row: 1, column: null, message: describeHeader(header) }]);
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
  readonly problems: CsvProblem[] = [];
  readonly #rowOfKey = new Map<string, number>();

  report(row: number, column: Column | null, message: string): void {
    this.problems.push({ row, column, message });
  }

  /** Returns the entry of a row, or null and reports what is wrong with it. */
  read(values: readonly string[], row: number): UnsaltedEntry | null {
    if (values.length !== COLUMNS.length) {
      this.report(
        row,
        null,
        `${values.length} cells where the header has ${COLUMNS.length}; quote cells that hold commas`,
      );
      return null;
    }
    const before = this.problems.length;
    const cells = Object.fromEntries(COLUMNS.map((column, index) => [column, values[index] ?? ''])) as Cells;
    this.#checkKey(cells.key, row);
    this.#checkQuantity(cells, row);
    const [from, until] = this.#readPeriod(cells, row);
    const detail = cells.detail === '' ? null : this.#readDetail(cells.detail, row);
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

  #checkKey(key: string, row: number): void {
    if (!keySchema.safeParse(key).success) {
      this.report(
        row,
        'key',
        `not a key, segments of A-Z a-z 0-9 . _ : @ + % ( ) - joined by /: ${showValue(key)}`,
      );
    }
    const earlier = this.#rowOfKey.get(key);
    if (earlier === undefined) this.#rowOfKey.set(key, row);
    else this.report(row, 'key', `the key ${showValue(key)} stands in row ${earlier} already`);
  }

  #checkQuantity({ value, unit }: Cells, row: number): void {
    if (value === '' && unit !== '') this.report(row, 'value', `no value, but the unit ${showValue(unit)}`);
    if (value !== '' && unit === '') this.report(row, 'unit', 'no unit; a plain number has the unit 1');
    if (!unitSchema.safeParse(unit).success) {
      this.report(row, 'unit', `not a unit of at most 64 visible ASCII characters: ${showValue(unit)}`);
    }
    if (value !== '') this.#attempt(row, 'value', () => parseDecimal(value));
  }

  #readPeriod(cells: Cells, row: number): [number, number] {
    if ((cells.from === '') !== (cells.until === '')) {
      const column = cells.from === '' ? 'from' : 'until';
      this.report(row, column, 'half a period: state from and until, or neither');
    }
    const from = this.#readTime(cells, 'from', row);
    const until = this.#readTime(cells, 'until', row);
    if (from === null || until === null) return [0, 0];
    if (from >= until) {
      this.report(
        row,
        'until',
        `${cells.until} is not after ${cells.from}; until is the first moment after the period`,
      );
    }
    return [from, until];
  }

  #readTime(cells: Cells, column: 'from' | 'until', row: number): number | null {
    const text = cells[column];
    if (text === '') return null;
    const seconds = parseTime(text);
    if (seconds === null) {
      this.report(
        row,
        column,
        `not a day such as 2023-01-31, nor 2023-01-31T08:00:00Z, from 1970 on: ${showValue(text)}`,
      );
    }
    return seconds;
  }

  #readDetail(text: string, row: number): JsonObject | null {
    return this.#attempt(row, 'detail', () => {
      const value = parseJson(text);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw new BadInput('wrong-type', `not a JSON object: ${showValue(text)}`, text);
      }
      formatJson(value);
      return value;
    });
  }

  #attempt<T>(row: number, column: Column, read: () => T): T | null {
    try {
      return read();
    } catch (cause) {
      if (!(cause instanceof BadInput)) throw cause;
      this.report(row, column, cause.message);
      return null;
    }
  }
}

/** Returns unix seconds of an ISO day or UTC moment that exists, or null. */
export function parseTime(text: string): number | null {
  const moment = DAY.test(text) ? `${text}T00:00:00Z` : text;
  if (!MOMENT.test(moment)) return null;
  const milliseconds = Date.parse(moment);
  if (Number.isNaN(milliseconds) || milliseconds < 0) return null;
  return new Date(milliseconds).toISOString() === moment.replace('Z', '.000Z') ? milliseconds / 1000 : null;
}

function refuse(problems: readonly CsvProblem[]): BadInput {
  const lines = problems.map(
    ({ row, column, message }) => `row ${row}${column === null ? '' : `, ${column}`}: ${message}`,
  );
  const [first] = problems;
  return new BadInput(
    'csv',
    lines.join('\n'),
    problems,
    first === undefined ? '' : `${first.row}/${first.column ?? ''}`,
  );
}
