import type { JsonObject } from '../../core/encoding/json.ts';
import { formatTime } from '../../core/encoding/time.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { findRunEntry, runSchema } from '../../core/records/run.ts';
import { codeName } from '../../engine/rows/spelling.ts';

const HEADER = ['key', 'value', 'unit', 'from', 'until', 'detail'];
/** Entries that describe the others: an import makes its own. */
const ABOUT_OTHERS: ReadonlySet<string> = new Set(['source', 'fusion', 'run', 'solution']);

/**
 * Returns entries as the rows of a table, with its header, that an import reads again: rows of a dataset as they are, and figures as
 * `published-figure` rows of the dataset `trade`, which a panorama shows beside others. The period is in days or moments in UTC, its end exclusive.
 * @param about whose figures they are: the identifier of a party, or its name
 */
export function listSaved(entries: readonly UnsaltedEntry[], about: string): string[][] {
  const method = readMethod(entries);
  const rows = entries
    .filter(({ key }) => !ABOUT_OTHERS.has(key))
    .map(({ key, value, unit, from, until, detail }) => [
      ...[key, value ?? '', unit],
      ...(until === 0 ? ['', ''] : [formatTime(from), formatTime(until)]),
      JSON.stringify(
        typeof detail?.['row'] === 'string' ? detail : describeFigure(key, detail, { about, method }),
      ),
    ]);
  return [HEADER, ...rows];
}

/** Returns rows as CSV (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe. */
export function formatSaved(rows: readonly (readonly string[])[]): string {
  return `${rows.map((row) => row.map(writeCell).join(',')).join('\n')}\n`;
}

function writeCell(text: string): string {
  const safe = /^[=+@\t]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function readMethod(entries: readonly UnsaltedEntry[]): string | null {
  const { data } = runSchema.safeParse(findRunEntry(entries)?.detail);
  return data?.method ?? null;
}

/** A figure with what a panorama compares it by. Its derivation stays in the record that computed it. */
function describeFigure(
  key: string,
  detail: JsonObject | null,
  { about, method }: { readonly about: string; readonly method: string | null },
): JsonObject {
  const { gases, gwpSet } = detail ?? {};
  const whose = codeName(about);
  return {
    row: 'published-figure',
    about: whose,
    account: accountOf(key, method),
    line: codeName(key.replaceAll('/', '.')),
    publisher: whose,
    ...(method === null ? {} : { method }),
    ...(Array.isArray(gases) && gases.length > 0 ? { gases } : {}),
    ...(typeof gwpSet === 'string' ? { gwpSet } : {}),
  };
}

/** Parts of keys and names of methods → the account of their figures; all others are of production. */
const ACCOUNTS: readonly (readonly [RegExp, string])[] = [
  [/^avoided/, 'avoided'],
  [/^nature/, 'nature'],
  [/^(consumption|cba)/, 'consumption'],
  [/^(exports|imports|trade|national-trade)/, 'trade'],
];

function accountOf(key: string, method: string | null): string {
  const found = ACCOUNTS.find(([pattern]) => pattern.test(key) || pattern.test(method ?? ''));
  return found?.[1] ?? 'production';
}
