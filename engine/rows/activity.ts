import { EngineError, placeOf } from '../errors/engine-error.ts';
import { isStated, type Period, type Row, type RowOf } from './row.ts';
import type { RowType } from './row-detail.ts';
import { keep, rowsOfType, type RowIndex } from './row-index.ts';

/** Row types that state what was done, used or emitted. Their amounts are summed. */
const ACTIVITY_TYPES = [
  'fuel-use',
  'refrigerant-leak',
  'electricity-use',
  'heat-use',
  'process-activity',
  'measured-emission',
  'value-chain-activity',
  'instrument',
  'goods',
  'attributed-emissions',
  'precursor',
  'solution-use',
  'output',
] as const satisfies readonly RowType[];

export type ActivityType = (typeof ACTIVITY_TYPES)[number];

const ACTIVITIES: ReadonlySet<string> = new Set(ACTIVITY_TYPES);

/** Whether rows of a type are activities. */
export function isActivityType(type: string): type is ActivityType {
  return ACTIVITIES.has(type);
}

/**
 * Returns the activity rows of one type that are inside the period. Rows wholly outside it belong to other runs.
 * @throws EngineError `missing-period` when a row has no period, `straddled-period` when only a part of it is inside
 */
export function selectActivities<T extends ActivityType>(
  rows: RowIndex,
  type: T,
  period: Period,
): readonly RowOf<T>[] {
  return keep(rowsOfType(rows, type), (row) => liesWithin(row, period));
}

/** Whether a row states a period that is wholly outside another one. */
export function liesOutside(row: Period, period: Period): boolean {
  return isStated(row) && (row.until <= period.from || row.from >= period.until);
}

function liesWithin(row: Row, period: Period): boolean {
  if (!isStated(row))
    throw new EngineError(
      'missing-period',
      `${row.key} has no period: set from and until`,
      row.key,
      placeOf(row, 'from'),
    );
  if (liesOutside(row, period)) return false;
  if (row.from >= period.from && row.until <= period.until) return true;
  const text = `${row.key} is only partly inside the period of the run: split it at the border of that period`;
  throw new EngineError('straddled-period', text, row.key, placeOf(row, 'until'));
}
