import type { RowRule } from './row-type.ts';
import { findRowType } from './row-types.ts';

/** Whether a row of a type may be negative: every one, or one that states its line. */
export function allowsNegative(
  signed: RowRule['signed'],
  detail: Readonly<Record<string, unknown>>,
): boolean {
  return signed === true || (signed === 'with-line' && detail['line'] !== undefined);
}

/** Returns what to do about a negative row, where its type can have a line. */
export function adviseLine(type: string): string {
  return findRowType(type)?.signed === 'with-line'
    ? '. State detail.line, such as imports, to count it in a line of its own'
    : '';
}
