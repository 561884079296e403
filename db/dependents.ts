import type { Entry } from '../core/entry.ts';
import type { Hex } from '../core/hex.ts';
import type { JsonObject } from '../core/json.ts';
import type { Kind } from '../core/kind.ts';
import { isWithdrawal } from '../core/statement.ts';
import { fromBytea, toBytea, toByteaArray } from './bytea.ts';
import type { Queryable } from './pool.ts';

/** A record as far as one asks who may read its entries. */
export interface OwnedRecord {
  readonly id: Hex;
  readonly party: Hex;
  readonly publicEntries: boolean;
}

/** One version of what a stream says. */
export interface Version extends OwnedRecord {
  readonly stream: Hex;
  readonly entriesRoot: Hex;
  readonly statementHash: Hex;
  readonly isWithdrawal: boolean;
}

/** A record that rests on others: its place in its stream, and what it was made from. */
export interface LinkedRecord extends OwnedRecord {
  readonly kind: Kind;
  readonly subject: string;
  readonly stream: Hex;
  readonly sequence: number;
  readonly sources: readonly Hex[];
  /** The newest record of its stream, where that is another. */
  readonly newest: Hex | null;
  /** Bytes of its stored entries; 0 where none are. */
  readonly entryBytes: number;
}

interface VersionRow {
  id: Buffer;
  party: Buffer;
  kind: Kind;
  stream: Buffer;
  entries: Buffer;
  statement_hash: Buffer;
  statement: string;
  public_entries: boolean;
}

/** Returns a record that is not rejected and the newest of its stream, which may be the same; null where there is none. */
export async function findVersions(
  client: Queryable,
  id: Hex,
): Promise<{ readonly asked: Version; readonly newest: Version } | null> {
  const { rows } = await client.query<VersionRow>(
    `select v.id, v.party, v.kind, v.stream, v.entries, v.statement_hash, v.statement, v.public_entries
     from records r left join streams s on s.stream = r.stream
     join records v on v.id = any(array[r.id, s.record])
     where r.id = $1 and r.rejected_code is null order by v.sequence`,
    [toBytea(id)],
  );
  const [asked, newest] = [rows[0], rows.at(-1)];
  return asked === undefined || newest === undefined
    ? null
    : { asked: versionOfRow(asked), newest: versionOfRow(newest) };
}

interface LinkedRow {
  id: Buffer;
  party: Buffer;
  kind: Kind;
  subject: string;
  stream: Buffer;
  sequence: number;
  sources: string;
  public_entries: boolean;
  newest: Buffer | null;
  entry_bytes: number;
}

/** A page of what rests on a record. */
export interface DependentPage {
  readonly page: readonly { readonly id: Hex; readonly arrival: number }[];
  /** The records of the page, and those on the ways to them. */
  readonly records: readonly LinkedRecord[];
  /** How many records rest on it; one more than were followed, where there are more. */
  readonly total: number;
}

/** Which records are asked for, and how many are followed to find them. */
export interface DependentRange {
  readonly after: number;
  readonly limit: number;
  readonly mostFollowed: number;
  readonly mostOnWays: number;
}

const LINKED_COLUMNS = `r.id, r.party, r.kind, r.subject, r.stream, r.sequence, r.sources::text, r.public_entries,
  s.record as newest, coalesce(octet_length(e.list), 0) as entry_bytes`;
const LINKED_JOINS = `left join streams s on s.stream = r.stream and s.record <> r.id left join entries e on e.record = r.id`;

/** Every step looks up each record that is reached by the index of sources; what is followed are ids alone, until the page is cut. */
const LIST_DEPENDENTS = `
  with recursive reached(id, arrival) as (
    select $1::bytea, null::bigint
    union
    select d.id, d.arrival from reached
    cross join lateral (select r.id, r.arrival from records r
      where r.sources @> array[reached.id] and r.sources <> '{}' and r.rejected_code is null limit $4 + 1) d),
  followed as materialized (select id, arrival from (select * from reached limit $4 + 2) one),
  page as materialized (select id, arrival from followed where arrival > $2 order by arrival limit $3),
  ways(id) as (
    select id from page
    union
    select s.id from ways join records r on r.id = ways.id cross join lateral unnest(r.sources) s(id)
    where s.id <> $1 and s.id in (select id from followed)),
  shown as (
    select r.arrival, r.id in (select id from page) as is_shown, ${LINKED_COLUMNS}
    from (select id from ways limit $5) way join records r using (id) ${LINKED_JOINS})
  select counted.total, shown.* from (select count(arrival) as total from followed) counted left join shown on true`;

