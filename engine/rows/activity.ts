import type * as z from 'zod';
import { EngineError, placeOf } from '../errors/engine-error.ts';
import { isStated, type Period, type Row, type RowOf } from './row.ts';
import { keep, rowsOfType, type RowIndex } from './row-index.ts';
import { findRowType, type ROW_TYPES } from './types/row-types.ts';

/** Row types that state what was done, used or emitted. Their amounts are summed. */
export type ActivityType = z.infer<
  Extract<(typeof ROW_TYPES)[number], { readonly role: 'activity' }>['schema']
>['row'];

/** Whether rows of a type are activities. */
export function isActivityType(type: string): type is ActivityType {
  return findRowType(type)?.role === 'activity';
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
