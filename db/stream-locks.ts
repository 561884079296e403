import type { Head } from '../core/head.ts';
import { type Hex, ZERO_HASH } from '../core/hex.ts';
import type { StreamName } from '../core/record.ts';
import { fromBytea, toBytea, toByteaArray } from './bytea.ts';
import type { Queryable } from './pool.ts';
import type { StreamHead } from './streams.ts';

/** Streams that are locked until the transaction ends. */
export interface LockedStreams {
  /** The newest accepted record of each, null of one without any. */
  readonly heads: Map<Hex, StreamHead | null>;
  /** Those that were not there before. */
  readonly fresh: readonly Hex[];
}

/**
 * Returns the newest accepted records of streams, and locks the streams, as `lockStream` does with one. In the order of their
 * ids, so that writers of several never wait for each other in a circle. Call it once in a transaction.
 */
export async function lockStreams(
  client: Queryable,
  streams: ReadonlyMap<Hex, StreamName>,
): Promise<LockedStreams> {
  const names = [...streams.values()];
  const ids = toByteaArray([...streams.keys()]);
  const { rows: inserted } = await client.query<{ stream: Buffer }>(
    `insert into streams (stream, party, kind, subject, sequence, record)
     select stream, party, kind, subject, 0, $5 from unnest($1::bytea[], $2::bytea[], $3::smallint[], $4::text[])
       as s(stream, party, kind, subject) order by stream
     on conflict do nothing returning stream`,
    [
      ids,
      toByteaArray(names.map(({ party }) => party)),
      names.map(({ kind }) => kind),
      names.map(({ subject }) => subject),
      toBytea(ZERO_HASH),
    ],
  );
  const { rows } = await client.query<{ stream: Buffer; sequence: number; record: Buffer }>(
    'select stream, sequence, record from streams where stream = any($1::bytea[]) order by stream for update',
    [ids],
  );
  const heads = rows.map(({ stream, sequence, record }): [Hex, StreamHead | null] => [
    fromBytea(stream),
    sequence === 0 ? null : { sequence, record: fromBytea(record) },
  ]);
  return { heads: new Map(heads), fresh: inserted.map(({ stream }) => fromBytea(stream)) };
}

/** Moves the heads of locked streams. */
export async function moveStreams(client: Queryable, heads: readonly Head[]): Promise<void> {
  if (heads.length === 0) return;
  await client.query(
    `update streams s set sequence = m.sequence, record = m.record
     from unnest($1::bytea[], $2::bigint[], $3::bytea[]) as m(stream, sequence, record) where s.stream = m.stream`,
    [
      toByteaArray(heads.map(({ stream }) => stream)),
      heads.map(({ sequence }) => sequence),
      toByteaArray(heads.map(({ record }) => record)),
    ],
  );
}

/** Takes back locked streams that this transaction made and did not move. */
export async function dropStreams(client: Queryable, streams: readonly Hex[]): Promise<void> {
  if (streams.length === 0) return;
  await client.query('delete from streams where stream = any($1::bytea[])', [toByteaArray(streams)]);
}
