import { isStated, type Period } from '../../rows/row.ts';

/** Whether a row of a process holds for the whole period of a run. One without a period always does. */
export function isValid(row: Period, period: Period): boolean {
  return !isStated(row) || (row.from <= period.from && period.until <= row.until);
}

/** Rows that hold for a run, and those of other times that no other row replaces. */
export interface InTime<R extends Period> {
  readonly valid: readonly R[];
  readonly outOfTime: readonly R[];
}

/** Splits rows by whether they hold for a run. `nameOf` is the same for rows that replace one another. */
export function splitByTime<R extends Period>(
  rows: readonly R[],
  period: Period,
  nameOf: (row: R) => string,
): InTime<R> {
  if (rows.every((row) => isValid(row, period))) return { valid: rows, outOfTime: [] };
  const valid = rows.filter((row) => isValid(row, period));
  const known = new Set(valid.map(nameOf));
  return { valid, outOfTime: rows.filter((row) => !isValid(row, period) && !known.has(nameOf(row))) };
}
