import type { Pool } from 'pg';
import type { Hex } from '../../core/encoding/hex.ts';
import { KINDS } from '../../core/records/kind.ts';
import { hashStream } from '../../core/records/record.ts';
import { toBytea } from '../../db/rows/bytea.ts';
import { seedChain, seedParty } from './registry.ts';

/** Block time of the first batch, in Unix seconds. */
const START = 1_700_000_000;

/** The names in a ledger of many batches, for requests. */
export interface ManyBatches {
  /** A party with half of the records, in two streams, and one with a few records. */
  readonly large: string;
  readonly small: string;
  /** The subject of every record of the large party, and of one in a thousand others. */
  readonly subject: string;
  /** The oldest record, which half of the records name as a source. */
  readonly source: Hex;
  /** Block time of the final block. */
  readonly finalTime: number;
}

/**
 * Fills an empty database with batches, made by SQL alone. Hashes and signatures are placeholders of the right length. Each batch has one record:
 * datasets in the first half, results in the second, which all name the oldest record as a source. Every batch was late. The last
 * batch is not anchored, the one before it is not final. One record more for every ten batches was rejected, and ten wait.
 */
export async function fillBatches(pool: Pool, count: number): Promise<ManyBatches> {
  const finalTime = START + 10 * count;
  const subject = 'inventory';
  await seedChain(pool, finalTime);
  const large = await seedParty(pool, { identifier: 'test:large', roles: ['company'], from: 1000 });
  const small = await seedParty(pool, { identifier: 'test:small', roles: ['company'], from: 1000 });
  const streams = [KINDS.dataset, KINDS.result].map((kind) =>
    toBytea(hashStream({ party: large.party, kind, subject })),
  );
  await pool.query(HELPERS);
  await pool.query(BLOCKS, [count, START]);
  await pool.query(BATCHES, [count, START]);
  await pool.query(ANCHORS, [count, START]);
  await pool.query(ANCHOR_TIMES, [START]);
  await pool.query(RECORDS, [count, START, toBytea(large.party), toBytea(small.party), subject, ...streams]);
  await pool.query(STREAMS);
  await pool.query(
    'update chain_state set head_number = $1::bigint + 8, head_time = $2::bigint + 10, final_number = $1::bigint - 2, final_hash = sha256(($1::bigint - 2)::text::bytea), final_time = $2',
    [count + 1000, finalTime],
  );
  await pool.query('drop function hash(text)');
  await pool.query('vacuum analyze');
  return { large: large.identifier, small: small.identifier, subject, source: `0x${''}` as Hex, finalTime };
}

const HELPERS = `create function hash(text) returns bytea immutable parallel safe language sql return sha256($1::bytea)`;

/** Batch n is in block 1000 + n. Eight blocks without events follow. */
const BLOCKS = `
  insert into blocks (number, hash, parent, time, has_events)
  select 1000 + n, hash((1000 + n)::text), hash((999 + n)::text), $2 + 10 * n, n <= $1
  from generate_series(1, $1::bigint + 8) n`;

const BATCHES = `
  with made as (
    insert into batches (number, id, previous, records, record_count, heads, sealed_at, first_record)
    select n, hash('batch/' || n), hash('batch/' || n - 1), hash('root/' || n), 1, hash('heads/' || n), $2 + 10 * n - 5, hash('record/' || n)
    from generate_series(1, $1::bigint) n returning number, id)
  insert into transactions (hash, number, nonce, raw, max_fee_per_gas, max_priority_fee_per_gas)
  select hash('transaction/' || number), number, number, id, 1, 1 from made`;

const ANCHORS = `
  insert into anchors (number, header, records, record_count, heads, sealed_at, anchored_at, transaction, block_number, log_index)
  select number, id, records, 1, heads, sealed_at, $2 + 10 * number, hash('transaction/' || number), 1000 + number, 0
  from batches where number < $1`;

const ANCHOR_TIMES = `
  insert into anchor_times (number, first_accepted_at, late_total, final_at)
  select number, $1 + 10 * number - 8, number, $1 + 10 * number + 20 from anchors`;

const RECORDS = `
  with made as (
    select n, hash('record/' || n) as id, 1 + (n > $1 / 2)::integer as kind,
      case when n % 2 = 0 then $3::bytea when n <= 9 then $4::bytea else hash('party/' || n % 1000) end as party,
      case when n % 2 = 0 or n % 1000 = 1 then $5::text else 'subject/' || n end as subject
    from generate_series(1, $1::bigint + $1::bigint / 10 + 10) n),
  stored as (
    insert into records (id, party, kind, subject, stream, sequence, previous, entries, sources, statement_hash, statement,
      signature, signer, accepted_at, anchor_by, receipt_signature, rejected_code, rejected_message)
    select id, party, kind, subject, case when n % 2 = 1 then hash('stream/' || n) when kind = 1 then $6::bytea else $7::bytea end,
      n, id, id, case when kind = 2 then array[hash('record/1')] else '{}' end, id,
      '{"period":"2024","standard":"","title":"' || repeat('title ', 10) || n || '"}', id || id || '\\x1b', substr(id, 1, 20),
      $2 + 10 * n - 8, $2 + 10 * n - 1, id || id || '\\x1b',
      case when n > $1 + 10 then 'closed-key' end, case when n > $1 + 10 then 'closed' end
    from made order by n returning id, arrival, accepted_at),
  waiting as (
    insert into waiting_records (arrival, record, accepted_at)
    select arrival, id, accepted_at from stored where arrival > $1 and arrival <= $1 + 10)
  insert into sealed_records (record, batch, leaf_index) select id, arrival, 0 from stored where arrival <= $1`;

const STREAMS = `
  insert into streams (stream, party, kind, subject, sequence, record)
  select distinct on (stream) stream, party, kind, subject, sequence, id from records where rejected_code is null order by stream, sequence desc`;
