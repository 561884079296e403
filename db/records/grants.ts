import type { Hex } from '../../core/encoding/hex.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** A party that may read the entries of a record. */
export interface Grant {
  readonly grantee: Hex;
  /** Unix seconds. */
  readonly grantedAt: number;
}

/** Stores that a party may read the entries of a record. Doing it again changes nothing. */
export async function storeGrant(client: Queryable, record: Hex, grantee: Hex, now: number): Promise<void> {
  await client.query(
    'insert into grants (record, grantee, granted_at) values ($1, $2, to_timestamp($3)) on conflict do nothing',
    [toBytea(record), toBytea(grantee), now],
  );
}

/** Deletes a grant. Returns false if it did not exist. */
export async function deleteGrant(client: Queryable, record: Hex, grantee: Hex): Promise<boolean> {
  const { rowCount } = await client.query('delete from grants where record = $1 and grantee = $2', [
    toBytea(record),
    toBytea(grantee),
  ]);
  return rowCount === 1;
}

/** Returns the grants for the entries of a record, ordered by grantee. */
export async function listGrants(client: Queryable, record: Hex): Promise<Grant[]> {
  const { rows } = await client.query<{ grantee: Buffer; at: number }>(
    'select grantee, extract(epoch from granted_at)::bigint as at from grants where record = $1 order by grantee',
    [toBytea(record)],
  );
  return rows.map(({ grantee, at }) => ({ grantee: fromBytea(grantee), grantedAt: at }));
}

/** A record whose entries a party may read. */
export interface ReceivedGrant {
  readonly record: Hex;
  /** Unix seconds. */
  readonly grantedAt: number;
  /** When it was granted, exactly: ISO 8601 in UTC, with microseconds. Places in the list are named by it. */
  readonly exactly: string;
}

/** Where a list of received grants goes on: after the grant of this moment for this record. */
export interface ReceivedPlace {
  /** ISO 8601; `infinity` at the beginning of the list. */
  readonly exactly: string;
  readonly record: Hex;
}

/** Returns at most `limit` of the grants that a party received, the newest first, beginning after a place. */
export async function listReceivedGrants(
  client: Queryable,
  grantee: Hex,
  after: ReceivedPlace,
  limit: number,
): Promise<ReceivedGrant[]> {
  const { rows } = await client.query<{ record: Buffer; at: number; exactly: string }>(
    `select record, extract(epoch from granted_at)::bigint as at,
       to_char(granted_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as exactly
     from grants where grantee = $1 and (granted_at, record) < ($2::timestamptz, $3)
     order by granted_at desc, record desc limit $4`,
    [toBytea(grantee), after.exactly, toBytea(after.record), limit],
  );
  return rows.map(({ record, at, exactly }) => ({ record: fromBytea(record), grantedAt: at, exactly }));
}

/** Returns the records whose entries at least one of the parties was granted. */
export async function findGranted(
  client: Queryable,
  records: readonly Hex[],
  parties: readonly Hex[],
): Promise<Hex[]> {
  const { rows } = await client.query<{ record: Buffer }>(
    'select distinct record from grants where record = any($1) and grantee = any($2)',
    [records.map(toBytea), parties.map(toBytea)],
  );
  return rows.map(({ record }) => fromBytea(record));
}

/** Returns whether at least one of the parties was granted the entries of a record. */
export async function isGranted(client: Queryable, record: Hex, parties: readonly Hex[]): Promise<boolean> {
  const { rowCount } = await client.query('select from grants where record = $1 and grantee = any($2)', [
    toBytea(record),
    parties.map(toBytea),
  ]);
  return (rowCount ?? 0) > 0;
}
