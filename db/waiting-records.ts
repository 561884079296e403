import { formatAddress } from '../core/domain.ts';
import { Invariant } from '../core/errors.ts';
import type { Hex } from '../core/hex.ts';
import type { Kind } from '../core/kind.ts';
import { fromBytea, toBytea, toByteaArray } from './bytea.ts';
import type { Queryable } from './pool.ts';

/** A record that waits to be sealed, as far as the sealer needs it. */
export interface WaitingRecord {
  readonly id: Hex;
  readonly party: Hex;
  readonly stream: Hex;
  readonly sequence: number;
  readonly previous: Hex;
  readonly signature: Hex;
}

/** By whom waiting records are signed and of which kind: all that authority depends on. */
export interface Authorship {
  readonly party: Hex;
  /** EIP-55. */
  readonly signer: string;
  readonly kind: Kind;
}

/** Why a record is rejected. */
export interface Rejection {
  readonly code: string;
  readonly message: string;
}

/** Returns how many records wait, counted up to `most`, and when the oldest was accepted, in unix seconds. */
export async function readQueue(
  client: Queryable,
  most: number,
): Promise<{ count: number; since: number | null }> {
  const { rows } = await client.query<{ count: number; since: number | null }>(
    `select count(*) as count, min(accepted_at) as since
     from (select accepted_at from waiting_records order by arrival limit $1) q`,
    [most],
  );
  return rows[0] ?? { count: 0, since: null };
}

/** Returns the first `limit` records that wait, in the order of acceptance, so that none comes before what it depends on. */
export async function readWaiting(client: Queryable, limit: number): Promise<WaitingRecord[]> {
  const { rows } = await client.query<
    Record<'id' | 'party' | 'stream' | 'previous' | 'signature', Buffer> & { sequence: number }
  >(
    `select r.id, r.party, r.stream, r.sequence, r.previous, r.signature
     from (select arrival, record from waiting_records order by arrival limit $1) w
     cross join lateral (select * from records r where r.id = w.record limit 1) r order by w.arrival`,
    [limit],
  );
  return rows.map(({ id, party, stream, sequence, previous, signature }) => ({
    id: fromBytea(id),
    party: fromBytea(party),
    stream: fromBytea(stream),
    sequence,
    previous: fromBytea(previous),
    signature: fromBytea(signature),
  }));
}

/** Returns by whom all waiting records are signed. */
export async function readAuthorships(client: Queryable): Promise<Authorship[]> {
  const { rows } = await client.query<{ party: Buffer; signer: Buffer; kind: Kind }>(
    'select distinct r.party, r.signer, r.kind from waiting_records w join records r on r.id = w.record',
  );
  return rows.map(({ party, signer, kind }) => ({
    party: fromBytea(party),
    signer: formatAddress(signer),
    kind,
  }));
}

/** Rejects the waiting records of an authorship; returns their ids. */
export async function rejectAuthorship(
  client: Queryable,
  { party, signer, kind }: Authorship,
  rejection: Rejection,
): Promise<Hex[]> {
  return reject(
    client,
    'r.party = $3 and r.signer = $4 and r.kind = $5',
    [toBytea(party), toBytea(signer), kind],
    rejection,
  );
}

/** Rejects the waiting records that come next after others in their streams; returns their ids. */
export async function rejectSuccessors(
  client: Queryable,
  ids: readonly Hex[],
  rejection: Rejection,
): Promise<Hex[]> {
  return reject(
    client,
    `exists (select from records p
      where p.id = any($3) and r.stream = p.stream and r.sequence = p.sequence + 1 and r.previous = p.id)`,
    [ids.map(toBytea)],
    rejection,
  );
}

/** Rejects the waiting records that name others as sources; returns their ids. */
export async function rejectDependents(
  client: Queryable,
  ids: readonly Hex[],
  rejection: Rejection,
): Promise<Hex[]> {
  return reject(client, 'r.sources && $3', [ids.map(toBytea)], rejection);
}

async function reject(
  client: Queryable,
  which: string,
  values: readonly unknown[],
  { code, message }: Rejection,
): Promise<Hex[]> {
  const { rows } = await client.query<{ id: Buffer }>(
    `with fallen as (
       delete from waiting_records w using records r
       where w.arrival = r.arrival and w.record = r.id and ${which} returning w.record)
     update records r set rejected_code = $1, rejected_message = $2 from fallen where r.id = fallen.record returning r.id`,
    [code, message, ...values],
  );
  return rows.map(({ id }) => fromBytea(id));
}

/** Returns the streams of records. */
export async function readStreamsOf(client: Queryable, ids: readonly Hex[]): Promise<Hex[]> {
  const { rows } = await client.query<{ stream: Buffer }>(
    'select distinct stream from records where id = any($1)',
    [ids.map(toBytea)],
  );
  return rows.map(({ stream }) => fromBytea(stream));
}

/**
 * Moves waiting records into a batch, each to its place among the sorted leaves.
 * @throws Invariant when one of them does not wait: whoever took it out of the queue sealed or rejected it
 */
export async function markSealed(
  client: Queryable,
  batch: number,
  placed: readonly { id: Hex; leafIndex: number }[],
): Promise<void> {
  const { rowCount } = await client.query(
    `with taken as (
       delete from waiting_records w using unnest($2::bytea[], $3::bigint[]) as p(id, leaf_index)
       where w.record = p.id returning w.record, p.leaf_index)
     insert into sealed_records (record, batch, leaf_index) select record, $1, leaf_index from taken order by leaf_index`,
    [batch, toByteaArray(placed.map(({ id }) => id)), placed.map(({ leafIndex }) => leafIndex)],
  );
  if (rowCount !== placed.length)
    throw new Invariant(`of ${placed.length} records of batch ${batch} only ${rowCount} waited`);
}
