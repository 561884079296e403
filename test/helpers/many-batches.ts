import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { type BatchHeader, hashHeader } from '../../core/batches/batch.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { KINDS } from '../../core/records/kind.ts';
import { hashStream } from '../../core/records/record.ts';
import { toBytea } from '../../db/rows/bytea.ts';
import { seedChain, seedParty, type TestParty } from './registry.ts';
import { vacuumAll } from './vacuum.ts';

/** Block time before the first batch, in Unix seconds. Every batch is 10 seconds after the one before it. */
export const FIRST_TIME = 1_700_000_000;
/** The number of the block before that of the first batch. */
export const FIRST_BLOCK = 1000;
/** How many blocks follow that of the last batch but one. The final block is two batches earlier. */
export const OPEN_BLOCKS = 8;

/** A ledger of many batches. */
export interface ManyBatches {
  readonly count: number;
  /** The header of the last batch, which is not on the chain. */
  readonly last: BatchHeader;
  /** The party of every second record, all in two streams, and a party of five records. */
  readonly large: TestParty;
  readonly small: TestParty;
  /** The subject of all records of the large party, and of one other in a thousand. */
  readonly subject: string;
  /** The oldest record, which half of the records name as a source. */
  readonly source: Hex;
}

/** Returns the hash that stands for that of a thing with this name. */
export function placeholder(name: string): Hex {
  return `0x${createHash('sha256').update(name).digest('hex')}`;
}

/**
 * Fills an empty database with batches, made by SQL alone: their hashes and signatures are placeholders. Each has one record, a dataset in
 * the first half of them, and a result in the second. Every batch was anchored too late, but the last one is not on the chain. Ten
 * records wait, five of them without a valid signer, and ten were rejected. Every second record is meant for the small party, and five for
 * the large one. As many results are kept as answers to the oldest record as if they were assurances.
 */
export async function fillBatches(pool: Pool, count: number): Promise<ManyBatches> {
  await seedChain(pool, FIRST_TIME);
  const large = await seedParty(pool, { identifier: 'test:large', roles: ['company'], from: 1000 });
  const small = await seedParty(pool, { identifier: 'test:small', roles: ['company'], from: 1000 });
  const subject = 'inventory';
  const streams = [KINDS.dataset, KINDS.result].map((kind) =>
    toBytea(hashStream({ party: large.party, kind, subject })),
  );
  await pool.query(
    'create function hash(text) returns bytea immutable parallel safe language sql return sha256($1::bytea)',
  );
  await pool.query(BLOCKS, [count]);
  await pool.query(BATCHES, [count]);
  const last = await completeLast(pool, count);
  await pool.query(ANCHORS, [count]);
  await pool.query(ANCHOR_TIMES);
  await pool.query(RECORDS, [
    count,
    toBytea(large.party),
    toBytea(small.party),
    subject,
    toBytea(large.key.address),
    ...streams,
  ]);
  await nameStreams(pool, small);
  await pool.query(STREAMS);
  await pool.query(CHAIN_STATE, [count]);
  await pool.query('drop function hash(text)');
  await vacuumAll(pool);
  return { count, last, large, small, subject, source: placeholder('record/1') };
}

/** Gives the last batch the id of its header and an empty map of heads, so that a batch can follow it. */
async function completeLast(pool: Pool, number: number): Promise<BatchHeader> {
  const header = {
    number,
    previous: placeholder(`batch/${number - 1}`),
    records: placeholder(`root/${number}`),
    recordCount: 1,
    heads: ZERO_HASH,
    sealedAt: FIRST_TIME + 10 * number - 5,
  };
  const values = [number, toBytea(hashHeader(header)), toBytea(ZERO_HASH)];
  await pool.query('update batches set id = $2, heads = $3 where number = $1', values);
  return header;
}

/** Gives the few records of a party the streams that belong to their subjects. */
async function nameStreams(pool: Pool, { party }: TestParty): Promise<void> {
  const { rows } = await pool.query<{ id: Buffer; subject: string }>(
    'select id, subject from records where party = $1',
    [toBytea(party)],
  );
  for (const { id, subject } of rows)
    await pool.query('update records set stream = $2 where id = $1', [
      id,
      toBytea(hashStream({ party, kind: KINDS.dataset, subject })),
    ]);
}

const timeOf = (number: string): string => `${FIRST_TIME} + 10 * (${number})`;

