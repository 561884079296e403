import type { Pool, PoolClient } from 'pg';
import type { Hex } from '../../core/encoding/hex.ts';
import { toBytea } from '../rows/bytea.ts';
import { lockDocument } from '../locks.ts';
import { type Queryable, withTransaction } from '../pool.ts';
import { NAMING_RECORDS } from './document-names.ts';

/** A document by its SHA-256 (64 hex digits), with its size in bytes. */
export interface DocumentKey {
  readonly sha256: string;
  readonly size: number;
}

/** Tells whether a party has sent a document that is stored. */
export async function hasSent(client: Queryable, sha256: string, party: Hex): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from document_senders where sha256 = decode($1, 'hex') and party = $2`,
    [sha256, toBytea(party)],
  );
  return rowCount === 1;
}

/** Stores that a document exists and that a party has sent it. Doing it again changes nothing. `now` is in unix seconds. */
export async function storeDocument(
  client: Queryable,
  { sha256, size }: DocumentKey,
  party: Hex,
  now: number,
): Promise<void> {
  await client.query(
    `insert into documents (sha256, size, stored_at) values (decode($1, 'hex'), $2, to_timestamp($3)) on conflict do nothing`,
    [sha256, size, now],
  );
  await client.query(
    `insert into document_senders (sha256, party, sent_at) values (decode($1, 'hex'), $2, to_timestamp($3)) on conflict do nothing`,
    [sha256, toBytea(party), now],
  );
}

/** What must hold so that a document or a sender is kept: it was sent after `$1`, or a sealed record of its sender names it. */
const NEEDED = `(s.sent_at > to_timestamp($1) or exists (
  select from document_names n join records r on r.id = n.record and r.party = s.party
  join sealed_records q on q.record = r.id where n.sha256 = s.sha256))`;

/** Returns documents with a sender that is not needed, at most `limit`: it was sent before `before` (unix seconds), and no sealed record of the sender names it. */
export async function listUnneeded(client: Queryable, before: number, limit: number): Promise<string[]> {
  const { rows } = await client.query<{ sha256: string }>(
    `select distinct encode(s.sha256, 'hex') as sha256 from document_senders s where not ${NEEDED} limit $2`,
    [before, limit],
  );
  return rows.map(({ sha256 }) => sha256);
}

/**
 * Forgets senders of a document who sent it before `before` and have no sealed record that names it. If none is left, it calls `remove`,
 * which deletes the file, and forgets the document too. Returns whether the document is gone.
 */
export async function dropUnneeded(
  pool: Pool,
  sha256: string,
  before: number,
  remove: () => Promise<void>,
): Promise<boolean> {
  return withTransaction(pool, async (client) => {
    await lockDocument(client, sha256);
    await client.query(
      `delete from document_senders s where s.sha256 = decode($2, 'hex') and not ${NEEDED}`,
      [before, sha256],
    );
    const { rowCount } = await client.query(
      `delete from documents d where d.sha256 = decode($1, 'hex') and not exists (select from document_senders s where s.sha256 = d.sha256)`,
      [sha256],
    );
    if (rowCount === 1) await remove();
    return rowCount === 1;
  });
}

/** Calls `remove` if no such document is stored, and prevents meanwhile that it is. */
export async function removeUnlessStored(
  pool: Pool,
  sha256: string,
  remove: () => Promise<void>,
): Promise<void> {
  await withTransaction(pool, async (client) => {
    await lockDocument(client, sha256);
    if (!(await isStored(client, sha256))) await remove();
  });
}

/** Tells whether a document is stored. */
export async function isStored(client: Queryable, sha256: string): Promise<boolean> {
  const { rowCount } = await client.query(`select from documents where sha256 = decode($1, 'hex')`, [sha256]);
  return rowCount === 1;
}

/** Stores a document within one transaction, with `place`, which gives the file its name. Nobody drops the document meanwhile. */
export async function placeDocument(
  pool: Pool,
  sha256: string,
  place: (client: PoolClient) => Promise<void>,
): Promise<void> {
  await withTransaction(pool, async (client) => {
    await lockDocument(client, sha256);
    await place(client);
  });
}

/** A document that anyone may read, and that is sealed. */
const IS_PUBLIC = `exists (select ${NAMING_RECORDS} and r.public_entries and exists (select from sealed_records q where q.record = r.id))`;

/** Returns public documents that the publication lacks, at most `limit`, those after `after` in the order of their hashes. */
export async function listUnpublished(client: Queryable, limit: number, after = ''): Promise<DocumentKey[]> {
  return listDocuments(client, 'd.published_at is null', after, limit);
}

/** Returns public documents that the publication should have, at most `limit`, those after `after` in the order of their hashes. */
export async function listPublished(client: Queryable, after: string, limit: number): Promise<DocumentKey[]> {
  return listDocuments(client, 'd.published_at is not null', after, limit);
}

/** Returns public documents, at most `limit`, those after `after` in the order of their hashes. */
export async function listPublic(client: Queryable, after: string, limit: number): Promise<DocumentKey[]> {
  return listDocuments(client, 'true', after, limit);
}

async function listDocuments(
  client: Queryable,
  condition: string,
  after: string,
  limit: number,
): Promise<DocumentKey[]> {
  const { rows } = await client.query<DocumentKey>(
    `select encode(d.sha256, 'hex') as sha256, d.size from documents d
     where ${condition} and d.sha256 > decode($1, 'hex') and ${IS_PUBLIC} order by d.sha256 limit $2`,
    [after, limit],
  );
  return rows;
}

/** Stores that the publication has a document. `now` is in unix seconds. */
export async function markPublished(client: Queryable, sha256: string, now: number): Promise<void> {
  await client.query(
    `update documents set published_at = to_timestamp($2) where sha256 = decode($1, 'hex') and published_at is null`,
    [sha256, now],
  );
}

/** A document that sealed public records name, with their parties. */
export interface NamedDocument extends DocumentKey {
  readonly parties: readonly Hex[];
}

/** Returns documents that sealed public records name, stored or not: at most `limit`, those after `after` in the order of hash and size. */
export async function listNamedPublicly(
  client: Queryable,
  after: DocumentKey | null,
  limit: number,
): Promise<NamedDocument[]> {
  const { rows } = await client.query<{ sha256: string; size: number; parties: string[] }>(
    `select encode(n.sha256, 'hex') as sha256, n.size, array_agg(distinct encode(r.party, 'hex')) as parties
     from document_names n join records r on r.id = n.record join sealed_records q on q.record = r.id
     where r.public_entries and (n.sha256, n.size) > (decode($1, 'hex'), $2::bigint)
     group by n.sha256, n.size order by n.sha256, n.size limit $3`,
    [after?.sha256 ?? '', after?.size ?? -1, limit],
  );
  return rows.map(({ sha256, size, parties }) => ({
    sha256,
    size,
    parties: parties.map((party): Hex => `0x${party}`),
  }));
}

/** Documents that are stored, and parts that have arrived: how many, and bytes. */
export interface DocumentTotals {
  readonly documents: number;
  readonly bytes: number;
  readonly unfinished: number;
  readonly unpublished: number;
}

/** Returns what is stored in all. */
export async function readTotals(client: Queryable): Promise<DocumentTotals> {
  const { rows } = await client.query<DocumentTotals>(
    `select count(*) as documents, coalesce(sum(size), 0)::bigint as bytes,
       (select count(*) from document_uploads) as unfinished,
       count(*) filter (where d.published_at is null and ${IS_PUBLIC}) as unpublished from documents d`,
  );
  return rows[0]!;
}
