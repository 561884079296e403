import { TERM_MEMBERS } from './cells/plain-members.ts';
import type { Cell } from './cells/table.ts';
import { isEmptyCell } from './layout/cell-text.ts';
import type { PartialEntry } from './partial-entry.ts';

/** Whether a column has amounts as people keep them: a column `value` is made for the ledger. */
export function isAmountOf(name: string, member: string): boolean {
  return AMOUNTS.includes(member) && name !== 'value';
}

/** Members that are amounts. */
export const AMOUNTS = ['value', ...TERM_MEMBERS];

/** Whether a row says that nothing moved, or that nothing was used in no time: a visit that added 0, a stay of 0 nights. */
export function isNothing({ entry, terms, hasFrom, hasUntil, unreadTimes }: PartialEntry): boolean {
  const isNoTime = hasFrom && hasUntil && unreadTimes === 0 && entry.from === entry.until;
  return entry.value === '0' && (isNoTime || (terms.length > 0 && terms.every(({ cell }) => isZero(cell))));
}

function isZero(cell: Cell): boolean {
  return isEmptyCell(cell) || Number(cell) === 0;
}
