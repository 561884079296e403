import type { Hex } from '../../core/encoding/hex.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** A row to find, with its marks (`Mark` in engine/search/factor-words.ts). */
export interface IndexedFactor {
  readonly from: number;
  readonly until: number;
  /** What is shown of it, as JSON. */
  readonly shown: string;
  readonly marks: readonly string[];
}

/** A dataset whose rows are read. */
export interface UnreadDataset {
  readonly record: Hex;
  readonly party: Hex;
  readonly publicEntries: boolean;
}

/** Rows of a block: as many as a search reads quickly even where all of them have its words. */
export const BLOCK = 32_768;
/** Rows that one statement stores, and datasets that one statement queues. */
const CHUNK = 1_000;

/**
 * Begins to queue all datasets where another reading made the index. Their rows are found as they were until they are read again. Returns
 * whether datasets are still to be queued.
 */
export async function beginReading(client: Queryable, version: string): Promise<boolean> {
  const { rows } = await client.query<{ version: string; next: number | null }>(
    'select version, next from factor_reading',
  );
  if (rows[0]?.version === version) return rows[0].next !== null;
  await client.query(
    `insert into factor_reading (version, next) values ($1, 0)
     on conflict (only_row) do update set version = excluded.version, next = 0 where factor_reading.version <> excluded.version`,
    [version],
  );
  return true;
}

/** Queues the next datasets, in the order of acceptance. Two processes may queue the same ones. Returns whether others are left. */
export async function queueDatasets(client: Queryable): Promise<boolean> {
  const { rows } = await client.query<{ last: number | null; count: number }>(
    `with looked as materialized (
       select r.id, r.arrival from factor_reading f join records r on r.kind = 1 and r.arrival > f.next
       order by r.arrival limit $1),
     queued as (
       insert into unread_factors (record, arrival)
       select l.id, l.arrival from looked l join entries e on e.record = l.id where e.list like '%"row":"%'
       on conflict do nothing)
     select max(arrival) as last, count(*) as count from looked`,
    [CHUNK],
  );
  const { last = null, count = 0 } = rows[0] ?? {};
  const isMore = count === CHUNK;
  await client.query('update factor_reading set next = $1', [isMore ? last : null]);
  return isMore;
}

/** Takes the next dataset out of the queue, until the transaction ends; null if none is free. Others take other ones meanwhile. */
export async function takeUnread(client: Queryable): Promise<UnreadDataset | null> {
  const { rows } = await client.query<{ id: Buffer; party: Buffer; public_entries: boolean }>(
    `with taken as (
       delete from unread_factors where record = (
         select record from unread_factors order by arrival limit 1 for update skip locked) returning record)
     select r.id, r.party, r.public_entries from taken join records r on r.id = taken.record`,
  );
  const [row] = rows;
  if (row === undefined) return null;
  return { record: fromBytea(row.id), party: fromBytea(row.party), publicEntries: row.public_entries };
}

/** Returns the entries of a record that have one of these row types. PostgreSQL cannot read the escape of the character zero. */
export async function readRowsOfTypes(
  client: Queryable,
  record: Hex,
  types: readonly string[],
): Promise<UnsaltedEntry[]> {
  const { rows } = await client.query<{ entry: UnsaltedEntry }>(
    `select listed.entry from entries e
     cross join lateral json_array_elements(replace(e.list, '\\u0000', '\\ufffd')::json) with ordinality listed(entry, place)
     where e.record = $1 and json_typeof(listed.entry -> 'detail') = 'object' and listed.entry -> 'detail' ->> 'row' = any($2)
     order by listed.place`,
    [toBytea(record), types],
  );
  return rows.map(({ entry }) => entry);
}

/** Stores the rows of a dataset in place of those that were stored before. Of two rows that match alike, the first is found first. */
export async function storeFactors(
  client: Queryable,
  { record, party, publicEntries }: UnreadDataset,
  factors: readonly IndexedFactor[],
): Promise<void> {
  await client.query('delete from factor_rows where record = $1', [toBytea(record)]);
  const readers = publicEntries ? ['+'] : [markOfParty(party), markOfRecord(record)];
  const reversed = factors
    .map((factor, position) => ({ ...factor, position, marks: [...factor.marks, ...readers] }))
    .reverse();
  for (let at = 0; at < reversed.length; at += CHUNK)
    await client.query(
      `insert into factor_rows (id, record, position, valid_from, valid_until, shown, marks)
       select id, $1, position, "from", "until", shown,
         array(select json_array_elements_text(marks)) || ('@' || id / ${BLOCK})
       from (select nextval('factor_row_ids') as id, given.*
         from json_to_recordset($2::json) given(position integer, "from" bigint, "until" bigint, shown text, marks json)) numbered`,
      [toBytea(record), JSON.stringify(reversed.slice(at, at + CHUNK))],
    );
}

/** The mark of the private rows of a party. */
export function markOfParty(party: Hex): string {
  return `+p:${party.slice(2)}`;
}

/** The mark of the private rows of a record. */
export function markOfRecord(record: Hex): string {
  return `+r:${record.slice(2)}`;
}
