import type { Entry } from '../../core/records/entry.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Kind } from '../../core/records/kind.ts';
import { fromBytea, toBytea, toByteaArray } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';
import { MOST_VERSIONS, type OwnedRecord } from './versions.ts';

/** A record with its sources and its position in its stream. */
export interface LinkedRecord extends OwnedRecord {
  readonly kind: Kind;
  readonly subject: string;
  readonly stream: Hex;
  readonly sequence: number;
  readonly sources: readonly Hex[];
  readonly hasEntries: boolean;
}

/** Hashes arrive as hex text, the form in which they are used, since there are many. */
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

/** A page of dependents. */
export interface DependentPage {
  readonly page: readonly { readonly id: Hex; readonly arrival: number }[];
  /** The records of the page, and those on the paths to them. */
  readonly records: readonly LinkedRecord[];
  /** The number of dependents; where there are more than `mostFollowed`, one more than that. */
  readonly total: number;
}

/** Which dependents are asked for, and how many records are followed to find them. */
export interface DependentRange {
  readonly after: number;
  readonly limit: number;
  readonly mostFollowed: number;
  readonly mostOnPaths: number;
}

/**
 * Each step looks up the dependents of each record by the index of sources. Only the places of rows are kept until the page is cut. A
 * source is accepted before its dependents: the first page therefore holds the paths to its records. Each `limit 1` makes PostgreSQL look
 * up row by row, even where it expects many rows.
 */
const LIST_DEPENDENTS = `
  with recursive versions as materialized (
    select v.id from records r join records v on v.stream = r.stream and v.sequence <= r.sequence
    where r.id = $1 and r.rejected_code is null and v.rejected_code is null order by v.sequence desc limit $6),
  reached(id, arrival, place) as (
    select id, null::bigint, null::tid from versions
    union
    select d.id, d.arrival, d.place from reached
    cross join lateral (select r.id, r.arrival, r.ctid as place from records r
      where r.sources @> array[reached.id] and r.sources <> '{}' and r.rejected_code is null limit $4 + 1) d),
  followed as materialized (
    select * from (select * from reached limit $4 + 1 + 2 * (select count(*) from versions)) one
    where arrival is not null and id not in (select id from versions) limit $4 + 1),
  page as materialized (select * from followed where arrival > $2 order by arrival limit $3),
  paths(id, place) as (
    select id, place from page
    union
    select f.id, f.place from paths
    cross join lateral (select r.sources from records r where r.ctid = paths.place limit 1) r
    cross join lateral unnest(r.sources) s(id) join followed f on f.id = s.id
    where $2 > 0),
  shown as (
    select r.arrival, r.arrival > $2 and r.arrival <= (select max(arrival) from page) as is_shown, ${LINKED_COLUMNS}
    from (select place from paths limit $5) path
    cross join lateral (select * from records r where r.ctid = path.place limit 1) r)
  select counted.total, shown.* from (select count(*) as total from followed) counted left join shown on true`;

/**
 * Returns the records that depend on a record or on an earlier version of it, directly or through others: at most `limit` after the arrival
 * `after`, in the order of acceptance, which puts sources before their dependents. These versions themselves are left out.
 */
export async function listDependents(
  client: Queryable,
  id: Hex,
  { after, limit, mostFollowed, mostOnPaths }: DependentRange,
): Promise<DependentPage> {
  const { rows } = await client.query<
    { total: number } & ((LinkedRow & { arrival: number; is_shown: boolean }) | { id: null })
  >({
    // A named statement is planned once: planning takes as long as reading some hundred records.
    name: 'dependents',
    text: LIST_DEPENDENTS,
    values: [toBytea(id), after, limit, mostFollowed, mostOnPaths, MOST_VERSIONS],
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
 * Returns records and those that they depend on, directly or through others; of these only the ones that name sources or are in the given
 * stream. Follows at most `most` records, the nearest first; `isCut` tells whether there are more.
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

/** The stored entries of a record and their size; null where they exceed what may be held together with the lists before. */
export interface EntryList {
  readonly bytes: number;
  readonly entries: readonly Entry[] | null;
}

/** Returns the stored entries of records, by record: always those of the first, and more while all together have at most `mostBytes`. */
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
