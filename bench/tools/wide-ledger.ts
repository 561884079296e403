import type { Pool } from 'pg';

/** Records that name as many sources as the protocol allows, in layers: each names records of the layer before. */
export interface WideSize {
  readonly layers: number;
  /** Records in a layer. */
  readonly width: number;
  /** Sources of a record. */
  readonly sources: number;
}

/**
 * Adds datasets and records that depend on them to a database, as intake stores them. Layer 0 has `sources` datasets, which all records of
 * layer 1 name. Returns the id of the first dataset: everything in the other layers depends on it.
 */
export async function fillWide(pool: Pool, { layers, width, sources }: WideSize): Promise<Buffer> {
  const { rows } = await pool.query<{ indexdef: string }>(
    `select indexdef from pg_indexes where indexname = 'records_sources'`,
  );
  await pool.query('drop index records_sources');
  await pool.query(
    `create function wide_id(layer int, n int) returns bytea immutable parallel safe language sql
     return sha256(('wide/' || layer || '/' || n)::bytea)`,
  );
  for (let layer = 0; layer <= layers; layer++)
    await pool.query(STORE_LAYER, [
      layer,
      layer === 0 ? sources : width,
      layer === 1 ? sources : width,
      sources,
    ]);
  await pool.query(rows[0]!.indexdef);
  await pool.query('vacuum analyze');
  const found = await pool.query<{ id: Buffer }>('select wide_id(0, 0) as id');
  await pool.query('drop function wide_id');
  return found.rows[0]!.id;
}

/** Record `n` names the neighbours of place 37n in the layer before. */
const STORE_LAYER = `
  with stored as (
    insert into records (id, party, kind, subject, stream, sequence, previous, entries, sources, statement_hash, statement,
      signature, signer, public_entries, accepted_at, anchor_by, receipt_signature)
    select wide_id($1, n), sha256('party'), case when $1 = 0 then 1 else 2 end, 'wide/' || $1 || '/' || n, sha256('stream' || wide_id($1, n)), 1,
      decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'),
      case when $1 = 0 then '{}' else array(
        select wide_id($1 - 1, ((37 * n + k) % $3::int)::int) from generate_series(0, $4::int - 1) k order by 1) end,
      sha256('statement'), '{"period":"2023","standard":"GHG Protocol","title":"Wide"}',
      sha256('a') || sha256('b') || '\\x1b', substr(sha256('c'), 1, 20), true, 1750000000, 1750086400, sha256('a') || sha256('b') || '\\x1b'
    from generate_series(0, $2::int - 1) n
    returning id, party, kind, subject, stream)
  insert into streams (stream, party, kind, subject, sequence, record)
  select stream, party, kind, subject, 1, id from stored`;
