import { EngineError, placeOf } from '../errors/engine-error.ts';
import type { Quantity } from '../figures/draft.ts';
import { standardErrorOf, sumReadings } from '../figures/readings.ts';
import { Amount } from '../quantities/decimal.ts';
import type { Unit } from '../quantities/unit.ts';
import type { Row, RowOf } from '../rows/row.ts';
import { dimensionOf } from './dimension.ts';
import type { Written } from './written.ts';

export type MeasuredRow = RowOf<'measured-quantity'>;

/** Returns the quantity of a row in base units, under the name that formulas have for it. */
export function writeMeasured(row: MeasuredRow): Written {
  const { amount, value, unit, detail } = row;
  const expression: Quantity = {
    kind: 'quantity',
    symbol: detail.quantity,
    row,
    column: 'value',
    amount,
    value,
    unit,
    to: baseOf(unit),
    factor: null,
  };
  return { expression, dimension: dimensionOf(unit) };
}

const bases = new Map<string, Unit>();

function baseOf({ dimension }: Unit): Unit {
  const known = bases.get(dimension) ?? {
    text: dimension,
    numerator: 1n,
    denominator: 1n,
    dimension,
    substance: null,
  };
  bases.set(dimension, known);
  return known;
}

/** By how much of its standard error a value may differ from the mean of its readings: one that has no end is rounded. */
const MOST_OFF = new Amount(1n, 3);

/**
 * Throws where a row states readings that do not give its value, or say twice how uncertain it is; and where rows that were read together do not
 * have one reading each.
 * @throws EngineError `bad-value`, `bad-detail`
 */
export function checkReadings(rows: readonly MeasuredRow[]): void {
  const counts = new Map<string, MeasuredRow>();
  for (const row of rows) {
    const { readings, together, uncertainty, correlation } = row.detail;
    if (readings === undefined) {
      if (together !== undefined)
        throw refuse(
          row,
          'together',
          `${row.key} was read together with others, and states no detail.readings`,
        );
      continue;
    }
    if (uncertainty !== undefined || correlation !== undefined) {
      const member = uncertainty === undefined ? 'correlation' : 'uncertainty';
      throw refuse(
        row,
        member,
        `${row.key} states detail.${member} beside detail.readings, which say how uncertain it is: leave out one of them`,
      );
    }
    checkMean(row, readings);
    if (together === undefined) continue;
    const first = counts.get(together) ?? row;
    counts.set(together, first);
    if (first.detail.readings!.length !== readings.length)
      throw refuse(
        row,
        'readings',
        `${row.key} has ${readings.length} readings and ${first.key} ${first.detail.readings!.length}: rows with the same detail.together have one reading of each moment`,
      );
  }
}

function checkMean(row: MeasuredRow, readings: readonly string[]): void {
  const mean = sumReadings(readings).div(new Amount(BigInt(readings.length)));
  const off = row.amount.minus(mean).abs();
  if (!off.greaterThan(standardErrorOf(readings).times(MOST_OFF))) return;
  const text = `${row.key} is ${row.value}, and the mean of its readings is ${String(mean.round(18))}: correct one of them`;
  throw new EngineError('bad-value', text, row.value, placeOf(row, 'value'));
}

function refuse(row: Row, member: string, text: string): EngineError {
  const value = (row.detail as Readonly<Record<string, unknown>>)[member];
  return new EngineError('bad-detail', text, value, placeOf(row, `detail.${member}`));
}
