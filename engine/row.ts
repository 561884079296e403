import * as z from 'zod';
import { BadInput } from '../core/errors.ts';
import { parseAmount, type Amount } from './decimal.ts';
import { EngineError, placeOf, type RowPlace } from './errors.ts';
import { rowDetail, type DetailOf, type RowDetail, type RowType } from './row-detail.ts';
import { convertAmount, parseUnit, type Unit } from './unit.ts';

const time = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Entries of dataset records as the ledger holds them (§4, §11): other members, such as salts, are ignored. */
export const inputRecords = z.array(
  z.object({
    record: z.string().regex(/^0x[0-9a-f]{64}$/, 'a record id'),
    entries: z.array(
      z.object({
        key: z.string().min(1).max(256),
        value: z.string().nullable(),
        unit: z.string().max(64),
        from: time,
        until: time,
        detail: z.record(z.string(), z.unknown()).nullable(),
      }),
    ),
  }),
);

export type InputRecord = z.input<typeof inputRecords>[number];

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
}

/** A row of one type. */
export type RowOf<T extends RowType> = Row<DetailOf<T>>;

/**
 * Returns the quantities of the records, ascending by record id and key whatever order they came in; entries with unit
 * `""` are documents and no rows.
 * @throws EngineError `bad-inputs`, `duplicate-record`, `duplicate-key`, `bad-detail`, `bad-value`, `bad-unit`, `out-of-range`
 */
export function readRows(inputs: unknown): Row[] {
  const parsed = inputRecords.safeParse(inputs);
  if (!parsed.success) throw refuseForm(inputs, parsed.error.issues[0]!);
  refuseRepeated(
    'duplicate-record',
    parsed.data.map(({ record }) => ({ record, key: '', column: 'record' })),
  );
  return parsed.data.flatMap(readRecord).sort(compareRows);
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
 * Returns the amount that a text at a place of a row stands for.
 * @throws EngineError `bad-value`, `out-of-range` where it is negative
 */
export function readAmount(text: string, at: RowPlace): Amount {
  const amount = parseValue(text, at);
  if (amount.isNegative()) throw new EngineError('out-of-range', `${at.key} is negative: ${text}`, text, at);
  return amount;
}

/** Returns the unit that a text at a place of a row names. @throws EngineError `bad-unit` */
export function readUnit(text: string, at: RowPlace): Unit {
  try {
    return parseUnit(text);
  } catch (error) {
    if (error instanceof EngineError)
      throw new EngineError(error.code, `${at.key}: ${error.message}`, text, at);
    throw error;
  }
}

/** Returns the order of two texts by code unit, the same on every machine. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function readRecord(input: z.output<typeof inputRecords>[number]): Row[] {
  refuseRepeated(
    'duplicate-key',
    input.entries.map(({ key }) => ({ record: input.record, key, column: 'key' })),
  );
  return input.entries.filter((entry) => entry.unit !== '').map((entry) => readRow(input.record, entry));
}

function readRow(record: string, entry: z.output<typeof inputRecords>[number]['entries'][number]): Row {
  const { key, from, until } = entry;
  const value = entry.value ?? '';
  const at = (column: string): RowPlace => ({ record, key, column });
  const amount = readAmount(value, at('value'));
  if (from >= until && (from !== 0 || until !== 0)) {
    const text = `${key} has an empty period: ${from} to ${until}`;
    throw new EngineError('bad-inputs', text, { from, until }, at('until'));
  }
  return {
    record,
    key,
    value,
    amount,
    unit: readUnit(entry.unit, at('unit')),
    from,
    until,
    detail: readDetail(entry.detail, at('detail')),
  };
}

function parseValue(text: string, at: RowPlace): Amount {
  try {
    return parseAmount(text);
  } catch (error) {
    if (error instanceof BadInput)
      throw new EngineError('bad-value', `${at.key}: ${error.message}`, text, at);
    throw error;
  }
}

function readDetail(detail: unknown, at: RowPlace): RowDetail {
  const parsed = rowDetail.safeParse(detail);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  const column = ['detail', ...path].join('.');
  throw new EngineError('bad-detail', `${column} of ${at.key}: ${message}`, valueAt(detail, path), {
    ...at,
    column,
  });
}

/** Inputs that are not of the form of entries: the first place is told, by record and key where these can be read. */
function refuseForm(inputs: unknown, { path, message }: z.core.$ZodIssue): EngineError {
  const [record, key] = [
    valueAt(inputs, [...path.slice(0, 1), 'record']),
    valueAt(inputs, [...path.slice(0, 3), 'key']),
  ];
  const place = {
    record: typeof record === 'string' ? record : '',
    key: typeof key === 'string' ? key : '',
    column: path.slice(path[1] === 'entries' ? 3 : 1).join('.'),
  };
  const text = `${['inputs', ...path].join('.')}: ${message}`;
  return new EngineError(
    'bad-inputs',
    text,
    valueAt(inputs, path),
    typeof record === 'string' ? place : null,
  );
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (at as Record<PropertyKey, unknown> | null | undefined)?.[step],
    value,
  );
}

function refuseRepeated(code: 'duplicate-record' | 'duplicate-key', places: readonly RowPlace[]): void {
  const seen = new Set<string>();
  for (const place of places) {
    const text = place.key === '' ? place.record : place.key;
    if (seen.has(text)) throw new EngineError(code, `stands twice: ${text}`, text, place);
    seen.add(text);
  }
}

function compareRows(a: Row, b: Row): number {
  return compareTexts(a.record, b.record) || compareTexts(a.key, b.key);
}
