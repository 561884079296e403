import type { Entry } from '../../core/records/entry.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { Kind } from '../../core/records/kind.ts';
import { isWithdrawal } from '../../core/records/statement.ts';
import { fromBytea, toBytea, toByteaArray } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** The part of a record that decides who may read its entries. */
export interface OwnedRecord {
  readonly id: Hex;
  readonly party: Hex;
  readonly publicEntries: boolean;
}

/** One version in a stream. */
export interface Version extends OwnedRecord {
  readonly stream: Hex;
  readonly sequence: number;
  readonly entriesRoot: Hex;
  readonly statementHash: Hex;
  readonly isWithdrawal: boolean;
}

/** A record with its sources and its position in its stream. */
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
  sequence: number;
  entries: Buffer;
  statement_hash: Buffer;
  statement: string;
  public_entries: boolean;
}

/** Returns a record and the newest version in its stream, which may be the same; null if there is no such record or it was rejected. */
export async function findVersions(
  client: Queryable,
  id: Hex,
): Promise<{ readonly asked: Version; readonly newest: Version } | null> {
  const { rows } = await client.query<VersionRow>(
    `select v.id, v.party, v.kind, v.stream, v.sequence, v.entries, v.statement_hash, v.statement, v.public_entries
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

/** Returns a version and those before it in its stream, the newest first: their sequences by id, at most `most` of them. */
export async function listVersions(
  client: Queryable,
  { stream, sequence }: Pick<Version, 'stream' | 'sequence'>,
  most: number,
): Promise<Map<Hex, number>> {
  const { rows } = await client.query<{ id: Buffer; sequence: number }>(
    `select id, sequence from records where stream = $1 and sequence <= $2 and rejected_code is null
     order by sequence desc limit $3`,
    [toBytea(stream), sequence, most],
  );
  return new Map(rows.map((row) => [fromBytea(row.id), row.sequence]));
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

/** A page of the dependents of some records. */
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
  with recursive reached(id, arrival, place) as (
    select unnest($1::bytea[]), null::bigint, null::tid
    union
    select d.id, d.arrival, d.place from reached
    cross join lateral (select r.id, r.arrival, r.ctid as place from records r
      where r.sources @> array[reached.id] and r.sources <> '{}' and r.rejected_code is null limit $4 + 1) d),
  followed as materialized (
    select * from (select * from reached limit $4 + 1 + 2 * cardinality($1::bytea[])) one
    where arrival is not null and id not in (select unnest($1::bytea[])) limit $4 + 1),
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
 * Returns the records that depend on any of the records given, directly or through others: at most `limit` after the arrival `after`, in the
 * order of acceptance, which puts sources before their dependents. The records given are left out.
 */
export async function listDependents(
  client: Queryable,
  ids: readonly Hex[],
  { after, limit, mostFollowed, mostOnPaths }: DependentRange,
): Promise<DependentPage> {
  const { rows } = await client.query<
    { total: number } & ((LinkedRow & { arrival: number; is_shown: boolean }) | { id: null })
  >({
    // A named statement is planned once: planning takes as long as reading some hundred records.
    name: 'dependents',
    text: LIST_DEPENDENTS,
    values: [toByteaArray(ids), after, limit, mostFollowed, mostOnPaths],
  });
  const found = rows.flatMap((row) => (row.id === null ? [] : [{ ...row, record: linkedOfRow(row) }]));
  const shown = found.filter((row) => row.is_shown).sort((a, b) => a.arrival - b.arrival);
  return {
    page: shown.map(({ record: { id }, arrival }) => ({ id, arrival })),
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

/** Whether a record is still in force: the newest version in its stream, and the record that withdraws it. */
export interface Succession {
  readonly newest: Hex;
  /** The newest version where that is a withdrawal, or the record itself where that is one; else null. */
  readonly withdrawnBy: Hex | null;
}

interface SuccessionRow {
  id: Buffer;
  kind: Kind;
  newest: Buffer;
  own_statement: string | null;
  newest_statement: string | null;
}

/** Returns the succession of records, by record. Only statements that may be withdrawals are read. */
export async function findSuccessions(
  client: Queryable,
  records: readonly Hex[],
): Promise<Map<Hex, Succession>> {
  const { rows } = await client.query<SuccessionRow>(
    `select r.id, r.kind, n.id as newest,
       case when strpos(r.statement, 'withdraw') > 0 then r.statement end as own_statement,
       case when strpos(n.statement, 'withdraw') > 0 then n.statement end as newest_statement
     from records r join streams s on s.stream = r.stream join records n on n.id = s.record
     where r.id = any($1::bytea[])`,
    [toByteaArray(records)],
  );
  return new Map(rows.map((row) => [fromBytea(row.id), successionOfRow(row)]));
}

function successionOfRow({ id, kind, newest, ...row }: SuccessionRow): Succession {
  const withdraws = (statement: string | null): boolean =>
    statement !== null && isWithdrawal(kind, JSON.parse(statement) as JsonObject);
  const withdrawal = withdraws(row.newest_statement) ? newest : withdraws(row.own_statement) ? id : null;
  return { newest: fromBytea(newest), withdrawnBy: withdrawal === null ? null : fromBytea(withdrawal) };
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

function versionOfRow(row: VersionRow): Version {
  return {
    id: fromBytea(row.id),
    party: fromBytea(row.party),
    stream: fromBytea(row.stream),
    sequence: row.sequence,
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
