import type { Head } from '../../core/batches/head.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { StreamName } from '../../core/records/record.ts';
import { fromBytea, toByteaArray } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';
import type { StreamHead } from './streams.ts';

/** The newest accepted record of each stored stream; null if all of its records were rejected. */
export type LockedStreams = ReadonlyMap<Hex, StreamHead | null>;

/**
 * Locks streams until the transaction ends, so that one transaction at a time appends to a stream. Returns the streams that are
 * stored. Locks are taken in the order of stream ids, which prevents deadlocks. Call it only once in a transaction.
 */
export async function lockStreams(client: Queryable, streams: Iterable<Hex>): Promise<LockedStreams> {
  const { rows } = await client.query<{ stream: Buffer; sequence: number; record: Buffer }>(
    'select stream, sequence, record from streams where stream = any($1::bytea[]) order by stream for update',
    [toByteaArray([...streams])],
  );
  return new Map(
    rows.map(({ stream, sequence, record }): [Hex, StreamHead | null] => [
      fromBytea(stream),
      sequence === 0 ? null : { sequence, record: fromBytea(record) },
    ]),
  );
}

/** The head of a stream after a transaction. */
export type StreamMove = Head & { readonly name: StreamName };

/**
 * Stores new streams and sets the heads of locked ones. Call it before anything else is stored: a concurrent transaction with
 * the same new stream then waits here.
 * @throws StreamTaken
 */
export async function moveStreams(
  client: Queryable,
  locked: LockedStreams,
  moves: readonly StreamMove[],
): Promise<void> {
  await insertStreams(
    client,
    moves.filter(({ stream }) => !locked.has(stream)),
  );
  await updateStreams(
    client,
    moves.filter(({ stream }) => locked.has(stream)),
  );
}

async function insertStreams(client: Queryable, moves: readonly StreamMove[]): Promise<void> {
  if (moves.length === 0) return;
  const { rowCount } = await client.query(
    `insert into streams (stream, party, kind, subject, sequence, record)
     select * from unnest($1::bytea[], $2::bytea[], $3::smallint[], $4::text[], $5::bigint[], $6::bytea[]) as s(stream)
     order by stream
     on conflict do nothing`,
    [
      toByteaArray(moves.map(({ stream }) => stream)),
      toByteaArray(moves.map(({ name }) => name.party)),
      moves.map(({ name }) => name.kind),
      moves.map(({ name }) => name.subject),
      moves.map(({ sequence }) => sequence),
      toByteaArray(moves.map(({ record }) => record)),
    ],
  );
  if (rowCount !== moves.length) throw new StreamTaken();
}

async function updateStreams(client: Queryable, moves: readonly StreamMove[]): Promise<void> {
  if (moves.length === 0) return;
  await client.query(
    `update streams s set sequence = m.sequence, record = m.record
     from unnest($1::bytea[], $2::bigint[], $3::bytea[]) as m(stream, sequence, record) where s.stream = m.stream`,
    [
      toByteaArray(moves.map(({ stream }) => stream)),
      moves.map(({ sequence }) => sequence),
      toByteaArray(moves.map(({ record }) => record)),
    ],
  );
}

/** Another transaction stored a stream that did not exist when the streams were locked. The transaction must run again. */
class StreamTaken extends Error {
  override readonly name = 'StreamTaken';

  constructor() {
    super('another transaction has stored the same new stream');
  }
}

/** Returns the result of a transaction, which runs again while it fails with StreamTaken. */
export async function retryTaken<Out>(run: () => Promise<Out>): Promise<Out> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof StreamTaken)) throw error;
    }
  }
}