/**
 * Returns the records that rest on one, directly or over others, in the order of acceptance, so that sources come before what is made
 * of them: at most `limit` after the arrival `after`.
 */
export async function listDependents(
  client: Queryable,
  id: Hex,
  { after, limit, mostFollowed, mostOnWays }: DependentRange,
): Promise<DependentPage> {
  const { rows } = await client.query<
    { total: number } & ((LinkedRow & { arrival: number; is_shown: boolean }) | { id: null })
  >({
    // Planned once: a plan takes as long as some hundred records.
    name: 'dependents',
    text: LIST_DEPENDENTS,
    values: [toBytea(id), after, limit, mostFollowed, mostOnWays],
  });
  const found = rows.flatMap((row) => (row.id === null ? [] : [{ ...row, record: linkedOfRow(row) }]));
  const shown = found.filter((row) => row.is_shown).sort((a, b) => a.arrival - b.arrival);
  return {
    page: shown.map(({ record: { id: own }, arrival }) => ({ id: own, arrival })),
    records: found.map(({ record }) => record),
    total: rows[0]?.total ?? 0,
  };
}

/**
 * Returns records and those that they were made from, directly or over others, as far as these name sources or are of a stream. At most
 * `most` are followed, the nearest first; `isCut` tells that there are more.
 */
export async function listAncestors(
  client: Queryable,
  records: readonly Hex[],
  { stream, most }: { readonly stream: Hex; readonly most: number },
): Promise<{ readonly records: LinkedRecord[]; readonly isCut: boolean }> {
  const { rows } = await client.query<LinkedRow & { place: number }>(
    `with recursive up(id) as (
       select unnest($1::bytea[])
       union
       select s.id from up join records r on r.id = up.id cross join lateral unnest(r.sources) s(id))
     select one.place, ${LINKED_COLUMNS}
     from (select id, row_number() over () as place from up limit $3 + 1) one join records r using (id) ${LINKED_JOINS}
     where r.sources <> '{}' or r.stream = $2`,
    [toByteaArray(records), toBytea(stream), most],
  );
  const followed = rows.filter(({ place }) => place <= most);
  return { records: followed.map(linkedOfRow), isCut: followed.length < rows.length };
}

/** Returns the stored entries of records, by record. */
export async function readEntryLists(
  client: Queryable,
  records: readonly Hex[],
): Promise<Map<Hex, readonly Entry[]>> {
  const { rows } = await client.query<{ record: Buffer; list: string }>(
    'select record, list from entries where record = any($1::bytea[])',
    [toByteaArray(records)],
  );
  return new Map(rows.map(({ record, list }) => [fromBytea(record), JSON.parse(list) as Entry[]]));
}

function versionOfRow(row: VersionRow): Version {
  return {
    id: fromBytea(row.id),
    party: fromBytea(row.party),
    stream: fromBytea(row.stream),
    entriesRoot: fromBytea(row.entries),
    statementHash: fromBytea(row.statement_hash),
    isWithdrawal: isWithdrawal(row.kind, JSON.parse(row.statement) as JsonObject),
    publicEntries: row.public_entries,
  };
}

function linkedOfRow(row: LinkedRow): LinkedRecord {
  const { kind, subject, sequence } = row;
  return {
    id: fromBytea(row.id),
    party: fromBytea(row.party),
    kind,
    subject,
    stream: fromBytea(row.stream),
    sequence,
    sources: Array.from(row.sources.matchAll(/[0-9a-f]{64}/g), ([hex]) => `0x${hex}` as const),
    publicEntries: row.public_entries,
    newest: row.newest === null ? null : fromBytea(row.newest),
    entryBytes: row.entry_bytes,
  };
}
