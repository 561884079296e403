import { afterEach, beforeEach, expect, it } from 'vitest';
import { hashHead } from '../../../core/batches/head.ts';
import { parseBundle } from '../../../core/proofs/bundle.ts';
import { formatHex } from '../../../core/encoding/hex.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { hashStream } from '../../../core/records/record.ts';
import { keccakText } from '../../../core/hashing/keccak.ts';
import { SparseMerkleMap } from '../../../core/merkle/map/sparse-merkle-map.ts';
import { insertNodes } from '../../../db/batches/map-nodes.ts';
import { withTransaction } from '../../../db/pool.ts';
import { toBytea } from '../../../db/rows/bytea.ts';
import { openSlowReads, type SlowReads } from '../../../server/reads/slow-reads.ts';
import { type CountedPool, countStatements } from '../../helpers/counted-pool.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { type TestDatabase, createTestDatabase } from '../../helpers/postgres.ts';
import { TEST_DOMAIN } from '../../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';

let database: TestDatabase;
let ledger: SeededLedger;
let counted: CountedPool;
let server: HttpServer;
let record: SignedRecord;

beforeEach(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  counted = countStatements(database.pool);
  // What it reads is counted, and is of requests alone.
  server = await startHttpServer(counted.pool, SEED_FINAL, {}, TEST_DOMAIN, { looksForEvents: false });
  record = signRecord({ by: ledger.company });
  await ledger.publish(record);
});
afterEach(async () => {
  await server.stop();
  await database.drop();
});

/** What a refused request for evidence read. */
async function countRefused(query: string, message: string): Promise<{ pages: number; bytes: number }> {
  const { status, body } = await server.call('GET', `/v1/records/${record.id}/bundle?${query}`);
  expect([status, body['code'], body['message']]).toEqual([
    413,
    'bundle-limit',
    expect.stringContaining(message),
  ]);
  const read = counted.take();
  return {
    pages: read.reduce((sum, { buffers }) => sum + buffers, 0),
    bytes: read.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

it('a history of 100,000 versions is refused before any of them is read', async () => {
  await database.pool.query('update heads set sequence = 100000 where stream = $1', [toBytea(record.stream)]);
  const { pages } = await countRefused('history=true', 'the stream has 100000 versions');
  expect(pages).toBeLessThan(500);
});

it('a history of more versions than one statement reads has them all', async () => {
  const versions = [record];
  for (let count = 1; count < 103; count++)
    versions.push(signRecord({ by: ledger.company, after: versions.at(-1)! }));
  await ledger.publish(...versions.slice(1));
  const { text } = await server.call('GET', `/v1/records/${versions.at(-1)!.id}/bundle?history=true`);
  const { history } = parseBundle(new TextEncoder().encode(text));
  expect(history.map(({ record: { sequence } }) => sequence)).toEqual(
    Array.from({ length: 102 }, (_, at) => 102 - at),
  );
});

it('a list of streams ends where a proof file does, however many the party has', async () => {
  const most = 1 << 15;
  await giveStreams(2 * most);
  const { bytes } = await countRefused('complete=true', `expected at most ${most} in a proof file`);
  // Two hashes of each node that was read: fewer nodes than the party has streams.
  expect(bytes).toBeGreaterThan(64 * 100);
  expect(bytes).toBeLessThan(64 * 2 * most);
});

/** Gives the party of the record a map of so many streams. */
async function giveStreams(count: number): Promise<void> {
  const { id, stream } = record;
  const items = Array.from({ length: count }, (_, at) => ({
    key: formatHex(keccakText(`stream ${at}`)),
    leaf: stream,
  }));
  const map = SparseMerkleMap.build([]);
  const nodes = map.insertItems([
    ...items,
    { key: stream, leaf: hashHead({ stream, sequence: 1, record: id }) },
  ]);
  await withTransaction(database.pool, (client) => insertNodes(client, map, nodes));
  await database.pool.query('update holders set streams = $1 where party = $2', [
    toBytea(map.root),
    toBytea(ledger.company.party),
  ]);
}

it('of a party with 20,000 replays the newest thousand are read', async () => {
  const { auditor } = ledger;
  const stream = toBytea(hashStream({ party: auditor.party, kind: KINDS.assurance, subject: 'replay' }));
  const statement = JSON.stringify({ replay: { header: record.id, number: 1 } });
  // The hashes and signatures are placeholders: nothing of these records is shown.
  await database.pool.query(
    `insert into records (id, party, kind, subject, stream, sequence, previous, entries, sources, statement_hash, statement, signature, signer,
       accepted_at, anchor_by, receipt_signature)
     select sha256(n::text::bytea), $1, 4, 'replay', $2, n, $2, $2, '{}', $2, $3, decode(repeat('00', 65), 'hex'), decode(repeat('00', 20), 'hex'),
       0, 0, '' from generate_series(1, 20000) n`,
    [toBytea(auditor.party), stream, statement],
  );
  await database.pool.query(
    `insert into sealed_records (record, batch, leaf_index) select sha256(n::text::bytea), 2, n from generate_series(1, 20000) n`,
  );
  await database.pool.query(
    'insert into heads (stream, number, sequence, record) values ($1, 1, 20000, $2)',
    [stream, toBytea(record.id)],
  );
  await database.pool.query('vacuum analyze');
  const { status, body } = await server.call(
    'GET',
    `/v1/records/${record.id}/bundle?replays=${auditor.party}`,
  );
  expect([status, body['code']]).toEqual([409, 'not-replayed']);
  const read = counted.take();
  const pages = read.reduce((sum, { buffers }) => sum + buffers, 0);
  expect(pages).toBeGreaterThan(1_000);
  expect(pages).toBeLessThan(10_000);
  expect(read.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(1_000 * 2 * statement.length + 10_000);
});

it('a history and a list are read with the connections of slow requests, and other proof files are not', async () => {
  const { pool } = database;
  const slowReads = openSlowReads(pool, pool, { atOnce: 1 });
  let slow = 0;
  const counting: SlowReads = {
    run: (visitor, work) => {
      slow += 1;
      return slowReads.run(visitor, work);
    },
  };
  const other = await startHttpServer(pool, SEED_FINAL, {}, TEST_DOMAIN, { slowReads: counting });
  const queries = ['', '?depth=2', '?streams=result:x', '?history=true', '?complete=true'];
  const counts: number[] = [];
  for (const query of queries) {
    expect((await other.call('GET', `/v1/records/${record.id}/bundle${query}`)).status).toBe(200);
    counts.push(slow);
  }
  await other.stop();
  expect(counts).toEqual([0, 0, 0, 1, 2]);
});
