import { showTime } from '../../factors/factor.ts';
import { isStated, type Row } from '../row.ts';
import { warn, type CheckContext, type CheckedRows, type RowWarning } from './check.ts';

const MOST_YEARS = 5;

/**
 * Warns of each factor in use that states no valid time and describes a year more than five years before the period of the run.
 * A GWP set and a rule set do not age: their name is their date.
 */
export function warnOfOldFactors(
  { factors }: Pick<CheckedRows, 'factors'>,
  { period }: CheckContext,
): RowWarning[] {
  const year = yearOf(period.from);
  return factors.filter(isUndated).flatMap((row) => {
    const made = row.detail.year;
    if (year - made <= MOST_YEARS) return [];
    const message = `${row.key} is of ${made} and states no valid time, and the run begins in ${year}: check that it still holds`;
    return [warn('old-factor', message, [row])];
  });
}

function isUndated(row: Row): row is Row<Extract<Row['detail'], { year: number }>> {
  return !isStated(row) && 'year' in row.detail && !isDatedByName(row);
}

function isDatedByName({ detail }: Row): boolean {
  return detail.row === 'gwp' || ('ruleSet' in detail && detail.ruleSet !== undefined);
}

function yearOf(seconds: number): number {
  return Number.parseInt(showTime(seconds), 10);
}
