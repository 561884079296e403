import type { Head } from '../core/head.ts';
import { type Hex, ZERO_HASH } from '../core/hex.ts';
import type { StreamName } from '../core/record.ts';
import { fromBytea, toBytea } from './bytea.ts';
import type { Queryable } from './pool.ts';

/** What a stream's next record must continue. */
export type StreamHead = Omit<Head, 'stream'>;

interface HeadRow {
  readonly sequence: number;
  readonly record: Buffer;
}

/**
 * Returns the newest accepted record of a stream, null of a stream without any, and locks the stream until the transaction ends:
 * writers of one stream pass one by one. Call it in a transaction.
 */
export async function lockStream(
  client: Queryable,
  stream: Hex,
  name: StreamName,
): Promise<StreamHead | null> {
  await client.query(
    `insert into streams (stream, party, kind, subject, sequence, record) values ($1, $2, $3, $4, 0, $5)
     on conflict do nothing`,
    [toBytea(stream), toBytea(name.party), name.kind, name.subject, toBytea(ZERO_HASH)],
  );
  const { rows } = await client.query<HeadRow>(
    'select sequence, record from streams where stream = $1 for update',
    [toBytea(stream)],
  );
  return readHead(rows[0]);
}

function readHead(row: HeadRow | undefined): StreamHead | null {
  return row === undefined || row.sequence === 0
    ? null
    : { sequence: row.sequence, record: fromBytea(row.record) };
}

/** Moves the head of a locked stream. */
export async function moveStream(client: Queryable, { stream, sequence, record }: Head): Promise<void> {
  await client.query('update streams set sequence = $2, record = $3 where stream = $1', [
    toBytea(stream),
    sequence,
    toBytea(record),
  ]);
}

/** Lets the heads of streams fall back to the newest record of each that is not rejected. */
export async function retreatStreams(client: Queryable, streams: readonly Hex[]): Promise<void> {
  await client.query(
    `update streams s set sequence = coalesce(l.sequence, 0), record = coalesce(l.id, $2)
     from unnest($1::bytea[]) as asked(stream)
     left join lateral (
       select sequence, id from records r where r.stream = asked.stream and r.rejected_code is null
       order by sequence desc limit 1
     ) l on true
     where s.stream = asked.stream`,
    [streams.map(toBytea), toBytea(ZERO_HASH)],
  );
}
