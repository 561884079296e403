import type { UnsaltedEntry } from '../core/records/entry.ts';
import { type Amount, parseAmount, ZERO } from '../engine/quantities/decimal.ts';
import type { RowDetail } from '../engine/rows/row-detail.ts';
import { subjectOf } from '../engine/rows/row-detail.ts';
import { findRowType } from '../engine/rows/types/row-types.ts';

/** What the rows of a table add up to, of one kind at one place in one period and unit. */
export interface TableTotal {
  readonly row: string;
  /** The fuel, gas or item; empty where the kind of row has none. */
  readonly subject: string;
  /** The facility, else the place; empty where rows have neither. */
  readonly place: string;
  readonly unit: string;
  /** Unix seconds. */
  readonly from: number;
  readonly until: number;
  readonly rows: number;
  /** Exact. */
  readonly value: string;
}

interface OpenTotal extends Omit<TableTotal, 'rows' | 'value'> {
  rows: number;
  sum: Amount;
}

/** Returns the totals of activities, ordered by kind, subject, place, unit and period. */
export function sumTable(entries: readonly UnsaltedEntry[]): readonly TableTotal[] {
  const totals = new Map<string, OpenTotal>();
  for (const entry of entries) {
    const { value, unit, from, until, detail } = entry;
    if (value === null || !isSummed(entry)) continue;
    const row = textOf(detail!['row']);
    const subject = subjectOf(detail as unknown as RowDetail);
    const place = textOf(detail!['facility']) || textOf(detail!['geography']);
    const name = `${row}\n${subject}\n${place}\n${unit}\n${from}\n${until}`;
    let total = totals.get(name);
    if (total === undefined)
      totals.set(name, (total = { row, subject, place, unit, from, until, rows: 0, sum: ZERO }));
    total.rows++;
    total.sum = total.sum.plus(parseAmount(value));
  }
  return [...totals.values()]
    .map(({ sum, ...others }) => ({ ...others, value: String(sum) }))
    .sort(
      (a, b) =>
        compare(a.row, b.row) ||
        compare(a.subject, b.subject) ||
        compare(a.place, b.place) ||
        compare(a.unit, b.unit) ||
        a.from - b.from ||
        a.until - b.until,
    );
}

/** Whether an entry is an activity, whose amounts add up. */
export function isSummed({ detail }: UnsaltedEntry): boolean {
  const row = detail?.['row'];
  return typeof row === 'string' && findRowType(row)?.role === 'activity';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
