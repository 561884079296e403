import { type Entry, encodeEntry } from '../../core/records/entry.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { toBytea, toByteaArray } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** The entries of a record, as they are stored: an array as RFC 8785 text. */
export interface StoredEntries {
  readonly id: Hex;
  readonly entriesText: string;
}

/** Returns entries in the form in which they are stored. */
export function formatEntries(entries: readonly Entry[]): string {
  return `[${entries.map((entry) => encodeEntry(entry).text).join(',')}]`;
}

/** Stores the entries of records. Entries that are stored already stay unchanged. */
export async function insertEntries(client: Queryable, stored: readonly StoredEntries[]): Promise<void> {
  if (stored.length === 0) return;
  await client.query(
    'insert into entries (record, list) select * from unnest($1::bytea[], $2::text[]) on conflict do nothing',
    [toByteaArray(stored.map(({ id }) => id)), stored.map(({ entriesText }) => entriesText)],
  );
}

/** Returns the stored entries of a record, in the order in which they were sent; an empty array if there are none. */
export async function readEntries(client: Queryable, record: Hex): Promise<Entry[]> {
  const { rows } = await client.query<{ list: string }>('select list from entries where record = $1', [
    toBytea(record),
  ]);
  return rows.flatMap(({ list }) => (JSON.parse(list) as Entry[]).map(arrangeEntry));
}

/** Returns the total size of the stored entries of records, in bytes. */
export async function sizeEntries(client: Queryable, records: readonly Hex[]): Promise<number> {
  const { rows } = await client.query<{ bytes: number }>(
    'select coalesce(sum(octet_length(list)), 0)::bigint as bytes from entries where record = any($1::bytea[])',
    [toByteaArray(records)],
  );
  return rows[0]?.bytes ?? 0;
}

/** Puts members in the order in which people read them. */
function arrangeEntry({ key, value, unit, from, until, detail, salt }: Entry): Entry {
  return { key, value, unit, from, until, detail, salt };
}
