import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool, SESSION_LIMITS, withTransaction } from '../../../db/pool.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';

/** As many connections as an API has. */
const CONNECTIONS = 12;
/** Milliseconds between two requests of a client. */
const PAUSE = 50;

let database: TestDatabase;
let pool: Pool;
let server: HttpServer;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url, { max: CONNECTIONS, limits: SESSION_LIMITS.http });
  server = await startHttpServer(pool, 1_800_000_000);
});

afterAll(async () => {
  await server.stop();
  await pool.end();
  await database.drop();
});

/** Repeats a request until the signal aborts. Returns status and code of each answer, and the longest time in milliseconds. */
async function repeat(path: string, signal: AbortSignal): Promise<{ answers: Set<string>; slowest: number }> {
  const answers = new Set<string>();
  let slowest = 0;
  while (!signal.aborted) {
    const since = performance.now();
    const { status, body } = await server.call<{ code?: string }>('GET', path);
    slowest = Math.max(slowest, performance.now() - since);
    answers.add(`${status} ${body.code ?? ''}`.trim());
    await wait(PAUSE);
  }
  return { answers, slowest };
}

describe('a table that another session has locked', { timeout: 60_000 }, () => {
  it('delays only the requests that need it, and says so', async () => {
    const done = new AbortController();
    const needed = '/v1/parties';
    expect((await server.call('GET', needed)).status).toBe(200);
    await withTransaction(database.pool, async (holder) => {
      await holder.query('lock table identifiers in access exclusive mode');
      // Far more clients than connections.
      const stuck = Array.from({ length: 5 * CONNECTIONS }, () => repeat(needed, done.signal));
      await wait(SESSION_LIMITS.http.lock + 1_000);
      const others = new AbortController();
      const asked = repeat('/v1/batches', others.signal);
      await wait(2 * SESSION_LIMITS.http.lock);
      others.abort();
      const { answers, slowest } = await asked;
      done.abort();
      const answersOfStuck = new Set((await Promise.all(stuck)).flatMap((each) => [...each.answers]));
      expect([...answers]).toEqual(['200']);
      expect(slowest).toBeLessThan(SESSION_LIMITS.http.lock);
      expect([...answersOfStuck]).toEqual(['503 database-locked']);
    });
    await expect.poll(async () => (await server.call('GET', needed)).status).toBe(200);
  });
});
