import type { Pool, PoolClient } from 'pg';
import type { Hex } from '../../core/encoding/hex.ts';
import { toBytea } from '../rows/bytea.ts';
import { lockDocument } from '../locks.ts';
import { type Queryable, withTransaction } from '../pool.ts';

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

/** Of the sender `s`: a sealed record that names the document. */
const NAMED_BY = `
  select true as is_named from document_names n join records r on r.id = n.record and r.party = s.party
  join sealed_records q on q.record = r.id where n.sha256 = s.sha256`;

/** What was found by looking at senders: how many there were, and the documents that some of them do not need. */
export interface CheckedSenders {
  readonly count: number;
  readonly unneeded: readonly string[];
}

/**
 * Looks at senders who sent a document before `before` (unix seconds), those first who sent first, at most `limit`. Those who have a sealed
 * record that names it are kept, and not looked at again.
 */
export async function checkSenders(
  client: Queryable,
  before: number,
  limit: number,
): Promise<CheckedSenders> {
  const { rows } = await client.query<{ sha256: string; is_named: boolean }>(
    `with senders as (
       select s.sha256, s.party from document_senders s where not s.is_kept and s.sent_at <= to_timestamp($1)
       order by s.sent_at limit $2 for update skip locked),
     looked as materialized (
       select s.*, coalesce(is_named, false) as is_named from senders s left join lateral (${NAMED_BY} limit 1) n on true),
     kept as (
       update document_senders s set is_kept = true from looked l
       where s.sha256 = l.sha256 and s.party = l.party and l.is_named)
     select encode(sha256, 'hex') as sha256, is_named from looked`,
    [before, limit],
  );
  const unneeded = rows.filter(({ is_named: isNamed }) => !isNamed).map(({ sha256 }) => sha256);
  return { count: rows.length, unneeded: [...new Set(unneeded)] };
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
      `delete from document_senders s where s.sha256 = decode($2, 'hex') and s.sent_at <= to_timestamp($1) and not exists (${NAMED_BY})`,
      [before, sha256],
    );
    const { rowCount } = await client.query(
      `select from documents d where d.sha256 = decode($1, 'hex') and not exists (select from document_senders s where s.sha256 = d.sha256)`,
      [sha256],
    );
    if (rowCount !== 1) return false;
    await remove();
    // Last: from here on, others wait that change how many documents there are.
    await client.query(
      `with dropped as (delete from unpublished_documents where sha256 = decode($1, 'hex'))
       delete from documents where sha256 = decode($1, 'hex')`,
      [sha256],
    );
    return true;
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

/** Gives a row where the document `d` is public by a sealed record. One by one: PostgreSQL might otherwise read all of them. */
const IF_PUBLIC = `cross join lateral (
  select p.size from public_documents p join sealed_records q on q.record = p.record where p.sha256 = d.sha256 limit 1) p`;

/** Returns public documents that the publication lacks, at most `limit`, those after `after` in the order of their hashes. */
export async function listUnpublished(client: Queryable, limit: number, after = ''): Promise<DocumentKey[]> {
  return listDocuments(client, '(select distinct sha256 from unpublished_documents) d', after, limit);
}

/** Returns public documents that the publication should have, at most `limit`, those after `after` in the order of their hashes. */
export async function listPublished(client: Queryable, after: string, limit: number): Promise<DocumentKey[]> {
  return listDocuments(
    client,
    '(select sha256 from documents where published_at is not null) d',
    after,
    limit,
  );
}

/** Returns public documents, at most `limit`, those after `after` in the order of their hashes. */
export async function listPublic(client: Queryable, after: string, limit: number): Promise<DocumentKey[]> {
  return listDocuments(client, 'documents d', after, limit);
}

async function listDocuments(
  client: Queryable,
  from: string,
  after: string,
  limit: number,
): Promise<DocumentKey[]> {
  const { rows } = await client.query<DocumentKey>(
    `select encode(d.sha256, 'hex') as sha256, p.size from ${from} ${IF_PUBLIC}
     where d.sha256 > decode($1, 'hex') order by d.sha256 limit $2`,
    [after, limit],
  );
  return rows;
}

/** Stores that the publication has a document. `now` is in unix seconds. */
export async function markPublished(client: Queryable, sha256: string, now: number): Promise<void> {
  await client.query(
    `with published as (delete from unpublished_documents where sha256 = decode($1, 'hex'))
     update documents set published_at = to_timestamp($2) where sha256 = decode($1, 'hex') and published_at is null`,
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

/** Documents that are stored, with their bytes; those that have arrived in part, and those that wait to be published. */
export interface DocumentTotals {
  readonly documents: number;
  readonly bytes: number;
  readonly unfinished: number;
  readonly unpublished: number;
}

/** Of what has arrived in part, and of what waits to be published, so many are counted: more would take longer. */
export const MOST_COUNTED = 1_000;

/** Returns what is stored in all. It takes as long however many documents there are. */
export async function readTotals(client: Queryable): Promise<DocumentTotals> {
  const { rows } = await client.query<DocumentTotals>(
    `select documents, bytes,
       (select count(*) from (select from document_uploads limit $1) u) as unfinished,
       (select count(distinct d.sha256) from (select sha256 from unpublished_documents limit $1) d ${IF_PUBLIC}) as unpublished
     from document_totals`,
    [MOST_COUNTED],
  );
  return rows[0]!;
}
