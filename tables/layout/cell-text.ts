import type { Cell } from '../cells/table.ts';
import { readFraction } from '../cells/number-cell.ts';
import { readPeriodName } from '../cells/period-name.ts';

export function isBlank(cell: Cell | undefined): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}

/** Whether a cell holds an amount, as a number or as a text. A year alone may be a name. */
export function isAmount(cell: Cell): boolean {
  if (typeof cell === 'bigint') return true;
  if (typeof cell === 'number') return readPeriodName(cell) === null;
  if (typeof cell !== 'string' || readPeriodName(cell) !== null) return false;
  return AMOUNT.test(cell.trim()) || WIDE.test(cell.trim()) || readFraction(cell) !== null;
}

const AMOUNT =
  /^(?:[+-]?(?=[\d.,])[\d\s.,'’\u00a0\u202f]*\d[\d.,]*(?:[eE][+-]?\d+)?[-−]?|\(\d[\d\s.,'’\u00a0\u202f]*\d\))$/;

/** Full-width digits. */
const WIDE = /^[０-９．，－]+$/;

const DAY = /^\d{1,4}([./])\d{1,2}\1\d{1,4}$/;

/** Whether a text looks like an amount: tells most other texts apart without a try to read them, which costs much more. */
export function mayBeAmount(text: string): boolean {
  return AMOUNT.test(text) ? !DAY.test(text) : WIDE.test(text);
}

/** Returns the name of a column in a cell of the header. */
export function nameOf(cell: Cell | undefined): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 7);
  return typeof cell === 'string' || typeof cell === 'number'
    ? String(cell).trim().replaceAll(/\s+/g, ' ')
    : '';
}

/** Whether a cell among amounts stands for none: it is empty, or a dash. */
export function isEmptyCell(cell: Cell | undefined): boolean {
  return isBlank(cell) || (typeof cell === 'string' && /^[-–—]$|^n\/?a$|^n\.a\.$/i.test(cell.trim()));
}

/** Returns the texts of a row, one after the other. */
export function textOf(cells: readonly Cell[]): string {
  return cells
    .map((cell) => nameOf(cell))
    .filter((text) => text !== '')
    .join(' ');
}

/** Returns the year that a text names; null if it names none, or several. */
export function yearIn(text: string): number | null {
  const [first, ...others] = new Set(text.match(/(?<!\d)20\d{2}(?!\d)/g) ?? []);
  return first === undefined || others.length > 0 ? null : Number(first);
}

/** Returns a name in small letters, without blanks and marks. */
export function bareName(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_.,\-()/#，（）]+/g, '');
}
