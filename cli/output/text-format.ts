import { showValue } from '../../core/errors.ts';
import { showHidden } from '../../core/outside-text.ts';
import { formatTime } from '../../core/encoding/time.ts';
import { padWide, widthOf } from './wrap-text.ts';

/** Returns a period for people: its first day, and the first day after it. */
export function formatPeriod(from: number, until: number): string {
  if (from === 0 && until === 0) return 'no period';
  return `${formatTime(from)} to ${formatTime(until)} (exclusive)`;
}

/** Returns rows as lines, each column as wide as its widest cell. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, at) => Math.max(most[at] ?? 0, widthOf(cell))),
    [],
  );
  return rows
    .map((row) =>
      row.map((cell, at) => (at === row.length - 1 ? cell : padWide(cell, widths[at] ?? 0))).join('  '),
    )
    .join('\n');
}

/** Returns a count with its noun, such as `1 entry` or `3 entries`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Returns a text from outside as one line, with the numbers of characters that could change the terminal. */
export function plainText(value: unknown): string {
  return showHidden(typeof value === 'string' ? value : showValue(value));
}

/** Returns digits with spaces between thousands: `12 345`. */
export function groupDigits(whole: string): string {
  return whole.replaceAll(/\B(?=(\d{3})+$)/g, ' ');
}
