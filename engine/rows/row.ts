import type * as z from 'zod';
import { BadInput, showValue } from '../../core/errors.ts';
import { parseAmount, ZERO, type Amount } from '../quantities/decimal.ts';
import { EngineError, placeOf, type RowName } from '../errors/engine-error.ts';
import { checkInputs, type InputEntry, type InputRecord } from './input.ts';
import { describeMismatch, valueAt } from '../../core/encoding/mismatch.ts';
import { figureDetail, rowDetail, type DetailOf, type RowDetail, type RowType } from './row-detail.ts';
import { isExactDetail } from './row-member.ts';
import { adviseLine, allowsNegative } from './types/signed.ts';
import { findRowType } from './types/row-types.ts';
import { listUnknownMembers } from './types/unknown-member.ts';
import { sortEntries } from './sort-entries.ts';
import { foldDetail } from './fold-detail.ts';
import { parseUnit, type Unit } from '../quantities/unit.ts';

/** A half-open period in unix seconds. */
export interface Period {
  readonly from: number;
  readonly until: number;
}

/** One quantity of a dataset. Record id and key identify it. */
export interface Row<D extends RowDetail = RowDetail> extends Period {
  /** The place among the rows of the run: ascending by record and key. */
  readonly index: number;
  readonly record: string;
  readonly key: string;
  readonly value: string;
  readonly amount: Amount;
  readonly unit: Unit;
  /** Its names are folded: every spelling of a fuel or a facility is the same text (`spelling.ts`). */
  readonly detail: D;
  /** The detail as its record states it, which selections of sets are about. Absent where no name is spelled otherwise. */
  readonly stated?: D;
}

/** A row of one type. */
export type RowOf<T extends RowType> = Row<DetailOf<T>>;

/**
 * Returns the rows of the records, ascending by record id and key in any order of the inputs: quantities, and documents that have a row
 * type. Other documents, such as the run of a result, are left out.
 * @throws EngineError `bad-inputs`, `duplicate-record`, `duplicate-key`, `bad-detail`, `bad-value`, `bad-unit`, `out-of-range`
 */
export function readRows(inputs: unknown): Row[] {
  const rows: Row[] = [];
  for (const input of checkInputs(inputs).toSorted((a, b) => compareTexts(a.record, b.record)))
    readRecord(input, rows);
  return rows;
}

/** Whether a period is stated. (0, 0) means none (§2). */
export function isStated(period: Period): boolean {
  return period.from !== 0 || period.until !== 0;
}

/**
 * Returns the amount that a decimal text in a column of a row denotes.
 * @throws EngineError `bad-value`, `out-of-range` when it is negative
 */
export function readAmount(text: string, row: RowName, column: string): Amount {
  const amount = parseValue(text, row, column);
  if (amount.isNegative()) throw refuseNegative(text, row, column);
  return amount;
}

function refuseNegative(text: string, row: RowName, column: string, advice = ''): EngineError {
  const message = `${row.key} is negative: expected 0 or more, got ${text}${advice}`;
  return new EngineError('out-of-range', message, text, placeOf(row, column));
}

/** Returns the unit that a text in a column of a row names. @throws EngineError `bad-unit` */
export function readUnit(text: string, row: RowName, column: string): Unit {
  try {
    return parseUnit(text);
  } catch (error) {
    if (error instanceof EngineError)
      throw new EngineError(error.code, `${row.key}: ${error.message}`, text, placeOf(row, column));
    throw error;
  }
}

/** Compares two texts by code unit, which gives the same order on every machine. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function readRecord({ record, entries }: InputRecord, rows: Row[]): void {
  let before: string | undefined;
  let stated: InputEntry['detail'] = null;
  let read: ReadDetail | undefined;
  const sorted = sortEntries(entries);
  for (let at = 0; at < sorted.length; at++) {
    if (at % AHEAD === 0) readAhead(sorted, at);
    const entry = sorted[at]!;
    const { key, unit } = entry;
    if (key === before) {
      const text = `two rows of the record have the key ${key}`;
      throw new EngineError('duplicate-key', text, key, placeOf({ record, key }, 'key'));
    }
    before = key;
    if (unit === '' && !isRowDocument(entry)) continue;
    if (read === undefined || !isSameDetail(entry.detail, stated)) {
      stated = entry.detail;
      read = foldStated(readDetail(stated, { record, key }));
    }
    rows.push(readRow(record, entry, rows.length, read));
  }
}

/** Returns the row that one entry is, such as one that parameters state. @throws EngineError as `readRows` */
export function readEntry(record: string, entry: InputEntry): Row {
  const { key, detail } = entry;
  return readRow(record, entry, -1, foldStated(readDetail(detail, { record, key })));
}

