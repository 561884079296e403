import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openPool, SESSION_LIMITS, withTransaction } from '../../../db/pool.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';

/** As many connections as an API has. */
const CONNECTIONS = 12;
const WAIT = { timeout: 30_000, interval: 20 };

let database: TestDatabase;
let pool: Pool;
let metricsPool: Pool;
let server: HttpServer;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.url, { max: CONNECTIONS, limits: SESSION_LIMITS.http });
  metricsPool = openPool(database.url, { max: 1, limits: SESSION_LIMITS.metrics });
  server = await startHttpServer(pool, 1_800_000_000, {}, undefined, { metricsPool });
});

afterAll(async () => {
  await server.stop();
  await pool.end();
  await metricsPool.end();
  await database.drop();
});

/** Runs `work` while another session has locked a table. */
async function whileLocked(table: string, work: () => Promise<void>): Promise<void> {
  await withTransaction(database.pool, async (holder) => {
    await holder.query(`lock table ${table} in access exclusive mode`);
    await work();
  });
}

async function countWaiting(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]!.count;
}

/** Returns status and code of an answer. */
async function ask(path: string): Promise<string> {
  const { status, body } = await server.call<{ code?: string }>('GET', path);
  return `${status} ${body.code ?? ''}`.trim();
}

describe('a table that another session has locked', { timeout: 60_000 }, () => {
  const needed = '/v1/parties';

  it('delays only the requests that need it, and says so', async () => {
    await whileLocked('identifiers', async () => {
      const answers: string[] = [];
      // Far more clients than connections.
      const stuck = Array.from({ length: 5 * CONNECTIONS }, () =>
        ask(needed).then((answer) => answers.push(answer)),
      );
      await vi.waitUntil(async () => (await countWaiting()) > 0, WAIT);
      expect([await ask('/v1/batches'), await ask('/v1/records')]).toEqual(['200', '200']);
      expect(await countWaiting()).toBeLessThanOrEqual(4);
      await Promise.all(stuck);
      expect(new Set(answers)).toEqual(new Set(['503 database-locked']));
      // From now on one at a time is tried.
      const asked = Array.from({ length: 2 * CONNECTIONS }, () => ask(needed));
      const pending = new Set(asked);
      for (const each of asked) void each.then(() => pending.delete(each));
      while (pending.size > 0) {
        expect(await countWaiting()).toBeLessThanOrEqual(1);
        expect(await ask('/v1/batches')).toBe('200');
      }
      expect(new Set(await Promise.all(asked))).toEqual(new Set(['503 database-locked']));
    });
    await expect.poll(() => ask(needed), WAIT).toBe('200');
  });

  it('leaves /metrics readable, which say what could not be read', async () => {
    const read = async (): Promise<Record<string, number | undefined>> => {
      const { status, text } = await server.call('GET', '/metrics');
      expect(status).toBe(200);
      const valueOf = (name: string): number | undefined => {
        const line = text.split('\n').find((each) => each.startsWith(`carbon_ledger_${name} `));
        return line === undefined
          ? undefined
          : Number(line.slice(line.lastIndexOf(' ')).replace('Nan', 'NaN'));
      };
      return {
        webhooks: valueOf('metrics_unread{part="webhooks"}'),
        status: valueOf('metrics_unread{part="status"}'),
        failing: valueOf('webhooks_failing'),
        waiting: valueOf('records_waiting'),
      };
    };
    expect(await read()).toEqual({ webhooks: 0, status: 0, failing: 0, waiting: 0 });
    await whileLocked('webhooks', async () => {
      expect(await read()).toEqual({ webhooks: 1, status: 0, failing: NaN, waiting: 0 });
    });
    expect(await read()).toEqual({ webhooks: 0, status: 0, failing: 0, waiting: 0 });
  });
});
