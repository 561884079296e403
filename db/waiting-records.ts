import { formatAddress } from '../core/domain.ts';
import type { Hex } from '../core/hex.ts';
import type { Kind } from '../core/kind.ts';
import { fromBytea, toBytea } from './bytea.ts';
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

/** Records wait when they are neither sealed nor rejected. */
const WAITING = 'batch is null and rejected_code is null';

/** Returns how many records wait, counted up to `most`, and when the oldest was accepted, in unix seconds. */
export async function readQueue(
  client: Queryable,
  most: number,
): Promise<{ count: number; since: number | null }> {
  const { rows } = await client.query<{ count: number; since: number | null }>(
    `select count(*) as count, min(accepted_at) as since
     from (select accepted_at from records where ${WAITING} order by arrival limit $1) q`,
    [most],
  );
  return rows[0] ?? { count: 0, since: null };
}

/** Returns the first `limit` records that wait, in the order of acceptance, so that none comes before what it depends on. */
export async function readWaiting(client: Queryable, limit: number): Promise<WaitingRecord[]> {
  const { rows } = await client.query<
    Record<'id' | 'party' | 'stream' | 'previous' | 'signature', Buffer> & { sequence: number }
  >(
    `select id, party, stream, sequence, previous, signature from records where ${WAITING} order by arrival limit $1`,
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
    `select distinct party, signer, kind from records where ${WAITING}`,
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
    'party = $3 and signer = $4 and kind = $5',
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
  return reject(client, 'previous = any($3)', [ids.map(toBytea)], rejection);
}

/** Rejects the waiting records that name others as sources; returns their ids. */
export async function rejectDependents(
  client: Queryable,
  ids: readonly Hex[],
  rejection: Rejection,
): Promise<Hex[]> {
  return reject(client, 'sources && $3', [ids.map(toBytea)], rejection);
}

async function reject(
  client: Queryable,
  which: string,
  values: readonly unknown[],
  { code, message }: Rejection,
): Promise<Hex[]> {
  const { rows } = await client.query<{ id: Buffer }>(
    `update records set rejected_code = $1, rejected_message = $2 where ${WAITING} and ${which} returning id`,
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

/** Marks records as sealed in a batch, each at its place among the sorted leaves. */
export async function markSealed(
  client: Queryable,
  batch: number,
  placed: readonly { id: Hex; leafIndex: number }[],
): Promise<void> {
  await client.query(
    `update records r set batch = $1, leaf_index = p.leaf_index
     from unnest($2::bytea[], $3::bigint[]) as p(id, leaf_index) where r.id = p.id`,
    [batch, placed.map(({ id }) => toBytea(id)), placed.map(({ leafIndex }) => leafIndex)],
  );
}
