import type { Entry } from '../core/entry.ts';
import type { Hex } from '../core/hex.ts';
import type { JsonObject } from '../core/json.ts';
import { formatJson } from '../core/json.ts';
import { fromBytea, toBytea } from './bytea.ts';
import type { Queryable } from './pool.ts';

interface EntryRow {
  readonly key: string;
  readonly value: string | null;
  readonly unit: string;
  readonly valid_from: number;
  readonly valid_until: number;
  readonly detail: string | null;
  readonly salt: Buffer;
}

/** Stores the entries of a record in the order given; entries that are stored already stay as they are. */
export async function insertEntries(
  client: Queryable,
  record: Hex,
  entries: readonly Entry[],
): Promise<void> {
  await client.query(
    `insert into entries (record, position, key, value, unit, valid_from, valid_until, detail, salt)
     select $1, e.position - 1, e.key, e.value, e.unit, e.valid_from, e.valid_until, e.detail, e.salt
     from unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::bytea[])
       with ordinality as e(key, value, unit, valid_from, valid_until, detail, salt, position)
     on conflict do nothing`,
    [
      toBytea(record),
      entries.map(({ key }) => key),
      entries.map(({ value }) => value),
      entries.map(({ unit }) => unit),
      entries.map(({ from }) => from),
      entries.map(({ until }) => until),
      entries.map(({ detail }) => (detail === null ? null : formatJson(detail))),
      entries.map(({ salt }) => toBytea(salt)),
    ],
  );
}

/** Returns the stored entries of a record in the order in which they were sent; none when none were. */
export async function readEntries(client: Queryable, record: Hex): Promise<Entry[]> {
  const { rows } = await client.query<EntryRow>(
    'select key, value, unit, valid_from, valid_until, detail, salt from entries where record = $1 order by position',
    [toBytea(record)],
  );
  return rows.map(readEntry);
}

function readEntry({ key, value, unit, valid_from, valid_until, detail, salt }: EntryRow): Entry {
  const object = detail === null ? null : (JSON.parse(detail) as JsonObject);
  return { key, value, unit, from: valid_from, until: valid_until, detail: object, salt: fromBytea(salt) };
}
