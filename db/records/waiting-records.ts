import { formatAddress } from '../../core/hashing/domain.ts';
import { Invariant } from '../../core/errors.ts';
import { HASH_BYTES } from '../../core/hashing/hash-order.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Kind } from '../../core/records/kind.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';
import { noteRewrite } from './arrivals.ts';
import { type RecordColumns, SIGNATURE_BYTES, createColumns } from '../rows/record-columns.ts';

/** Records that wait to be sealed, in the order of acceptance. */
export interface WaitingRecords extends RecordColumns {
  readonly arrivals: readonly number[];
  /** Who signed each record, and its kind. */
  readonly authorships: readonly Authorship[];
}

/** The party, signer and kind of waiting records. Whether a record is authorised depends on nothing else. */
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

/** How many records one statement reads or writes. */
const CHUNK = 10_000;
/** The length of an address in bytes. */
const ADDRESS_BYTES = 20;

/** Returns how many records wait, at most `most`, and when the oldest was accepted, in unix seconds. */
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

/**
 * Returns the first `limit` waiting records in the order of acceptance. Sources come before their dependents. One query
 * reads the ids. The content never changes, so it is read afterwards, in parts.
 */
export async function readWaiting(client: Queryable, limit: number): Promise<WaitingRecords> {
  const { rows } = await client.query<{ arrivals: number[] | null; ids: Buffer }>(
    `select array_agg(arrival order by arrival, record) as arrivals, string_agg(record, '' order by arrival, record) as ids
     from (select arrival, record from waiting_records order by arrival, record limit $1) q`,
    [limit],
  );
  const arrivals = rows[0]?.arrivals ?? [];
  const columns = createColumns(arrivals.length);
  if (arrivals.length > 0) columns.ids.set(rows[0]!.ids);
  const authorships = new Map<string, Authorship>();
  for (let from = 0; from < columns.count; from += CHUNK) await readPart(client, columns, authorships, from);
  return { ...columns, arrivals, authorships: [...authorships.values()] };
}

interface PartRow extends Record<'parties' | 'streams' | 'previous' | 'signatures' | 'signers', Buffer> {
  count: number;
  sequences: number[];
  kinds: Kind[];
}

/** With the lateral subquery, PostgreSQL looks up each record in the index. It never reads the whole table, however large. */
const READ_PART = `
  select count(*) as count, string_agg(party, '' order by i) as parties, string_agg(stream, '' order by i) as streams,
    string_agg(previous, '' order by i) as previous, string_agg(signature, '' order by i) as signatures,
    string_agg(signer, '' order by i) as signers, array_agg(sequence order by i) as sequences, array_agg(kind order by i) as kinds
  from generate_series(0, $2 - 1) i cross join lateral (
    select party, stream, previous, signature, signer, sequence, kind
    from records where id = substring($1::bytea from i * 32 + 1 for 32) limit 1) r`;

async function readPart(
  client: Queryable,
  columns: RecordColumns,
  authorships: Map<string, Authorship>,
  from: number,
): Promise<void> {
  const count = Math.min(CHUNK, columns.count - from);
  const at = from * HASH_BYTES;
  const { rows } = await client.query<PartRow>(READ_PART, [
    columns.ids.subarray(at, at + count * HASH_BYTES),
    count,
  ]);
  const row = rows[0];
  if (row?.count !== count) throw new Invariant('a record in the queue is not stored');
  columns.parties.set(row.parties, at);
  columns.streams.set(row.streams, at);
  columns.previous.set(row.previous, at);
  columns.signatures.set(row.signatures, from * SIGNATURE_BYTES);
  columns.sequences.set(row.sequences, from);
  row.kinds.forEach((kind, index) => {
    const party = row.parties.toString('hex', index * HASH_BYTES, (index + 1) * HASH_BYTES);
    const signer = row.signers.toString('hex', index * ADDRESS_BYTES, (index + 1) * ADDRESS_BYTES);
    const name = `${party}/${signer}/${kind}`;
    if (authorships.has(name)) return;
    authorships.set(name, { party: `0x${party}`, signer: formatAddress(Buffer.from(signer, 'hex')), kind });
  });
}

/** Returns who signed the waiting records. */
export async function readAuthorships(client: Queryable): Promise<Authorship[]> {
  const { rows } = await client.query<AuthorshipRow>(
    'select distinct r.party, r.signer, r.kind from waiting_records w join records r on r.id = w.record',
  );
  return rows.map(authorshipOf);
}

export interface AuthorshipRow {
  readonly party: Buffer;
  readonly signer: Buffer;
  readonly kind: Kind;
}

/** Returns the authorship in a row. */
export function authorshipOf({ party, signer, kind }: AuthorshipRow): Authorship {
  return { party: fromBytea(party), signer: formatAddress(signer), kind };
}

/** Rejects the waiting records with an authorship. Returns their ids. */
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

/** Rejects the waiting records that follow the given ones in their streams. Returns their ids. */
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

/** Rejects the waiting records that name one of the given ones as a source. Returns their ids. */
export async function rejectDependents(
  client: Queryable,
  ids: readonly Hex[],
  rejection: Rejection,
): Promise<Hex[]> {
  return reject(client, "r.sources && $3 and r.sources <> '{}'", [ids.map(toBytea)], rejection);
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
  if (rows.length > 0) await noteRewrite(client);
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
 * Moves waiting records into a batch, in the order of its leaves.
 * @throws Invariant when one of them was sealed or rejected meanwhile
 */
export async function markSealed(
  client: Queryable,
  batch: number,
  { ids, arrivals }: Pick<WaitingRecords, 'ids' | 'arrivals'>,
): Promise<void> {
  const { rowCount: taken } = await client.query(
    `with placed as materialized (
       select arrival, place, substring($2::bytea from place::integer * 32 - 31 for 32) as record
       from unnest($3::bigint[]) with ordinality u(arrival, place)),
     taken as (
       delete from waiting_records w using placed p where w.arrival = p.arrival and w.record = p.record
       returning p.record, p.place)
     insert into sealed_records (record, batch, leaf_index) select record, $1, place - 1 from taken order by place`,
    [batch, ids, arrivals],
  );
  if (taken !== arrivals.length)
    throw new Invariant(
      `batch ${batch} has ${arrivals.length} records, but only ${taken} of them are in the queue`,
    );
}
