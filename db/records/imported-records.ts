import type { Hex } from '../../core/encoding/hex.ts';
import { toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';
import { noteRewrite } from './arrivals.ts';
import {
  type AcceptedRecord,
  GIVEN_COLUMNS,
  GIVEN_COUNT,
  GIVEN_ROWS,
  givenValues,
  INSERT_SOURCES,
  insertGivenEntries,
  OVERWRITE_GIVEN,
  SELECT_GIVEN,
} from './records.ts';
import { type Authorship, authorshipOf, type AuthorshipRow, type Rejection } from './waiting-records.ts';

/** A record of a publication, with its place in the order of acceptance. */
export interface ImportedRecord extends AcceptedRecord {
  readonly arrival: number;
}

/** The batch of several records, and the index of the first one among the batch's sorted leaves. */
export interface BatchPlace {
  readonly number: number;
  readonly leafIndex: number;
}

const [ARRIVALS, BATCH, LEAF_INDEX] = [1, 2, 3].map((after) => `$${GIVEN_COUNT + after}`) as [
  string,
  string,
  string,
];

const UPSERT_SEALED = `
  with stored as (
    insert into records (${GIVEN_COLUMNS}, arrival) overriding system value
    select ${SELECT_GIVEN}, (${ARRIVALS}::bigint[])[line] from ${GIVEN_ROWS}
    on conflict (id) do update set ${OVERWRITE_GIVEN}, public_entries = excluded.public_entries
    where not exists (select from sealed_records s where s.record = records.id)
    returning arrival, id, kind, sources),
  ${INSERT_SOURCES},
  freed as (
    delete from waiting_records w using stored where w.arrival = stored.arrival and w.record = stored.id)
  insert into sealed_records (record, batch, leaf_index)
  select stored.id, ${BATCH}, ${LEAF_INDEX}::bigint + p.line - 1
  from stored join unnest($1::bytea[]) with ordinality p(id, line) on p.id = stored.id order by p.line`;

/**
 * Stores records of a batch as sealed, in the order of its leaves, with their published arrivals. A record that waits or was
 * rejected keeps its arrival and its entries; everything else is replaced by what was published. Records that are sealed
 * already are left out. Returns how many were stored.
 */
export async function upsertRecords(
  client: Queryable,
  records: readonly ImportedRecord[],
  { number, leafIndex }: BatchPlace,
): Promise<number> {
  const arrivals = records.map(({ arrival }) => arrival);
  const values = [...givenValues(records), arrivals, number, leafIndex];
  const { rowCount } = await client.query(UPSERT_SEALED, values);
  await insertGivenEntries(client, records);
  await noteRewrite(client);
  return rowCount ?? 0;
}

/** Rejects each waiting record that has the same stream and sequence as one of the records to store as sealed. Returns their ids. */
export async function rejectReplaced(
  client: Queryable,
  records: readonly ImportedRecord[],
  { code, message }: Rejection,
): Promise<Hex[]> {
  const { rows } = await client.query<{ id: Buffer }>(
    `with fallen as (
       delete from waiting_records w
       using unnest($3::bytea[], $4::bigint[], $5::bytea[]) as p(stream, sequence, id), records r
       where r.stream = p.stream and r.sequence = p.sequence and r.id <> p.id and r.rejected_code is null
         and w.arrival = r.arrival and w.record = r.id
       returning w.record)
     update records r set rejected_code = $1, rejected_message = $2 from fallen where r.id = fallen.record returning r.id`,
    [
      code,
      message,
      records.map(({ stream }) => toBytea(stream)),
      records.map(({ record }) => record.sequence),
      records.map(({ id }) => toBytea(id)),
    ],
  );
  if (rows.length > 0) await noteRewrite(client);
  return rows.map(({ id }) => `0x${id.toString('hex')}` as const);
}

/** Stores the streams of records, without a head, if they are not stored yet. `retreatStreams` then sets their heads. */
export async function insertEmptyStreams(
  client: Queryable,
  records: readonly ImportedRecord[],
): Promise<void> {
  await client.query(
    `insert into streams (stream, party, kind, subject, sequence, record)
     select distinct p.stream, p.party, p.kind, p.subject, 0, decode(repeat('00', 32), 'hex')
     from unnest($1::bytea[], $2::bytea[], $3::smallint[], $4::text[]) as p(stream, party, kind, subject)
     on conflict do nothing`,
    [
      records.map(({ stream }) => toBytea(stream)),
      records.map(({ record }) => toBytea(record.party)),
      records.map(({ record }) => record.kind),
      records.map(({ record }) => record.subject),
    ],
  );
}

/** Sets the arrival counter, so that the next accepted record comes after all stored ones. */
export async function moveArrivals(client: Queryable): Promise<void> {
  await client.query(
    `select setval(pg_get_serial_sequence('records', 'arrival'), max(arrival)) from records having max(arrival) is not null`,
  );
}

/**
 * Gives all waiting records new arrivals if one of them has the arrival of a sealed record. They come after all other records
 * and keep their order. It happens when a database was restored without the sealed record and assigned its arrival again.
 */
export async function renumberWaiting(client: Queryable): Promise<void> {
  const { rows } = await client.query<{ arrival: number; record: Buffer }>(
    `select arrival, record from waiting_records where exists (
       select from waiting_records w join records r on r.arrival = w.arrival join sealed_records s on s.record = r.id)
     order by arrival`,
  );
  for (const { arrival, record } of rows)
    await client.query(
      `with stored as (update records set arrival = default where id = $2 returning arrival, kind, sources),
       ${INSERT_SOURCES}
       update waiting_records w set arrival = stored.arrival from stored where w.arrival = $1 and w.record = $2`,
      [arrival, record],
    );
  if (rows.length > 0) await noteRewrite(client);
}

/** Returns who signed the records of a batch. */
export async function readSealedAuthorships(client: Queryable, batch: number): Promise<Authorship[]> {
  const { rows } = await client.query<AuthorshipRow>(
    'select distinct r.party, r.signer, r.kind from sealed_records s join records r on r.id = s.record where s.batch = $1',
    [batch],
  );
  return rows.map(authorshipOf);
}

/** Returns how many records are not sealed. */
export async function countUnsealed(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'select count(*) from records r where not exists (select from sealed_records s where s.record = r.id)',
  );
  return rows[0]?.count ?? 0;
}
