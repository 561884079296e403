import type { Entry } from '../../core/records/entry.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { Kind } from '../../core/records/kind.ts';
import { isWithdrawal } from '../../core/records/statement.ts';
import { fromBytea, toBytea, toByteaArray } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

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
  readonly hasEntries: boolean;
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

/** Hashes come as text: they are used as that, and many come. */
interface LinkedRow {
  id: Hex;
  party: Hex;
  kind: Kind;
  subject: string;
  stream: Hex;
  sequence: number;
  sources: string;
  public_entries: boolean;
  has_entries: boolean;
}

const LINKED_COLUMNS = `'0x' || encode(r.id, 'hex') as id, '0x' || encode(r.party, 'hex') as party, r.kind, r.subject,
  '0x' || encode(r.stream, 'hex') as stream, r.sequence, r.sources::text, r.public_entries,
  r.entries <> decode(repeat('00', 32), 'hex') as has_entries`;

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

/**
 * Every step looks up each record that is reached by the index of sources; what is followed are places alone, until the page is cut.
 * Sources come before what is made of them: the ways to the first page are in it. Each `limit 1` keeps to looking up row by row, however
 * many the planner expects.
 */
const LIST_DEPENDENTS = `
  with recursive reached(id, arrival, place) as (
    select $1::bytea, null::bigint, null::tid
    union
    select d.id, d.arrival, d.place from reached
    cross join lateral (select r.id, r.arrival, r.ctid as place from records r
      where r.sources @> array[reached.id] and r.sources <> '{}' and r.rejected_code is null limit $4 + 1) d),
  followed as materialized (select * from (select * from reached limit $4 + 2) one where arrival is not null),
  page as materialized (select * from followed where arrival > $2 order by arrival limit $3),
  ways(id, place) as (
    select id, place from page
    union
    select f.id, f.place from ways
    cross join lateral (select r.sources from records r where r.ctid = ways.place limit 1) r
    cross join lateral unnest(r.sources) s(id) join followed f on f.id = s.id
    where $2 > 0),
  shown as (
    select r.arrival, r.arrival > $2 and r.arrival <= (select max(arrival) from page) as is_shown, ${LINKED_COLUMNS}
    from (select place from ways limit $5) way
    cross join lateral (select * from records r where r.ctid = way.place limit 1) r)
  select counted.total, shown.* from (select count(*) as total from followed) counted left join shown on true`;

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
     from (select id, row_number() over () as place from up limit $3 + 1) one join records r using (id)
     where r.sources <> '{}' or r.stream = $2`,
    [toByteaArray(records), toBytea(stream), most],
  );
  const followed = rows.filter(({ place }) => place <= most);
  return { records: followed.map(linkedOfRow), isCut: followed.length < rows.length };
}

/** Returns the newest records of the streams of records, by record, where those are others. */
export async function listNewest(client: Queryable, records: readonly Hex[]): Promise<Map<Hex, Hex>> {
  const { rows } = await client.query<{ id: Buffer; newest: Buffer }>(
    `select r.id, s.record as newest from records r join streams s on s.stream = r.stream and s.record <> r.id
     where r.id = any($1::bytea[])`,
    [toByteaArray(records)],
  );
  return new Map(rows.map(({ id, newest }) => [fromBytea(id), fromBytea(newest)]));
}

/** The stored entries of a record, with how many bytes they are; null where they were more than may be held with those before. */
export interface EntryList {
  readonly bytes: number;
  readonly entries: readonly Entry[] | null;
}

/** Returns the entries of records that are stored, by record: of the first always, of more as far as all have at most so many bytes. */
export async function readEntryLists(
  client: Queryable,
  records: readonly Hex[],
  mostBytes: number,
): Promise<Map<Hex, EntryList>> {
  const { rows } = await client.query<{ record: Buffer; bytes: number; list: string | null }>(
    `select record, bytes, case when place = 1 or held <= $2 then list end as list from (
       select record, list, octet_length(list) as bytes, row_number() over (order by record) as place,
         sum(octet_length(list)) over (order by record) as held
       from entries where record = any($1::bytea[])) sized`,
    [toByteaArray(records), mostBytes],
  );
  return new Map(
    rows.map(({ record, bytes, list }) => [
      fromBytea(record),
      { bytes, entries: list === null ? null : (JSON.parse(list) as Entry[]) },
    ]),
  );
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

function linkedOfRow({ id, party, kind, subject, stream, sequence, ...row }: LinkedRow): LinkedRecord {
  const sources = Array.from(row.sources.matchAll(/[0-9a-f]{64}/g), ([hex]) => `0x${hex}` as const);
  return {
    id,
    party,
    kind,
    subject,
    stream,
    sequence,
    sources,
    publicEntries: row.public_entries,
    hasEntries: row.has_entries,
  };
}
