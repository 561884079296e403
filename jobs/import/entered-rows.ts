import * as z from 'zod';
import { formatTime } from '../../core/encoding/time.ts';
import type { Json } from '../../core/encoding/json.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';

/** Rows that a person enters in place of a table: they become a table in CSV, which the import reads and checks as any other. */

/** A row that fields were read from, as a tab keeps it. */
export const keptRowSchema: z.ZodType<UnsaltedEntry> = z.object({
  ...{ key: z.string(), value: z.string().nullable(), unit: z.string(), from: z.int(), until: z.int() },
  detail: z.record(z.string(), z.custom<Json>()).nullable(),
});

/** Writes cells as CSV. */
export function writeCells(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(writeCell).join(',')}\n`).join('');
}

function writeCell(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Returns the cells of a row: its name, value, unit, period and detail. */
export function cellsOf(row: Omit<UnsaltedEntry, 'detail'> & { readonly detail: unknown }): string[] {
  const times = row.until === 0 ? ['', ''] : [row.from, row.until].map(writeTime);
  return [row.key, row.value ?? '', row.unit, ...times, JSON.stringify(row.detail)];
}

/** A day, or a moment as a table has it. */
function writeTime(seconds: number): string {
  return formatTime(seconds).replace(' ', 'T');
}

/** Returns a name as a row can hold it: blanks become hyphens. */
export function writeName(name: string): string {
  return name.trim().replaceAll(/\s+/g, '-');
}

/** Returns the name of a new row, with a number where another row has it, and adds it to the names. */
export function nameNew(name: string, names: Set<string>): string {
  for (let count = 1; ; count += 1) {
    const key = count === 1 ? name : `${name}/${count}`;
    if (names.has(key)) continue;
    names.add(key);
    return key;
  }
}
