import { get } from 'node:http';
import type { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fillWide } from '../../../bench/tools/wide-ledger.ts';
import { formatHex } from '../../../core/encoding/hex.ts';
import { openPool, withTransaction } from '../../../db/pool.ts';
import { openSlowReads } from '../../../server/reads/slow-reads.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { readImpact, readPage } from '../../helpers/impact.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import { TEST_DOMAIN } from '../../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { signRecord, type SignedRecord } from '../../helpers/signed-record.ts';

/** Connections for slow reads, and reads that may wait for one. */
const [AT_ONCE, WAITING] = [2, 24];

let database: TestDatabase;
let slowPool: Pool;
let ledger: SeededLedger;
let server: HttpServer;
let dataset: SignedRecord;

beforeEach(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  slowPool = openPool(database.url, { max: AT_ONCE });
  const slowReads = openSlowReads(slowPool, database.pool, { atOnce: AT_ONCE });
  server = await startHttpServer(database.pool, SEED_FINAL, {}, TEST_DOMAIN, { slowReads });
  dataset = signRecord({ by: ledger.company, subject: 'dataset' });
  await ledger.accept(dataset);
});
afterEach(async () => {
  await server.stop();
  await slowPool.end();
  await database.drop();
});

const impactOf = (id: string): string => `/v1/records/${id}/impact`;
const unknownId = (index: number): string => `0x${index.toString(16).padStart(64, '0')}`;

/** Runs `run` while every statement that reads `streams` waits: impact does, and the other reads of these tests do not. */
async function whileStreamsAreLocked(run: () => Promise<void>): Promise<void> {
  await withTransaction(database.pool, async (client) => {
    await client.query('lock table streams in access exclusive mode');
    await run();
  });
}

/** Returns how many statements wait for a lock in the database. */
async function countWaiting(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]!.count;
}

const until = (holds: () => Promise<boolean>): Promise<boolean> => vi.waitUntil(holds, { timeout: 20_000 });

/** Asks for a path, and returns a function that closes the connection. */
function ask(path: string): () => void {
  const request = get(`${server.url}${path}`, { agent: false }).on('error', () => {
    // The connection is closed on purpose.
  });
  return () => request.destroy();
}

describe('a slow read', () => {
  it('ends in the database when its client leaves, and leaves its connection and no line of an error', async () => {
    await whileStreamsAreLocked(async () => {
      const leave = [0, 1].map((index) => ask(impactOf(unknownId(index))));
      await until(async () => (await countWaiting()) === AT_ONCE);
      for (const one of leave) one();
      await until(async () => (await countWaiting()) === 0);
    });
    expect(await readImpact(server, dataset)).toMatchObject({ total: 0 });
    expect(server.logged()).not.toContain('"level":50');
  });

  it('gives up its place in the queue when its client leaves', async () => {
    await whileStreamsAreLocked(async () => {
      const stay = Array.from({ length: AT_ONCE }, (_, index) => ask(impactOf(unknownId(index))));
      await until(async () => (await countWaiting()) === AT_ONCE);
      for (let index = 0; index < 3 * WAITING; index++) {
        const leave = ask(impactOf(unknownId(100 + index)));
        await server.call('GET', '/healthz');
        leave();
      }
      for (const one of stay) one();
      await until(async () => (await countWaiting()) === 0);
    });
    expect(await readImpact(server, dataset)).toMatchObject({ total: 0 });
  });

  it('is answered with 503 where the database does not answer in time', async () => {
    const slowReads = openSlowReads(slowPool, database.pool, { atOnce: AT_ONCE, timeout: 200 });
    const other = await startHttpServer(database.pool, SEED_FINAL, {}, TEST_DOMAIN, { slowReads });
    await whileStreamsAreLocked(async () => {
      expect(await other.call('GET', impactOf(dataset.id))).toMatchObject({
        status: 503,
        body: { code: 'unavailable', message: 'the database did not answer within 0.2 seconds' },
      });
    });
    await other.stop();
  });

  it('delays no other read, and is refused with 503 and Retry-After where too many wait', async () => {
    await whileStreamsAreLocked(async () => {
      const left = new AbortController();
      const asked = Array.from({ length: AT_ONCE + WAITING + 1 }, (_, index) =>
        fetch(`${server.url}${impactOf(unknownId(index))}`, left),
      );
      const refused = await Promise.race(asked);
      expect(refused.status).toBe(503);
      expect(refused.headers.get('retry-after')).toBe('5');
      expect(await refused.json()).toMatchObject({ code: 'overloaded', details: { limit: WAITING } });
      await until(async () => (await countWaiting()) === AT_ONCE);
      expect(await server.call('GET', `/v1/records/${dataset.id}`)).toMatchObject({ status: 200 });
      left.abort();
      await Promise.allSettled(asked);
      await until(async () => (await countWaiting()) === 0);
    });
  });
});

describe('reads of four addresses that have many', () => {
  it('take turns with those of a fifth, which is the next one, and whose record is stored meanwhile', async () => {
    let received = 0;
    const counting = await startHttpServer(database.pool, SEED_FINAL, { trustProxy: 1 }, TEST_DOMAIN, {
      answer: () => ++received < 0,
    });
    const order: string[] = [];
    const asked: Promise<unknown>[] = [];
    const readFrom = (address: string): void => {
      const headers = { 'X-Forwarded-For': address };
      const answered = counting.call('GET', '/v1/batches', { headers });
      asked.push(answered.then(({ status }) => order.push(`${address} ${status}`)));
    };
    await withTransaction(database.pool, async (client) => {
      await client.query('lock table batches in access exclusive mode');
      for (let at = 0; at < 100; at++) readFrom(`192.0.2.${at % 4}`);
      await until(() => Promise.resolve(received === 100));
      readFrom('192.0.2.5');
      await until(() => Promise.resolve(received === 101));
      const { submission } = signRecord({ by: ledger.company, subject: 'honest' });
      const headers = { 'X-Forwarded-For': '192.0.2.5' };
      expect((await counting.call('POST', '/v1/records', { body: submission, headers })).status).toBe(201);
      expect(order).toEqual([]);
    });
    await Promise.all(asked);
    expect(new Set(order.map((line) => line.split(' ')[1]))).toEqual(new Set(['200']));
    // Before it come at most those that run, the turn of each other address, and those that end at the same time.
    expect(order.indexOf('192.0.2.5 200')).toBeLessThan(13);
    await counting.stop();
  });
});

describe('the impact of a record with thousands of dependents that name 256 sources each', () => {
  it('never keeps the process from other requests for a quarter of a second, however long its pages', async () => {
    const id = formatHex(await fillWide(database.pool, { layers: 2, width: 1_000, sources: 256 }));
    const stop = watchTurns();
    const { total, dependents } = await readPage(server, { id }, { limit: 2_000 });
    const longest = stop();
    expect(total).toBe(2_000);
    expect(dependents.next).not.toBeNull();
    expect(longest).toBeLessThan(250);
  });
});

/** Returns a function that ends the watch, with the most milliseconds of processor time that this thread worked without a break. */
function watchTurns(): () => number {
  let [longest, last] = [0, process.threadCpuUsage()];
  let isWatching = true;
  const turn = (): void => {
    const { user, system } = process.threadCpuUsage(last);
    longest = Math.max(longest, (user + system) / 1000);
    last = process.threadCpuUsage();
    if (isWatching) setImmediate(turn);
  };
  setImmediate(turn);
  return () => {
    isWatching = false;
    return longest;
  };
}