/** The detail of a row, and what is stated where that is spelled otherwise. */
type ReadDetail = Pick<Row, 'detail' | 'stated'>;

function foldStated(stated: RowDetail): ReadDetail {
  const detail = foldDetail(stated);
  return detail === stated ? { detail } : { detail, stated };
}

/** How many entries are read ahead. */
const AHEAD = 64;
const lengths = new Float64Array(AHEAD);

/**
 * Reads a little of the next entries and keeps none of it. Entries that were sorted are scattered in memory: a processor fetches many of them at
 * once where nothing else is between, and waits for each where much is. It halves the time of reading them, and changes nothing else.
 */
function readAhead(entries: readonly InputEntry[], from: number): void {
  for (let at = from; at < from + AHEAD && at < entries.length; at++) {
    const { value, detail } = entries[at]!;
    const type = detail?.['row'];
    lengths[at - from] = (value?.length ?? 0) + (typeof type === 'string' ? type.length : 0);
  }
}

/** Whether two details have the same members, texts and numbers. Neighbours often do, and then they share one object. */
function isSameDetail(a: InputEntry['detail'], b: InputEntry['detail']): boolean {
  if (a === null || b === null) return false;
  let more = 0;
  for (const name in a) {
    if (a[name] === undefined || a[name] !== b[name]) return false;
    more++;
  }
  for (const _ in b) more--;
  return more === 0;
}

/** Whether an entry without a quantity is a row of a dataset, such as the composition of a market. */
function isRowDocument({ detail }: InputEntry): boolean {
  return findRowType(detail?.['row'])?.role === 'document';
}

function readRow(record: string, entry: InputEntry, index: number, { detail, stated }: ReadDetail): Row {
  const { key, from, until } = entry;
  const row = { record, key };
  const value = entry.value ?? '';
  if (from >= until && (from !== 0 || until !== 0)) {
    const text = `${key} has an empty period: expected from before until, got ${from} to ${until}`;
    throw new EngineError('bad-inputs', text, { from, until }, placeOf(row, 'until'));
  }
  const read = {
    index,
    record,
    key,
    value,
    amount: entry.unit === '' ? ZERO : parseValue(value, row, 'value'),
    unit: entry.unit === '' ? NO_UNIT : readUnit(entry.unit, row, 'unit'),
    from,
    until,
    detail,
  };
  if (read.amount.isNegative() && !isSigned(detail))
    throw refuseNegative(value, row, 'value', adviseLine(detail.row));
  return stated === undefined ? read : { ...read, stated };
}

/** What a document has for a unit. No unit converts to it. */
const NO_UNIT: Unit = { text: '', numerator: 1n, denominator: 1n, dimension: 'document', substance: null };

/** Whether a row can be negative, as figures of a result can. */
export function isSigned(detail: RowDetail): boolean {
  return detail.row === 'figure' || allowsNegative(findRowType(detail.row)?.signed, detail);
}

function parseValue(text: string, row: RowName, column: string): Amount {
  if (text === '') {
    const message = `${row.key} has no value: expected a decimal such as 12.5`;
    throw new EngineError('bad-value', message, text, placeOf(row, column));
  }
  try {
    return parseAmount(text);
  } catch (error) {
    if (error instanceof BadInput)
      throw new EngineError('bad-value', `${row.key}: ${error.message}`, text, placeOf(row, column));
    throw error;
  }
}

function readDetail(detail: InputEntry['detail'], row: RowName): RowDetail {
  if (detail !== null && isExactDetail(detail)) return detail as unknown as RowDetail;
  const figure = detail?.['row'] === undefined ? figureDetail.safeParse(detail) : null;
  if (figure?.success === true) return figure.data;
  const parsed = rowDetail.safeParse(detail);
  if (parsed.success) return parsed.data;
  throw refuseDetail(parsed.error.issues[0]!, detail ?? {}, row);
}

function refuseDetail(
  issue: z.core.$ZodIssue,
  detail: Readonly<Record<string, unknown>>,
  row: RowName,
): EngineError {
  const schema = findRowType(detail['row'])?.schema;
  const [unknown] =
    issue.code === 'unrecognized_keys' && schema !== undefined
      ? listUnknownMembers(issue, schema, detail)
      : [];
  const { path } = unknown ?? issue;
  const column = ['detail', ...path].join('.');
  const value = valueAt(detail, path);
  if (unknown !== undefined) {
    const text = `${row.key} states ${showValue(value)}, but ${unknown.message}`;
    return new EngineError('unknown-member', text, value, placeOf(row, column));
  }
  const text = `${column} of ${row.key}: ${describeMismatch(issue, value)}`;
  return new EngineError('bad-detail', text, value, placeOf(row, column));
}

/** Returns the distinct texts in ascending order. */
export function distinctTexts(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort(compareTexts);
}
