import { parseAmount, type Amount } from '../../quantities/decimal.ts';
import { convertAmount, parseUnit, type Unit } from '../../quantities/unit.ts';
import type { PlausibleRange, PossibleRange } from './row-type.ts';
import { findRowType } from './row-types.ts';

/** What is judged of a row. */
export interface JudgedRow {
  readonly key: string;
  readonly amount: Amount;
  readonly unit: Unit;
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * Returns why no row of its type can have the value of a row, or null. Zero states that there is none of something, and is always
 * possible.
 */
export function findImpossible(row: JudgedRow): string | null {
  const ranges = findRowType(row.detail['row'])?.possible;
  if (ranges === undefined || row.amount.isZero()) return null;
  for (const range of ranges) {
    const amount = amountIn(range, row);
    if (amount === null || isWithin(range, amount)) continue;
    const { unit, least, most, why } = range;
    const expected = least === undefined ? `at most ${most} ${unit}` : `${least} to ${most} ${unit}`;
    return `expected ${expected}, got ${showValue(row, range, amount)}: ${why}. Check the value and its unit`;
  }
  return null;
}

/** A million tonnes, as in `Mt` and `Mt{CO2}`: people write it for metric tons. */
const MEGATONNES = /^Mt(\{|$)/;

/**
 * Returns what is unusual about the value of a row, with the source of what is usual, or null. It says nothing about types for which
 * no range is published. Zero states that there is none of something, and is never unusual.
 */
export function findImplausible(row: JudgedRow): string | null {
  const type = findRowType(row.detail['row']);
  if (type === undefined || row.amount.isZero()) return null;
  for (const range of type.plausible ?? []) {
    const amount = amountIn(range, row);
    if (amount === null || isWithin(range, amount)) continue;
    const { unit, least, most, source } = range;
    const usual = `Usual are ${least} to ${most} ${unit} (${source})`;
    return `${row.key} is ${showValue(row, range, amount)}. ${usual}: check the value and its unit`;
  }
  if (type.role !== 'activity' || !MEGATONNES.test(row.unit.text)) return null;
  const text = `${row.key} is in ${row.unit.text}, and Mt is a million tonnes (SI prefix M)`;
  return `${text}: write ${row.unit.text.slice(1)} if you mean metric tons`;
}

/** Whether `findImplausible` can say anything about rows of this type and unit: a cheap test for many rows. */
export function canBeImplausible(detail: JudgedRow['detail'], unit: string): boolean {
  return findRowType(detail['row'])?.plausible !== undefined || MEGATONNES.test(unit);
}

type Range = PlausibleRange | PossibleRange;

/** Returns the amount of a row in the unit of a range; null where the range is not about the row. */
function amountIn(range: Range, row: JudgedRow): Amount | null {
  const { target } = readRange(range);
  if (row.unit.dimension !== target.dimension || !isAbout(range, row)) return null;
  return convertAmount(row.amount, row.unit, target);
}

function isAbout({ when = {} }: Range, row: JudgedRow): boolean {
  for (const member of Object.keys(when)) if (row.detail[member] !== when[member]) return false;
  return true;
}

function isWithin(range: Range, amount: Amount): boolean {
  const { smallest, largest } = readRange(range);
  return !smallest.greaterThan(amount) && !amount.greaterThan(largest);
}

/** Returns a value in the unit of a range, and as its row states it. */
function showValue(row: JudgedRow, { unit }: Range, amount: Amount): string {
  const stated = row.unit.text === unit ? '' : ` (stated as ${String(row.amount)} ${row.unit.text})`;
  return `${String(amount)} ${unit}${stated}`;
}

/** A range with its unit and amounts read. */
interface ReadRange {
  readonly target: Unit;
  readonly smallest: Amount;
  readonly largest: Amount;
}

/** There are few ranges, and many rows are judged by each. */
const read = new WeakMap<Range, ReadRange>();

function readRange(range: Range): ReadRange {
  const before = read.get(range);
  if (before !== undefined) return before;
  const { unit, least = '0', most } = range;
  const fresh = { target: parseUnit(unit), smallest: parseAmount(least), largest: parseAmount(most) };
  read.set(range, fresh);
  return fresh;
}
