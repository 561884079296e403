import type { Head, Holder } from '../core/head.ts';
import type { Hex } from '../core/hex.ts';
import { fromBytea, toBytea } from './bytea.ts';
import type { Queryable } from './pool.ts';

/** The head of a stream of a party. */
export interface PartyHead extends Head {
  readonly party: Hex;
}

/** Returns the heads that streams have after the newest batch, by stream; those without a head are missing. */
export async function readHeads(client: Queryable, streams: readonly Hex[]): Promise<Map<Hex, Head>> {
  const { rows } = await client.query<{ stream: Buffer; sequence: number; record: Buffer }>(
    `select h.stream, h.sequence, h.record from unnest($1::bytea[]) as asked(stream)
     cross join lateral (select * from heads h where h.stream = asked.stream order by h.number desc limit 1) h`,
    [streams.map(toBytea)],
  );
  const heads = rows.map(({ stream, sequence, record }) => ({
    stream: fromBytea(stream),
    sequence,
    record: fromBytea(record),
  }));
  return new Map(heads.map((head) => [head.stream, head]));
}

/** Returns the roots of parties' maps after the newest batch, by party; those without heads are missing. */
export async function readHolders(client: Queryable, parties: readonly Hex[]): Promise<Map<Hex, Hex>> {
  const { rows } = await client.query<{ party: Buffer; streams: Buffer }>(
    `select h.party, h.streams from unnest($1::bytea[]) as asked(party)
     cross join lateral (select * from holders h where h.party = asked.party order by h.number desc limit 1) h`,
    [parties.map(toBytea)],
  );
  return new Map(rows.map(({ party, streams }) => [fromBytea(party), fromBytea(streams)]));
}

/** Returns the root of a party's map as of a batch, null when it had no heads then. */
export async function readHolderAt(client: Queryable, party: Hex, number: number): Promise<Hex | null> {
  const { rows } = await client.query<{ streams: Buffer }>(
    'select streams from holders where party = $1 and number <= $2 order by number desc limit 1',
    [toBytea(party), number],
  );
  return rows[0] === undefined ? null : fromBytea(rows[0].streams);
}

/** Returns the head of a stream as of a batch, null when it had none then. */
export async function readHeadAt(client: Queryable, stream: Hex, number: number): Promise<Head | null> {
  const { rows } = await client.query<{ sequence: number; record: Buffer }>(
    'select sequence, record from heads where stream = $1 and number <= $2 order by number desc limit 1',
    [toBytea(stream), number],
  );
  const row = rows[0];
  return row === undefined ? null : { stream, sequence: row.sequence, record: fromBytea(row.record) };
}

/** Stores the heads that a batch moved. */
export async function insertHeads(
  client: Queryable,
  number: number,
  heads: readonly PartyHead[],
): Promise<void> {
  await client.query(
    `insert into heads (number, stream, sequence, record)
     select $1, * from unnest($2::bytea[], $3::bigint[], $4::bytea[])`,
    [
      number,
      heads.map(({ stream }) => toBytea(stream)),
      heads.map(({ sequence }) => sequence),
      heads.map(({ record }) => toBytea(record)),
    ],
  );
}

/** Stores the roots of the parties' maps that a batch changed. */
export async function insertHolders(
  client: Queryable,
  number: number,
  holders: readonly Holder[],
): Promise<void> {
  await client.query(
    'insert into holders (number, party, streams) select $1, * from unnest($2::bytea[], $3::bytea[])',
    [number, holders.map(({ party }) => toBytea(party)), holders.map(({ streams }) => toBytea(streams))],
  );
}
