import { type NumberStyle, readFraction, readNumber } from '../cells/number-cell.ts';
import { CellFault } from '../cells/table-problem.ts';
import type { Cell } from '../cells/table.ts';
import { mayBeAmount } from './cell-text.ts';

/** Returns the amount in a cell, in float64, for comparisons; null where it holds none. */
export function amountOf(cell: Cell | undefined, style: NumberStyle): number | null {
  if (typeof cell === 'number') return cell;
  if (typeof cell !== 'string' || beginsWithLetter(cell) || !/[\d０-９]/.test(cell)) return null;
  const fraction = readFraction(cell);
  if (fraction !== null) return Number(fraction.numerator) / Number(fraction.denominator);
  if (!mayBeAmount(cell.trim())) return null;
  try {
    return Number(readNumber(cell, style));
  } catch (error) {
    if (error instanceof CellFault) return null;
    throw error;
  }
}

/** Most texts of a table begin with a letter from A to Z, and no amount does. */
function beginsWithLetter(text: string): boolean {
  const small = text.charCodeAt(0) | 0x20;
  return small >= 0x61 && small <= 0x7a;
}
