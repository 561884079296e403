import { type Amount, parseAmount, ZERO } from '../../engine/quantities/decimal.ts';
import { foldName } from '../../engine/rows/spelling.ts';
import type { TableTotal } from '../../tables/table-totals.ts';

/** The totals of one kind at one place, over all periods. Values are exact. */
export interface SummedTotal {
  readonly name: string;
  /** What all of them share. */
  readonly total: TableTotal;
  readonly value: string;
  readonly parts: readonly TableTotal[];
  /** What the same was the year before; null where nothing says so. */
  readonly before: string | null;
}

/** Returns what a total is of, whatever its period. */
export function nameTotal({ row, subject, place, unit }: Omit<TableTotal, 'value'>): string {
  return JSON.stringify([row, foldName(subject), foldName(place), unit]);
}

/** Adds up totals over their periods, beside those of the year before. */
export function sumTotals(totals: readonly TableTotal[], lastYear: readonly TableTotal[]): SummedTotal[] {
  const before = Map.groupBy(lastYear, nameTotal);
  return [...Map.groupBy(totals, nameTotal)].map(([name, parts]) => {
    const earlier = before.get(name);
    return {
      ...{ name, total: parts[0]!, value: sumOf(parts), parts },
      before: earlier === undefined ? null : sumOf(earlier),
    };
  });
}

function sumOf(totals: readonly TableTotal[]): string {
  return String(totals.reduce((sum: Amount, { value }) => sum.plus(parseAmount(value)), ZERO));
}