const BLOCKS = `
  insert into blocks (number, hash, parent, time, logs)
  select ${FIRST_BLOCK} + n, hash('block/' || n), hash('block/' || n - 1), ${timeOf('n')}, case when n < $1 then array[0] else '{}' end
  from generate_series(1, $1::bigint - 1 + ${OPEN_BLOCKS}) n`;

const CHAIN_STATE = `
  update chain_state set (head_number, head_time) = (select number, time from blocks order by number desc limit 1),
    (final_number, final_hash, final_time) = (select number, hash, time from blocks where number = ${FIRST_BLOCK} + $1 - 3)`;

const BATCHES = `
  with made as (
    insert into batches (number, id, previous, records, record_count, heads, sealed_at, first_record)
    select n, hash('batch/' || n), hash('batch/' || n - 1), hash('root/' || n), 1, hash('heads/' || n), ${timeOf('n')} - 5, hash('record/' || n)
    from generate_series(1, $1::bigint) n returning number, id)
  insert into transactions (hash, number, nonce, raw, max_fee_per_gas, max_priority_fee_per_gas)
  select hash('transaction/' || number), number, number, id, 1, 1 from made where number < $1`;

const ANCHORS = `
  insert into anchors (number, header, records, record_count, heads, sealed_at, anchored_at, transaction, block_number, log_index)
  select number, id, records, 1, heads, sealed_at, ${timeOf('number')}, hash('transaction/' || number), ${FIRST_BLOCK} + number, 0
  from batches where number < $1`;

const ANCHOR_TIMES = `
  insert into anchor_times (number, first_accepted_at, late_total, final_at)
  select number, ${timeOf('number')} - 8, number, ${timeOf('number')} + 20 from anchors`;

const RECORDS = `
  with made as (
    select n, hash('record/' || n) as id, case when n > $1 / 2 and n <= $1 then 2 else 1 end as kind, n > $1 and n <= $1 + 10 as waits,
      case when n % 2 = 0 or n > $1 then $2::bytea when n <= 9 then $3::bytea else hash('party/' || n % 1000) end as party,
      case when n <= $1 and (n % 2 = 0 or n % 1000 = 1) then $4::text else 'subject/' || n end as subject,
      case when n % 2 = 1 or n > $1 then hash('stream/' || n) when n <= $1 / 2 then $6::bytea else $7::bytea end as stream
    from generate_series(1, $1::bigint + 20) n),
  stored as (
    insert into records (id, party, kind, subject, stream, sequence, previous, entries, sources, statement_hash, statement,
      signature, signer, accepted_at, anchor_by, receipt_signature, rejected_code, rejected_message)
    select id, party, kind, subject, stream, case when waits then 1 else n end, case when waits then decode(repeat('00', 32), 'hex') else id end, id,
      case when kind = 2 then array[hash('record/1')] else '{}' end, id,
      '{"period":"2024","standard":"","title":"' || repeat('title ', 10) || n || '"}', id || id || '\\x1b',
      case when waits and n % 2 = 0 then $5::bytea else substr(id, 1, 20) end, ${timeOf('n')} - 8, ${timeOf('n')} - 1, id || id || '\\x1b',
      case when n > $1 + 10 then 'closed-key' end, case when n > $1 + 10 then 'closed' end
    from made order by made.n returning id, arrival, accepted_at, sources, kind),
  named as (
    insert into record_sources (source, kind, arrival) select s, kind, arrival from stored, unnest(sources) s),
  addressed as (
    insert into record_addressees (addressee, kind, arrival, record)
    select case when arrival % 2 = 0 then $3::bytea else $2::bytea end, kind, arrival, id from stored where arrival % 2 = 0 or arrival <= 9),
  answering as (
    insert into record_answers (answered, kind, arrival, record)
    select hash('record/1'), kind, arrival, id from stored where kind = 2 and arrival % 2 = 0),
  waiting as (
    insert into waiting_records (arrival, record, accepted_at)
    select arrival, id, accepted_at from stored where arrival > $1 and arrival <= $1 + 10)
  insert into sealed_records (record, batch, leaf_index) select id, arrival, 0 from stored where arrival <= $1`;

const STREAMS = `
  insert into streams (stream, party, kind, subject, sequence, record)
  select distinct on (stream) stream, party, kind, subject, sequence, id from records
  where rejected_code is null order by stream, sequence desc`;
