import { BadInput } from '../../core/errors.ts';
import { EngineError, placeOf, type RowName } from '../errors.ts';
import { checkInputs, type InputEntry, type InputRecord } from './input.ts';
import { describeMismatch, valueAt } from '../../core/encoding/mismatch.ts';
import { rowDetail, type DetailOf, type RowDetail, type RowType } from './row-detail.ts';
import { isExactDetail } from './row-member.ts';
import { findRowType } from './types/row-types.ts';
import { parseAmount, ZERO, type Amount } from '../quantities/decimal.ts';
import { parseUnit, type Unit } from '../quantities/unit.ts';

/** A half-open period in unix seconds. */
export interface Period {
  readonly from: number;
  readonly until: number;
}

/** One row of a dataset. Record id and key identify it. A document has the value `""`, the amount 0 and the unit 1. */
export interface Row<D extends RowDetail = RowDetail> extends Period {
  readonly record: string;
  readonly key: string;
  readonly value: string;
  readonly amount: Amount;
  readonly unit: Unit;
  readonly detail: D;
}

/** A row of one type. */
export type RowOf<T extends RowType> = Row<DetailOf<T>>;

/**
 * Returns the rows of the records, ascending by record id and key in any order of the inputs. Entries with unit `""` are documents:
 * those of a known row type are rows too, others are left out.
 * @throws EngineError `bad-inputs`, `duplicate-record`, `duplicate-key`, `bad-detail`, `bad-value`, `bad-unit`, `out-of-range`
 */
export function readRows(inputs: unknown): Row[] {
  return checkInputs(inputs)
    .toSorted((a, b) => compareTexts(a.record, b.record))
    .flatMap(readRecord);
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
  if (!amount.isNegative()) return amount;
  throw new EngineError(
    'out-of-range',
    `${row.key} is negative: expected 0 or more, got ${text}`,
    text,
    placeOf(row, column),
  );
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

function readRecord({ record, entries }: InputRecord): Row[] {
  const sorted = entries.toSorted((a, b) => compareTexts(a.key, b.key));
  const again = sorted.find(({ key }, index) => key === sorted[index - 1]?.key);
  if (again !== undefined)
    throw new EngineError(
      'duplicate-key',
      `two rows of the record have the key ${again.key}`,
      again.key,
      placeOf({ record, key: again.key }, 'key'),
    );
  const rows: Row[] = [];
  for (const entry of sorted)
    if (entry.unit !== '') rows.push(readRow(record, entry));
    else if (isDocument(entry)) rows.push(readDocument(record, entry));
  return rows;
}

function isDocument({ detail }: InputEntry): boolean {
  return findRowType(detail?.['row'])?.role === 'document';
}

function readDocument(record: string, { key, from, until, detail }: InputEntry): Row {
  const row = { record, key };
  return { ...row, value: '', amount: ZERO, unit: NONE, from, until, detail: readDetail(detail, row) };
}

const NONE = parseUnit('1');

function readRow(record: string, entry: InputEntry): Row {
  const { key, from, until } = entry;
  const row = { record, key };
  const value = entry.value ?? '';
  if (from >= until && (from !== 0 || until !== 0)) {
    const text = `${key} has an empty period: expected from before until, got ${from} to ${until}`;
    throw new EngineError('bad-inputs', text, { from, until }, placeOf(row, 'until'));
  }
  return {
    record,
    key,
    value,
    amount: readAmount(value, row, 'value'),
    unit: readUnit(entry.unit, row, 'unit'),
    from,
    until,
    detail: readDetail(entry.detail, row),
  };
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
  const parsed = rowDetail.safeParse(detail);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const column = ['detail', ...issue.path].join('.');
  const value = valueAt(detail, issue.path);
  const text = `${column} of ${row.key}: ${describeMismatch(issue, value)}`;
  throw new EngineError('bad-detail', text, value, placeOf(row, column));
}
