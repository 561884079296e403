import { BadInput } from '../core/errors.ts';
import { parseAmount, type Amount } from './decimal.ts';
import { EngineError, placeOf, type RowName } from './errors.ts';
import { checkInputs, type InputEntry, type InputRecord } from './input.ts';
import { rowDetail, type DetailOf, type RowDetail, type RowType } from './row-detail.ts';
import { isExactDetail } from './row-member.ts';
import { convertAmount, parseUnit, type Unit } from './unit.ts';

/** A half-open period in unix seconds. */
export interface Period {
  readonly from: number;
  readonly until: number;
}

/** One quantity of a dataset, found again by record id and key. */
export interface Row<D extends RowDetail = RowDetail> extends Period {
  readonly record: string;
  readonly key: string;
  readonly value: string;
  readonly amount: Amount;
  readonly unit: Unit;
  readonly detail: D;
  /** Whether it stands in a figure of the run that read it. */
  isUsed: boolean;
}

/** A row of one type. */
export type RowOf<T extends RowType> = Row<DetailOf<T>>;

/**
 * Returns the quantities of the records, ascending by record id and key whatever order they came in; entries with unit
 * `""` are documents and no rows.
 * @throws EngineError `bad-inputs`, `duplicate-record`, `duplicate-key`, `bad-detail`, `bad-value`, `bad-unit`, `out-of-range`
 */
export function readRows(inputs: unknown): Row[] {
  return checkInputs(inputs)
    .toSorted((a, b) => compareTexts(a.record, b.record))
    .flatMap(readRecord);
}

/**
 * Returns the row's amount in the unit named. The row's mass may say what it is of; then it must be `substance`.
 * @throws EngineError `unit-mismatch`
 */
export function amountIn(row: Row, unit: string, substance: string | null): Amount {
  if (row.unit.substance !== null && row.unit.substance !== substance) {
    throw new EngineError(
      'unit-mismatch',
      `${row.key} is in ${row.unit.text}, not of ${substance ?? 'no gas'}`,
      row.unit.text,
      placeOf(row, 'unit'),
    );
  }
  if (row.unit.text === unit) return row.amount;
  const target = parseUnit(unit);
  if (row.unit.dimension !== target.dimension) {
    const text = `${row.key} is in ${row.unit.text}, which does not convert to ${unit}`;
    throw new EngineError('unit-mismatch', text, row.unit.text, placeOf(row, 'unit'));
  }
  return convertAmount(row.amount, row.unit, target);
}

/** Returns whether a period is stated: (0, 0) is not (§2). */
export function isStated(period: Period): boolean {
  return period.from !== 0 || period.until !== 0;
}

/**
 * Returns the amount that a text in a column of a row stands for.
 * @throws EngineError `bad-value`, `out-of-range` where it is negative
 */
export function readAmount(text: string, row: RowName, column: string): Amount {
  const amount = parseValue(text, row, column);
  if (!amount.isNegative()) return amount;
  throw new EngineError('out-of-range', `${row.key} is negative: ${text}`, text, placeOf(row, column));
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

/** Returns the order of two texts by code unit, the same on every machine. */
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
      `stands twice: ${again.key}`,
      again.key,
      placeOf({ record, key: again.key }, 'key'),
    );
  return sorted.filter(({ unit }) => unit !== '').map((entry) => readRow(record, entry));
}

function readRow(record: string, entry: InputEntry): Row {
  const { key, from, until } = entry;
  const row = { record, key };
  const value = entry.value ?? '';
  if (from >= until && (from !== 0 || until !== 0)) {
    const text = `${key} has an empty period: ${from} to ${until}`;
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
    isUsed: false,
  };
}

function parseValue(text: string, row: RowName, column: string): Amount {
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
  const { path, message } = parsed.error.issues[0]!;
  const column = ['detail', ...path].join('.');
  const value = path.reduce<unknown>(
    (at, step) => (at as Record<PropertyKey, unknown> | undefined)?.[step],
    detail,
  );
  throw new EngineError('bad-detail', `${column} of ${row.key}: ${message}`, value, placeOf(row, column));
}
