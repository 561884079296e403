import type { Pool } from 'pg';
import { formatHex } from '../../core/encoding/hex.ts';
import { toBytea } from '../../db/rows/bytea.ts';
import { makeKey } from './registry.ts';
import { vacuumAll } from './vacuum.ts';

/** Documents that one record names. */
const OF_RECORD = 100;
/** When they were sent, in unix seconds. */
export const SENT_AT = 1_700_000_000;

/**
 * Fills an empty database with documents, made by SQL alone: public ones that sealed records name and that one party has sent. Ten parts are
 * unfinished.
 */
export async function fillDocuments(pool: Pool, count: number): Promise<void> {
  const party = toBytea(formatHex(makeKey('party').privateKey));
  const zero = Buffer.alloc(32);
  await pool.query(
    `insert into records (id, party, kind, subject, stream, sequence, previous, entries, sources, statement_hash, statement, signature,
       signer, public_entries, accepted_at, anchor_by, receipt_signature)
     select sha256('record/' || n::text::bytea), $2, 1, 'documents/' || n, sha256('stream/' || n::text::bytea), 1, $3, $3, '{}', $3, '{}',
       decode(repeat('00', 65), 'hex'), decode(repeat('00', 20), 'hex'), true, $4, $4, ''
     from generate_series(0, ($1::int - 1) / ${OF_RECORD}) n`,
    [count, party, zero, SENT_AT],
  );
  await pool.query(
    `insert into sealed_records (record, batch, leaf_index)
     select sha256('record/' || n::text::bytea), 1, n from generate_series(0, ($1::int - 1) / ${OF_RECORD}) n`,
    [count],
  );
  await pool.query(
    `insert into document_names (sha256, record, size, media_type)
     select sha256(n::text::bytea), sha256('record/' || (n / ${OF_RECORD})::text::bytea), 1000, 'text/csv' from generate_series(0, $1::int - 1) n`,
    [count],
  );
  await pool.query(
    `insert into documents (sha256, size, stored_at) select sha256(n::text::bytea), 1000, to_timestamp($2) from generate_series(0, $1::int - 1) n`,
    [count, SENT_AT],
  );
  await pool.query('analyze');
  await pool.query(
    `insert into document_senders (sha256, party, sent_at)
     select sha256(n::text::bytea), $2, to_timestamp($3 + n / 1000) from generate_series(0, $1::int - 1) n`,
    [count, party, SENT_AT],
  );
  await pool.query(
    `insert into document_uploads (sha256, party, size, touched_at)
     select sha256('part/' || n::text::bytea), $1, 1000, to_timestamp($2) from generate_series(1, 10) n`,
    [party, SENT_AT],
  );
  await vacuumAll(pool);
}

/** Notes of all documents that they are kept and published, as after the work of cleaner and publisher. */
export async function settleDocuments(pool: Pool): Promise<void> {
  await pool.query('update document_senders set is_kept = true');
  await pool.query('update documents set published_at = stored_at');
  await pool.query('delete from unpublished_documents');
  for (let isEmpty = false; !isEmpty;) {
    await vacuumAll(pool, [
      'vacuum full document_senders, documents, unpublished_documents',
      'vacuum analyze',
    ]);
    const { rows } = await pool.query<{ is_empty: boolean }>(
      "select relpages = 0 as is_empty from pg_class where relname = 'unpublished_documents'",
    );
    isEmpty = rows[0]?.is_empty ?? true;
  }
}
