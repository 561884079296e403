import type { Cell, TableRow } from '../cells/table.ts';
import { isBlank } from './cell-text.ts';
import { isSame } from './total-check.ts';
import { isTotalName } from './total-name.ts';

type AmountOf = (cell: Cell | undefined) => number | null;

/** So many groups show that a table is an outline. */
const FEWEST = 2;

/**
 * Returns the rows that add up those below them, as a pivot table has them: a site, and below it its fuels. All rows of the table must be such
 * groups, in each column of amounts; empty where they are not.
 */
export function findGroups(
  rows: readonly TableRow[],
  amounts: readonly number[],
  amountOf: AmountOf,
): ReadonlySet<number> {
  const own = rows.filter(({ cells }) => !isOfTotals(cells) && cells.some((cell) => !isBlank(cell)));
  const groups = new Set<number>();
  let isSeveral = false;
  for (let at = 0; at < own.length;) {
    const count = countParts(own, at, (row, index) => amountOf(row.cells[amounts[index]!]) ?? 0, amounts);
    if (count === 0) return new Set();
    isSeveral ||= count > 1;
    groups.add(own[at]!.row);
    at += count + 1;
  }
  return isSeveral && groups.size >= FEWEST ? groups : new Set();
}

/** Whether a row says that it adds up others. */
export function isOfTotals(cells: readonly Cell[]): boolean {
  return cells.some((cell) => typeof cell === 'string' && isTotalName(cell));
}

/** Returns how many rows below one it adds up; 0 where it does not. */
function countParts(
  rows: readonly TableRow[],
  at: number,
  amountAt: (row: TableRow, index: number) => number,
  amounts: readonly number[],
): number {
  const group = rows[at]!;
  const sums = amounts.map(() => 0);
  for (let next = at + 1; next < rows.length; next++) {
    for (const index of sums.keys()) sums[index]! += amountAt(rows[next]!, index);
    const isSum = sums.every((sum, index) =>
      isSame(amountAt(group, index), sum, group.cells[amounts[index]!] ?? 0),
    );
    if (isSum && sums.some((sum) => sum !== 0)) return next - at;
  }
  return 0;
}
