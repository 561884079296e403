import type { Head } from '../../core/batches/head.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { HASH_BYTES } from '../../core/hashing/hash-order.ts';
import type { Kind } from '../../core/records/kind.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** Heads of streams, by column: one array for all hashes, since a million objects need too much memory. */
export interface HeadColumns {
  readonly streams: Uint8Array;
  readonly sequences: readonly number[];
  readonly records: Uint8Array;
}

/** The roots of parties' maps, by column; zeros for a party without heads. */
export interface HolderColumns {
  readonly parties: Uint8Array;
  readonly streams: Uint8Array;
}

/** How many rows one statement reads or writes. */
const CHUNK = 10_000;

/** Returns the roots of parties' maps after the newest batch, in the order of `parties`, which joins their ids. */
export async function readHolders(client: Queryable, parties: Uint8Array): Promise<HolderColumns> {
  const streams = new Uint8Array(parties.length);
  for (let at = 0; at < parties.length; at += CHUNK * HASH_BYTES) {
    const asked = parties.subarray(at, at + CHUNK * HASH_BYTES);
    const { rows } = await client.query<{ streams: Buffer }>(
      `select string_agg(coalesce(h.streams, decode(repeat('00', 32), 'hex')), '' order by i) as streams
       from generate_series(0, $2 - 1) i left join lateral (
         select streams from holders where party = substring($1::bytea from i * 32 + 1 for 32)
         order by number desc limit 1) h on true`,
      [asked, asked.length / HASH_BYTES],
    );
    for (const row of rows) streams.set(row.streams, at);
  }
  return { parties, streams };
}

/** Returns the head of a stream as of a batch, null if it had none. */
export async function readHeadAt(client: Queryable, stream: Hex, number: number): Promise<Head | null> {
  const { rows } = await client.query<{ sequence: number; record: Buffer }>(
    'select sequence, record from heads where stream = $1 and number <= $2 order by number desc limit 1',
    [toBytea(stream), number],
  );
  const row = rows[0];
  return row === undefined ? null : { stream, sequence: row.sequence, record: fromBytea(row.record) };
}

/** Returns the newest records of streams as of a batch, by stream. */
export async function readHeadRecords(
  client: Queryable,
  streams: readonly Hex[],
  number: number,
): Promise<ReadonlyMap<Hex, Hex>> {
  const { rows } = await client.query<{ stream: Buffer; record: Buffer }>(
    `select s.stream, h.record from unnest($1::bytea[]) s(stream) cross join lateral (
       select record from heads where stream = s.stream and number <= $2 order by number desc limit 1) h`,
    [streams.map(toBytea), number],
  );
  return new Map(rows.map(({ stream, record }) => [fromBytea(stream), fromBytea(record)]));
}

/** The head of a stream with the name of the stream. */
export interface NamedHead {
  readonly kind: Kind;
  readonly subject: string;
  readonly sequence: number;
  readonly record: Hex;
}

/** Returns the heads of streams as of a batch, ordered by kind and subject. `streams` joins the ids of the streams. */
export async function readNamedHeads(
  client: Queryable,
  streams: Uint8Array,
  number: number,
): Promise<NamedHead[]> {
  const { rows } = await client.query<{ kind: Kind; subject: string; sequence: number; record: Buffer }>(
    `select s.kind, s.subject, h.sequence, h.record
     from generate_series(0, $2 - 1) i
     cross join lateral (
       select * from streams where stream = substring($1::bytea from i * 32 + 1 for 32) limit 1) s
     cross join lateral (
       select sequence, record from heads where stream = s.stream and number <= $3 order by number desc limit 1) h
     order by s.kind, s.subject collate "C"`,
    [streams, streams.length / HASH_BYTES, number],
  );
  return rows.map(({ record, ...head }) => ({ ...head, record: fromBytea(record) }));
}

/** Stores the heads that a batch changed. */
export async function insertHeads(
  client: Queryable,
  number: number,
  { streams, sequences, records }: HeadColumns,
): Promise<void> {
  for (let from = 0; from < sequences.length; from += CHUNK) {
    const [at, end] = [from * HASH_BYTES, (from + CHUNK) * HASH_BYTES];
    await client.query(
      `insert into heads (stream, number, sequence, record)
       select substring($2::bytea from i::integer * 32 - 31 for 32), $1, sequence, substring($3::bytea from i::integer * 32 - 31 for 32)
       from unnest($4::bigint[]) with ordinality u(sequence, i)`,
      [number, streams.subarray(at, end), records.subarray(at, end), sequences.slice(from, from + CHUNK)],
    );
  }
}

/** Stores the roots of the parties' maps that a batch changed. */
export async function insertHolders(
  client: Queryable,
  number: number,
  { parties, streams }: HolderColumns,
): Promise<void> {
  await client.query(
    `insert into holders (party, number, streams)
     select substring($2::bytea from i * 32 + 1 for 32), $1, substring($3::bytea from i * 32 + 1 for 32)
     from generate_series(0, $4 - 1) i`,
    [number, parties, streams, parties.length / HASH_BYTES],
  );
}
