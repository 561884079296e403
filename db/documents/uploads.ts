import type { Pool } from 'pg';
import type { Hex } from '../../core/encoding/hex.ts';
import { lockQuota } from '../locks.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import { type Queryable, withTransaction } from '../pool.ts';

/** A document that has arrived in part, and the request that writes it. Times are in unix seconds. */
export interface Upload {
  readonly sha256: string;
  readonly party: Hex;
  readonly writer: string;
}

/** Seconds after which a request that shows no sign of life has lost its upload. It renews well before. */
const LEASE = 15;

/** What became of an upload that was to begin: it did, another request writes the same one, or the party has no room for it. */
export type Begun = 'begun' | 'busy' | 'over-quota';

/** Begins or continues an upload of `size` bytes. All that a party has sent, or begun to, may have `quota` bytes. */
export async function beginUpload(
  pool: Pool,
  { sha256, party, writer }: Upload,
  { size, quota, now }: { readonly size: number; readonly quota: number; readonly now: number },
): Promise<Begun> {
  return withTransaction(pool, async (client) => {
    await lockQuota(client, party);
    const { rowCount: busy } = await client.query(
      `select from document_uploads where sha256 = decode($1, 'hex') and party = $2 and writer is not null
         and touched_at > to_timestamp($3::bigint - ${LEASE})`,
      [sha256, toBytea(party), now],
    );
    if (busy === 1) return 'busy';
    if ((await sumOthers(client, sha256, party)) + size > quota) return 'over-quota';
    await client.query(
      `insert into document_uploads (sha256, party, size, writer, touched_at) values (decode($1, 'hex'), $2, $3, $4, to_timestamp($5))
       on conflict (sha256, party) do update set size = excluded.size, writer = excluded.writer, touched_at = excluded.touched_at`,
      [sha256, toBytea(party), size, writer, now],
    );
    return 'begun';
  });
}

/** Returns the bytes of all other documents that a party has sent, or begun to send. */
export async function sumOthers(client: Queryable, sha256: string, party: Hex): Promise<number> {
  const { rows } = await client.query<{ bytes: number }>(
    `select (coalesce((select sum(d.size) from document_senders s join documents d on d.sha256 = s.sha256
         where s.party = $2 and s.sha256 <> decode($1, 'hex')), 0)
       + coalesce((select sum(size) from document_uploads where party = $2 and sha256 <> decode($1, 'hex')), 0))::bigint as bytes`,
    [sha256, toBytea(party)],
  );
  return rows[0]!.bytes;
}

const OWN = `sha256 = decode($1, 'hex') and party = $2 and writer = $3`;

/** Shows that the request still writes. Returns false if the upload is another one's by now. */
export async function renewUpload(
  client: Queryable,
  { sha256, party, writer }: Upload,
  now: number,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update document_uploads set touched_at = to_timestamp($4) where ${OWN}`,
    [sha256, toBytea(party), writer, now],
  );
  return rowCount === 1;
}

/** Ends the request's writing; the part that has arrived can be continued. */
export async function leaveUpload(
  client: Queryable,
  { sha256, party, writer }: Upload,
  now: number,
): Promise<void> {
  await client.query(
    `update document_uploads set writer = null, touched_at = to_timestamp($4) where ${OWN}`,
    [sha256, toBytea(party), writer, now],
  );
}

/** Forgets an upload of this request. Returns false if it is another one's by now. */
export async function endUpload(client: Queryable, { sha256, party, writer }: Upload): Promise<boolean> {
  const { rowCount } = await client.query(`delete from document_uploads where ${OWN}`, [
    sha256,
    toBytea(party),
    writer,
  ]);
  return rowCount === 1;
}

/** Returns uploads that were last touched before `before` (unix seconds), at most `limit`. */
export async function listStale(
  client: Queryable,
  before: number,
  limit: number,
): Promise<Omit<Upload, 'writer'>[]> {
  const { rows } = await client.query<{ sha256: string; party: Buffer }>(
    `select encode(sha256, 'hex') as sha256, party from document_uploads where touched_at <= to_timestamp($1) order by touched_at limit $2`,
    [before, limit],
  );
  return rows.map(({ sha256, party }) => ({ sha256, party: fromBytea(party) }));
}

/** Forgets an upload that was last touched before `before`. Returns whether it was there. */
export async function forgetStale(
  client: Queryable,
  { sha256, party }: Omit<Upload, 'writer'>,
  before: number,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `delete from document_uploads where sha256 = decode($1, 'hex') and party = $2 and touched_at <= to_timestamp($3)`,
    [sha256, toBytea(party), before],
  );
  return rowCount === 1;
}
