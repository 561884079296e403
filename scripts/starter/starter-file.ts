/** Writes files of starter data. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const DATA = resolve(import.meta.dirname, '../../data');

/** A row of a file in `data/`. `from` and `until` are ISO days, both empty where the source states no valid time. */
export interface StarterRow {
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly from?: string;
  readonly until?: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Names are one segment of a key, and at most this long. */
const LONGEST_NAME = 64;

/**
 * Returns the name of what a publisher calls by a text: `Rigid (>17 tonnes)` is `rigid-over-17-tonnes`.
 * @throws Error if it is too long
 */
export function nameOf(...texts: readonly string[]): string {
  const name = texts
    .join(' ')
    .toLowerCase()
    .replaceAll('>', 'over-')
    .replaceAll(/[–—]/g, '-')
    .replaceAll(/(?<=\d),(?=\d{3})/g, '')
    .replaceAll(/[^a-z0-9.+%]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  if (name.length === 0 || name.length > LONGEST_NAME)
    throw new Error(`${name}: no name of 1 to ${LONGEST_NAME} characters`);
  return name;
}

/** Writes the rows as a CSV file in `data/`. @throws Error if two rows have one key */
export function writeStarterFile(name: string, rows: readonly StarterRow[]): void {
  const twice = rows.find(({ key }, at) => rows.findIndex((other) => other.key === key) < at);
  if (twice !== undefined) throw new Error(`${name}: two rows have the key ${twice.key}`);
  const lines = rows.map(({ key, value, unit, from = '', until = '', detail }) =>
    [key, value, unit, from, until, JSON.stringify(detail)].map(quote).join(','),
  );
  const path = resolve(DATA, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${['key,value,unit,from,until,detail', ...lines].join('\n')}\n`);
  console.log(`${name}: ${rows.length} rows`);
}

function quote(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
