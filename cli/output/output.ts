import { showValue } from '../../core/errors.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Returns unix seconds as an ISO date and time in UTC, such as `2024-01-31 08:00:00Z`. */
export function formatTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `${seconds} s`;
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.replace('T', ' ').replace('.000Z', 'Z');
}

/** Returns a period as people read it: its first day and the last day within. */
export function formatPeriod(from: number, until: number): string {
  if (from === 0 && until === 0) return 'no period';
  return `${formatTime(from)} to ${formatTime(until)} (exclusive)`;
}

/** Returns rows as lines, each column as wide as its widest cell. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, at) => Math.max(most[at] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) =>
      row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  '),
    )
    .join('\n');
}

/** Prints a result: the value as one line of JSON where `--json` was given, else the text for people. */
export function printResult(
  terminal: Terminal,
  json: boolean | undefined,
  value: unknown,
  text: string,
): void {
  terminal.writeOut(`${json === true ? JSON.stringify(value, writeBigint) : text}\n`);
}

/** Big integers are decimal strings, as everywhere in the protocol. */
function writeBigint(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

/** Prints a remark on the way, which is no result: to standard error, and not where a program reads. */
export function printProgress(terminal: Terminal, json: boolean | undefined, text: string): void {
  if (json !== true) terminal.writeErr(`${text}\n`);
}

/** Returns text from outside on one line, without control characters that a terminal would obey. */
export function plainText(value: unknown): string {
  const text = typeof value === 'string' ? value : showValue(value);
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '·');
}
