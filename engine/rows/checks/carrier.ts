import type { Row } from '../row.ts';
import type { RowDetail, RowType } from '../row-detail.ts';
import { groupRows } from '../row-index.ts';
import { findRowType } from '../types/row-types.ts';
import { textOf, type Activities } from './check.ts';

/** Members that say where something was used, how it is reported or who sold it, and not what it is. */
const BESIDE: readonly string[] = ['category', 'geography', 'kind', 'supplier'];

const known = new Map<RowType, readonly string[]>();

/** Returns the members that name what a row measures: the fuel, the process, the source and its gas; none for electricity. */
export function carrierMembers(type: RowType): readonly string[] {
  const before = known.get(type);
  if (before !== undefined) return before;
  const { series, subject = '' } = findRowType(type) ?? {};
  const members = (series ?? [subject, 'basis']).filter((member) => !BESIDE.includes(member));
  known.set(type, members);
  return members;
}

/** Whether two rows measure the same thing, wherever. */
export function isSameCarrier(a: Row, b: Row): boolean {
  if (a.detail === b.detail) return true;
  if (a.detail.row !== b.detail.row) return false;
  for (const member of carrierMembers(a.detail.row))
    if (textOf(a.detail, member) !== textOf(b.detail, member)) return false;
  return true;
}

/** Returns the name of what a row measures: rows have the same one exactly where `isSameCarrier` says so. */
export function nameCarrier(detail: RowDetail): string {
  return JSON.stringify([
    detail.row,
    ...carrierMembers(detail.row).map((member) => textOf(detail, member) ?? null),
  ]);
}

/** Returns activities by what they measure, in units that convert, each group in the order of its rows. Certificates are none. */
export function groupCarriers(activities: Activities): Row[][] {
  return [...activities].flatMap(([type, rows]) => (type === 'instrument' ? [] : groupCarrier(rows)));
}

/** Groups rows of one type. Most rows have the group of the row before them. */
function groupCarrier(rows: readonly Row[]): Row[][] {
  const nameOf = ({ detail, unit }: Row): string =>
    `${nameCarrier(detail)} ${unit.dimension} ${unit.substance ?? ''}`;
  const isSame = (a: Row, b: Row): boolean =>
    (a.unit === b.unit || a.unit.dimension === b.unit.dimension) && isSameCarrier(a, b);
  return [...groupRows(rows, nameOf, isSame).values()];
}

/** Returns how many significant digits a decimal text has: 3 for `1230`, 2 for `0.012`. */
export function countDigits(value: string): number {
  return value.replace('.', '').replace(/^-?0+|0+$/g, '').length;
}
