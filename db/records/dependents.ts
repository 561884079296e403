import type { Entry } from '../../core/records/entry.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Kind } from '../../core/records/kind.ts';
import { fromBytea, toBytea, toByteaArray } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';
import type { OwnedRecord } from './versions.ts';

/** A record with its sources and its position in its stream. */
export interface LinkedRecord extends OwnedRecord {
  /** Its number in the order of acceptance. */
  readonly arrival: number;
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
  arrival: number;
  party: Hex;
  kind: Kind;
  subject: string;
  stream: Hex;
  sequence: number;
  sources: string | null;
  public_entries: boolean;
  has_entries: boolean;
}

// The statements below are named, so that they are planned once: planning takes as long as reading some hundred records.

/**
 * Returns the arrivals of the records that name a record with one of the given arrivals, in no order; at most `most`. One look into the
 * index for many sources finds each dependent once, however many of them it names.
 */
export async function listDirectDependents(
  client: Queryable,
  arrivals: readonly number[],
  most: number,
): Promise<number[]> {
  const { rows } = await client.query<{ arrivals: number[] | null }>({
    name: 'direct-dependents',
    text: `select array_agg(arrival) as arrivals from (
       select r.arrival from records r
       where r.sources && (select array_agg(id) from records where arrival = any($1::bigint[]) and rejected_code is null)
         and r.sources <> '{}' and r.rejected_code is null limit $2) found`,
    values: [arrivals, most],
  });
  return rows[0]?.arrivals ?? [];
}

/** A record by its arrival, and the arrivals of its sources. A rejected record has none. */
export interface LaterRecord {
  readonly arrival: number;
  readonly sources: readonly number[];
}

/**
 * Returns records accepted after an arrival, in the order of acceptance: at most `records`, and as long as they have at most `links`
 * sources together. With 256 `links` or more, the most sources of one record (§5), there is always a first one. `isEnd` tells whether
 * these are all.
 */
export async function listLater(
  client: Queryable,
  after: number,
  { records, links }: { readonly records: number; readonly links: number },
): Promise<{ readonly later: LaterRecord[]; readonly isEnd: boolean }> {
  const { rows } = await client.query<{ arrival: number; sources: readonly number[] | null }>({
    name: 'later-records',
    text: `select arrival, case when links <= $3 then
         array(select s.arrival from unnest(sources) one(id) join records s using (id)) end as sources
       from (select *, sum(cardinality(sources)) over (order by arrival) as links from (
         select arrival, case when rejected_code is null then sources else '{}' end as sources
         from records where arrival > $1 order by arrival limit $2) one) sized order by arrival`,
    values: [after, records, links],
  });
  const later = rows.flatMap(({ arrival, sources }) => (sources === null ? [] : [{ arrival, sources }]));
  return { later, isEnd: later.length === rows.length && rows.length < records };
}

const LINKED_COLUMNS = `'0x' || encode(id, 'hex') as id, arrival, '0x' || encode(party, 'hex') as party, kind, subject,
  '0x' || encode(stream, 'hex') as stream, sequence, public_entries, entries <> decode(repeat('00', 32), 'hex') as has_entries`;

/** Returns the query for records and their sources. In the given order, `sources` is null once they have more than `$2` together. */
function linkedQuery(which: string, order: string): string {
  return `select ${LINKED_COLUMNS}, case when links <= $2 then sources::text end as sources from (
    select *, sum(cardinality(sources)) over (order by ${order}) as links from records where ${which} and rejected_code is null
  ) one order by arrival`;
}

/**
 * Returns the records with some arrivals, in the order of acceptance, as long as they have at most `links` sources together. With 256
 * `links` or more, the most sources of one record (§5), there is always a first one.
 */
export async function listByArrival(
  client: Queryable,
  arrivals: readonly number[],
  links: number,
): Promise<LinkedRecord[]> {
  const text = linkedQuery('arrival = any($1::bigint[])', 'arrival');
  const { rows } = await client.query<LinkedRow>({ name: 'by-arrival', text, values: [arrivals, links] });
  return rows.flatMap((row) => (row.sources === null ? [] : [linkedOfRow(row, row.sources)]));
}

/** What is asked for of the records with some ids. */
export interface LinkedFilter {
  /** Records in this stream are returned even if they name no sources. */
  readonly stream: Hex;
  /** Only records with this arrival or a later one. */
  readonly since: number;
  /** The most sources that the records may have together. */
  readonly links: number;
}

/**
 * Returns those of some records that name sources or are in a stream, in the order of acceptance. Those accepted last are read first;
 * where the limit of sources is reached, only the ids of the others are returned: `unread`.
 */
export async function listById(
  client: Queryable,
  ids: readonly Hex[],
  { stream, since, links }: LinkedFilter,
): Promise<{ readonly read: LinkedRecord[]; readonly unread: Hex[] }> {
  const { rows } = await client.query<LinkedRow>({
    name: 'by-id',
    text: linkedQuery(
      "id = any($1::bytea[]) and (sources <> '{}' or stream = $3) and arrival >= $4",
      'arrival desc',
    ),
    values: [toByteaArray(ids), links, toBytea(stream), since],
  });
  return {
    read: rows.flatMap((row) => (row.sources === null ? [] : [linkedOfRow(row, row.sources)])),
    unread: rows.filter((row) => row.sources === null).map(({ id }) => id),
  };
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

function linkedOfRow(row: LinkedRow, sources: string): LinkedRecord {
  const { id, arrival, party, kind, subject, stream, sequence } = row;
  return {
    ...{ id, arrival, party, kind, subject, stream, sequence },
    sources: Array.from(sources.matchAll(/[0-9a-f]{64}/g), ([hex]) => `0x${hex}` as const),
    publicEntries: row.public_entries,
    hasEntries: row.has_entries,
  };
}
