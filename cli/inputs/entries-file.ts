import { z } from 'zod';
import { type Entry, deriveSalt, entrySchema, parseEntry } from '../../core/records/entry.ts';
import { BadInput } from '../../core/errors.ts';
import { type Hex, ZERO_HASH, formatHex } from '../../core/encoding/hex.ts';
import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { readEntriesCsv, type UnsaltedEntry } from './entries-csv.ts';
import { readBytes, streamBytes } from './files.ts';
import { readLines } from './lines.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** How entries get their salts (§4): from one secret of the record, each its own, or none in a public record. */
export const SALT_WAYS = ['derived', 'random', 'none'] as const;
export type SaltWay = (typeof SALT_WAYS)[number];

/** Entries with their salts, and the secret where they are derived. */
export interface SaltedEntries {
  readonly entries: readonly Entry[];
  readonly secret: Hex | null;
}

const REPORT_EVERY = 100_000;

/** An entry whose salt may be missing. */
export const unsaltedSchema = z.strictObject({
  ...entrySchema.shape,
  salt: entrySchema.shape.salt.optional(),
});
const listSchema = z.array(unsaltedSchema);

/**
 * Returns the entries in a file: CSV where its name ends in .csv, one JSON object a line where it ends in .ndjson, as datasets
 * are kept; else JSON as in bundles, an array of `{key, value, unit, from, until, detail}`, with `salt` where one is to be kept.
 * @throws DatasetRefused; BadInput `json-…`, or the code of the member that is wrong; UsageError `file-unreadable`
 */
export async function readEntries(
  terminal: Terminal,
  path: string,
): Promise<readonly (UnsaltedEntry & { readonly salt?: Hex | undefined })[]> {
  if (path.toLowerCase().endsWith('.ndjson')) return readEntryLines(streamBytes(terminal, path), path);
  const bytes = await readBytes(terminal, path);
  if (path.toLowerCase().endsWith('.csv')) return readEntriesCsv(bytes, path);
  try {
    return parseWith(listSchema, parseJson(bytes, BUNDLE_JSON));
  } catch (error) {
    throw explainEntries(error, path);
  }
}

/**
 * Returns the entries in the bytes of a file of lines, each a JSON object, however many there are; `report` is told how many
 * were read, now and then.
 * @throws BadInput `json-…`, or the code of the member that is wrong; UsageError `file-unreadable`
 */
export async function readEntryLines(
  bytes: AsyncIterable<Uint8Array>,
  path: string,
  report: (count: number) => void = () => {},
): Promise<UnsaltedEntry[]> {
  const entries: UnsaltedEntry[] = [];
  for await (const line of readLines(bytes)) {
    if (line.trim() === '') continue;
    try {
      entries.push(parseWith(unsaltedSchema, parseJson(line)));
      if (entries.length % REPORT_EVERY === 0) report(entries.length);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      const entry = entries.length + 1;
      const place = error.path === '' ? String(entry) : `${entry}.${error.path}`;
      throw new BadInput(error.code, `${path}, entry ${entry}: ${error.message}`, error.value, place);
    }
  }
  return entries;
}

/** Counts entries from 1, as people do, and says how an entry is written. */
function explainEntries(error: unknown, path: string): unknown {
  if (!(error instanceof BadInput)) return error;
  if (error.code === 'json-number')
    return new BadInput(error.code, `${path}: ${error.message}; write values as strings, such as "12.5"`);
  const [index = '', member = ''] = error.path.split('.');
  if (!/^[0-9]+$/.test(index)) return new BadInput(error.code, `${path}: ${error.message}`);
  const what =
    member !== '' && error.value === undefined
      ? `has no ${member}; an entry is ${FORM}`
      : error.message.replace(/^[0-9]+[.:] ?/, '');
  return new BadInput(error.code, `${path}, entry ${Number(index) + 1}: ${what}`, error.value);
}

const FORM = '{key, value, unit, from, until, detail}; from and until are 0 where there is no period';

/** Returns entries with salts; `random` fills 32 bytes. A salt that an entry has already stays. @throws BadInput */
export function saltEntries(
  unsalted: readonly (UnsaltedEntry & { readonly salt?: Hex | undefined })[],
  way: SaltWay,
  random: () => Uint8Array,
): SaltedEntries {
  const secret = way === 'derived' ? formatHex(random()) : null;
  const saltOf = (key: string): Hex => {
    if (secret !== null) return deriveSalt(secret, key);
    return way === 'random' ? formatHex(random()) : ZERO_HASH;
  };
  const entries = unsalted.map((entry) => parseNamed({ ...entry, salt: entry.salt ?? saltOf(entry.key) }));
  return { entries, secret };
}

/** Names the entry that is wrong by its key. */
function parseNamed(entry: Entry): Entry {
  try {
    return parseEntry(entry);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(error.code, `entry ${entry.key}: ${error.message}`, error.value, error.path, error);
  }
}
