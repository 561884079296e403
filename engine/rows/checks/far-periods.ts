import { showTime } from '../../factors/factor.ts';
import { listSome } from '../../errors/list-some.ts';
import { isActivityType } from '../activity.ts';
import { isStated, type Row } from '../row.ts';
import type { RowIndex } from '../row-index.ts';
import { warn, type Activities, type CheckContext, type RowWarning } from './check.ts';

/** So many seconds from the period of the run are far: three years. */
const FAR = 3 * 31_557_600;
/** A table of another year has more rows than this share of those in the period. */
const FEW = 0.1;

/**
 * Warns of the few activities that lie years outside the period of the run, as where the year was mistyped: 2032 for 2023. No figure uses
 * them, so the warning belongs to the run alone; a run that is repeated from its used rows has none.
 */
export function warnOfFarPeriods(
  { byType }: RowIndex,
  activities: Activities,
  { period, reads, isRepeated = false }: CheckContext,
): RowWarning[] {
  if (isRepeated) return [];
  const isFar = (row: Row): boolean =>
    isStated(row) && (row.from >= period.until + FAR || row.until <= period.from - FAR);
  const far = [...byType].flatMap(([type, rows]) =>
    isActivityType(type) && reads.includes(type) && activities.get(type) !== rows ? rows.filter(isFar) : [],
  );
  const inside = [...activities.values()].reduce((sum, { length }) => sum + length, 0);
  const [first, ...others] = far;
  if (first === undefined || far.length > FEW * inside) return [];
  const named = listSome(far.map((row) => `${row.key} (${showTime(row.from)} to ${showTime(row.until)})`));
  const message = `${named}: years outside the period of the run, ${showTime(period.from)} to ${showTime(period.until)}, and left out. Check the year`;
  return [{ ...warn('far-period', message, [first, ...others]), rows: [] }];
}
