import { escapeHidden } from '../../language/outside-text.ts';

/** A cell that a spreadsheet would run as a formula. Decimals below zero are none. */
const FORMULA = /^[=+\-@\t\r]/;
/** The same behind a sign at which a spreadsheet of another country begins a cell, or behind a line end. */
const FORMULA_INSIDE = /([;\t\r\n]\s*)(?=[=+\-@])/g;
const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Returns rows as CSV (RFC 4180) in UTF-8 with a mark that spreadsheets need; texts that they would run as formulas get an apostrophe. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => row.map(writeCell).join(',')).join('\r\n')}\r\n`;
}

/** Returns a text as a cell of CSV: what a spreadsheet would take for a formula gets an apostrophe; hidden characters are written by their number. */
export function writeCell(text: string): string {
  const shown = escapeHidden(text);
  const first = FORMULA.test(shown) && !DECIMAL.test(shown) ? `'${shown}` : shown;
  const safe = first.replaceAll(FORMULA_INSIDE, "$1'");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
