import { EngineError, placeOf } from '../errors.ts';
import { isStated, type Period, type Row, type RowOf } from './row.ts';
import { rowsOfType, type RowIndex } from './row-index.ts';

export type ActivityType =
  | 'fuel-use'
  | 'refrigerant-leak'
  | 'electricity-use'
  | 'heat-use'
  | 'process-activity'
  | 'measured-emission'
  | 'value-chain-activity'
  | 'instrument'
  | 'goods'
  | 'attributed-emissions'
  | 'precursor'
  | 'solution-use';

/**
 * Returns the activity rows of one type that are inside the period. Rows wholly outside it belong to other runs.
 * @throws EngineError `missing-period` when a row has no period, `straddled-period` when only a part of it is inside
 */
export function selectActivities<T extends ActivityType>(
  rows: RowIndex,
  type: T,
  period: Period,
): RowOf<T>[] {
  return rowsOfType(rows, type).filter((row) => liesWithin(row, period));
}

function liesWithin(row: Row, period: Period): boolean {
  if (!isStated(row))
    throw new EngineError(
      'missing-period',
      `${row.key} has no period: set from and until`,
      row.key,
      placeOf(row, 'from'),
    );
  if (row.until <= period.from || row.from >= period.until) return false;
  if (row.from >= period.from && row.until <= period.until) return true;
  const text = `${row.key} is only partly inside the period of the run: split it at the border of that period`;
  throw new EngineError('straddled-period', text, row.key, placeOf(row, 'until'));
}
