import { readFileSync } from 'node:fs';
import type { Pool } from 'pg';
import { showMemory } from '../tools/measure.ts';
import type { Line, Row } from '../tools/row.ts';
import { serveLedger } from '../tools/served-ledger.ts';

const AT_ONCE = 40;
const RECORDS = 600;
/** The largest page of a list. */
const PAGE = 500;
/** The largest statement that intake takes, in bytes. */
const STATEMENT = 65_000;
const MEBIBYTE = 1 << 20;
const MOST = 500 * MEBIBYTE;

const METHOD = `${AT_ONCE} requests at once for a list of ${PAGE} records, the most by default, in a ledger of ${RECORDS} records with statements of 64 KiB that
do not compress. Each row has an API of its own, a separate process with its default settings. Its memory is what the system reports as resident: before the
first request, and the peak until the last answer was read to its end.`;

/** What is asked for. */
const LISTS: readonly (readonly [what: string, path: string])[] = [
  ['GET /v1/records', `/v1/records?limit=${PAGE}`],
  ['GET /v1/batches/1/records', '/v1/batches/1/records'],
];

/** Measures the memory of the API while it answers many long lists at once. */
export async function measureRow(): Promise<Row> {
  const measured: { what: string; before: number; peak: number; bytes: number }[] = [];
  for (const [what, path] of LISTS) {
    const ledger = await serveLedger({});
    try {
      await storeRecords(ledger.pool);
      const before = readStatus(ledger.pid, 'VmRSS');
      const sizes = await Promise.all(
        Array.from({ length: AT_ONCE }, () => readAnswer(`${ledger.url}${path}`)),
      );
      measured.push({ what, before, peak: readStatus(ledger.pid, 'VmHWM'), bytes: sizes[0]! });
    } finally {
      await ledger.stop();
    }
  }
  return {
    title: `${AT_ONCE} lists of records with long statements at once`,
    method: METHOD,
    head: ['', 'before', 'peak', 'each answer'],
    lines: measured.map(({ what, before, peak, bytes }): Line => [
      what,
      showMemory(before),
      showMemory(peak),
      `${(bytes / MEBIBYTE).toFixed(1)} MiB`,
    ]),
    goals: measured.map(({ what, peak }) => ({
      what: `${what}, peak / ${showMemory(MOST)}`,
      ratio: peak / MOST,
      goal: 1,
      sense: 'at most' as const,
    })),
    notes: [
      'A list ends early where statements and sources have more than 1 MiB. The records of a batch are read 1 MiB at a time, as fast as the client takes them.',
    ],
  };
}

async function readAnswer(url: string): Promise<number> {
  const response = await fetch(url);
  if (response.status !== 200 || response.body === null) throw new Error(`${url}: ${response.status}`);
  let bytes = 0;
  for await (const chunk of response.body as ReadableStream<Uint8Array>) bytes += chunk.length;
  return bytes;
}

/** Returns memory of a process in bytes, as Linux reports it. */
function readStatus(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (found === null) throw new Error(`the system does not report ${field} of process ${pid}`);
  return Number(found[1]) * 1024;
}

/** Stores records in one batch. Hashes and signatures are placeholders. */
async function storeRecords(pool: Pool): Promise<void> {
  await pool.query(`
    create function noise(bigint) returns text immutable language sql return (
      select left(string_agg(md5($1 || '/' || i), ''), ${STATEMENT}) from generate_series(1, ${STATEMENT} / 32 + 1) i)`);
  await pool.query(
    `with made as (
       insert into records (id, party, kind, subject, stream, sequence, previous, entries, sources, statement_hash, statement, signature,
         signer, accepted_at, anchor_by, receipt_signature)
       select h, h, 1, 'inventory', h, 1, h, h, '{}', h, json_build_object('text', noise(n), 'title', 'A title')::text, h || h || '\\x1b',
         substr(h, 1, 20), 1, 1, h || h || '\\x1b'
       from generate_series(1, $1::bigint) n cross join lateral (select sha256(n::text::bytea) as h) one
       returning id, arrival),
     batch as (
       insert into batches (number, id, previous, records, record_count, heads, sealed_at)
       select 1, h, h, h, $1, h, 1 from sha256('batch') h)
     insert into sealed_records (record, batch, leaf_index) select id, 1, arrival - 1 from made`,
    [RECORDS],
  );
}
