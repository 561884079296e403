import type { Hex } from '../../core/encoding/hex.ts';
import { formatJson } from '../../core/encoding/json.ts';
import { toBytea } from '../rows/bytea.ts';
import { formatEntries, insertEntries } from './entries.ts';
import type { Queryable } from '../pool.ts';
import type { PublishedRecord } from './published-records.ts';
import { type Authorship, authorshipOf, type AuthorshipRow, type Rejection } from './waiting-records.ts';

/** A published record with what follows from it. */
export interface ImportedRecord extends PublishedRecord {
  readonly stream: Hex;
  /** EIP-55. */
  readonly signer: string;
}

/** Where the first of several records stands: in which batch, and among its sorted leaves. */
export interface BatchPlace {
  readonly number: number;
  readonly leafIndex: number;
}

/**
 * Stores records of a batch as sealed, in the order of its leaves, each in its first place in the order of acceptance; those that
 * wait or are rejected keep their places and entries, and become what was published of them. Returns how many were stored: none
 * that a batch holds already.
 */
export async function upsertRecords(
  client: Queryable,
  records: readonly ImportedRecord[],
  { number, leafIndex }: BatchPlace,
): Promise<number> {
  const { rowCount } = await client.query(
    `with stored as (
     insert into records (id, party, kind, subject, stream, sequence, previous, entries, sources, statement_hash, statement,
       signature, signer, public_entries, arrival, accepted_at, anchor_by, receipt_signature)
     overriding system value
     select id, party, kind, subject, stream, sequence, previous, entries, sources::bytea[], statement_hash, statement,
       signature, signer, public_entries, arrival, accepted_at, anchor_by, receipt_signature
     from unnest($1::bytea[], $2::bytea[], $3::smallint[], $4::text[], $5::bytea[], $6::bigint[], $7::bytea[], $8::bytea[], $9::text[],
       $10::bytea[], $11::text[], $12::bytea[], $13::bytea[], $14::boolean[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bytea[])
       as p(id, party, kind, subject, stream, sequence, previous, entries, sources, statement_hash, statement,
         signature, signer, public_entries, arrival, accepted_at, anchor_by, receipt_signature)
     on conflict (id) do update set signature = excluded.signature, signer = excluded.signer,
       public_entries = excluded.public_entries, accepted_at = excluded.accepted_at, anchor_by = excluded.anchor_by,
       receipt_signature = excluded.receipt_signature, rejected_code = null, rejected_message = null
     where not exists (select from sealed_records s where s.record = records.id)
     returning arrival, id),
     freed as (delete from waiting_records w using stored where w.arrival = stored.arrival and w.record = stored.id)
     insert into sealed_records (record, batch, leaf_index)
     select stored.id, $19, $20::bigint + p.place - 1
     from stored join unnest($1::bytea[]) with ordinality p(id, place) on p.id = stored.id order by p.place`,
    [...columnsOf(records), number, leafIndex],
  );
  await insertEntries(
    client,
    records.flatMap(({ id, entries }) =>
      entries === null ? [] : { id, entriesText: formatEntries(entries) },
    ),
  );
  return rowCount ?? 0;
}

function columnsOf(records: readonly ImportedRecord[]): unknown[] {
  return [
    records.map(({ id }) => toBytea(id)),
    records.map(({ record }) => toBytea(record.party)),
    records.map(({ record }) => record.kind),
    records.map(({ record }) => record.subject),
    records.map(({ stream }) => toBytea(stream)),
    records.map(({ record }) => record.sequence),
    records.map(({ record }) => toBytea(record.previous)),
    records.map(({ record }) => toBytea(record.entries)),
    // An array of arrays of different lengths is none that PostgreSQL has: each goes as text.
    records.map(({ record }) => `{${record.sources.map((id) => `"\\\\x${id.slice(2)}"`).join(',')}}`),
    records.map(({ record }) => toBytea(record.statement)),
    records.map(({ statement }) => formatJson(statement)),
    records.map(({ signature }) => toBytea(signature)),
    records.map(({ signer }) => toBytea(signer)),
    records.map((record) => record.public),
    records.map(({ arrival }) => arrival),
    records.map(({ receipt }) => receipt.acceptedAt),
    records.map(({ receipt }) => receipt.anchorBy),
    records.map(({ receipt }) => toBytea(receipt.signature)),
  ];
}

/** Rejects the waiting records that stand where others are to be sealed; returns their ids. */
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
  return rows.map(({ id }) => `0x${id.toString('hex')}` as const);
}

/** Stores the streams of records that are not stored yet, empty: `retreatStreams` gives them their heads. */
export async function insertStreams(client: Queryable, records: readonly ImportedRecord[]): Promise<void> {
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

/** Lets the next record that is accepted come after all that are stored. */
export async function moveArrivals(client: Queryable): Promise<void> {
  await client.query(
    `select setval(pg_get_serial_sequence('records', 'arrival'), max(arrival)) from records having max(arrival) is not null`,
  );
}

/**
 * Gives waiting records new places, after all others and in their order, when one of them has the place of a sealed record: the
 * database gave it away again after it had lost that record.
 */
export async function renumberWaiting(client: Queryable): Promise<void> {
  const { rows } = await client.query<{ arrival: number; record: Buffer }>(
    `select arrival, record from waiting_records where exists (
       select from waiting_records w join records r on r.arrival = w.arrival join sealed_records s on s.record = r.id)
     order by arrival`,
  );
  for (const { arrival, record } of rows)
    await client.query(
      `with moved as (update records set arrival = default where id = $2 returning arrival)
       update waiting_records w set arrival = moved.arrival from moved where w.arrival = $1 and w.record = $2`,
      [arrival, record],
    );
}

/** Returns by whom the records of a batch are signed. */
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
