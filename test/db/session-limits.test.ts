import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openPool, SESSION_LIMITS, type SessionLimits, withTransaction } from '../../db/pool.ts';
import { classifySession } from '../../db/session-errors.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { type SilentProxy, startSilentProxy } from '../helpers/silent-proxy.ts';

let database: TestDatabase;
let proxy: SilentProxy;
const pools: Pool[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startSilentProxy(database.url);
});

afterEach(async () => {
  // Ends once the sockets of silent connections are gone.
  await proxy.stop();
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
  proxy = await startSilentProxy(database.url);
});

afterAll(async () => {
  await proxy.stop();
  await database.drop();
});

const LIMITS: SessionLimits = { connect: 10_000, statement: 1_000, lock: 300, pause: 1_000 };
/** Any lock that only these tests take. */
const LOCK = 7;

function open(limits: SessionLimits = LIMITS, url = database.url): Pool {
  const pool = openPool(url, { max: 4, limits });
  pools.push(pool);
  return pool;
}

async function isFree(): Promise<boolean> {
  const { rows } = await database.pool.query<{ free: boolean }>(
    'select pg_try_advisory_xact_lock($1) as free',
    [LOCK],
  );
  return rows[0]!.free;
}

async function isSending(): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    `select from pg_stat_activity where query like 'select repeat%' and state = 'active' and datname = current_database()`,
  );
  return rowCount === 1;
}

async function failureOf(run: Promise<unknown>): Promise<unknown> {
  return run.then(
    () => 'none',
    (error: unknown) => classifySession(error) ?? error,
  );
}

describe('a session with limits', () => {
  it('ends a statement that takes too long', async () => {
    const pool = open();
    expect(await failureOf(pool.query('select pg_sleep(60)'))).toBe('slow');
  });

  it('stops waiting for a lock', async () => {
    const pool = open();
    await withTransaction(database.pool, async (holder) => {
      await holder.query('lock table nonces in access exclusive mode');
      expect(await failureOf(pool.query('select from nonces'))).toBe('locked');
      expect(await failureOf(pool.query('select from sessions'))).toBe('none');
    });
    expect(await failureOf(pool.query('select from nonces'))).toBe('none');
  });

  it('loses its locks when a transaction pauses for too long, and then writes nothing', async () => {
    const pool = open();
    const run = withTransaction(pool, async (client) => {
      await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
      await expect.poll(isFree, { timeout: 10_000 }).toBe(true);
      await client.query(`insert into nonces values ('late', now())`);
    });
    expect(await failureOf(run)).toBe('unreachable');
    expect((await database.pool.query('select from nonces')).rowCount).toBe(0);
  });

  it('is given up at both ends when the path goes silent', async () => {
    const pool = open(LIMITS, proxy.url);
    const run = withTransaction(pool, async (client) => {
      await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
      proxy.silence();
      await client.query('select 1');
    });
    expect(await failureOf(run)).toBe('unreachable');
    await expect.poll(isFree, { timeout: 10_000 }).toBe(true);
    expect(await failureOf(pool.query('select 1'))).toBe('none');
  });

  it('loses its locks when it does not read a long answer', { timeout: 60_000 }, async () => {
    const pool = open({ ...LIMITS, statement: 60_000 }, proxy.url);
    const run = withTransaction(pool, async (client) => {
      await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
      const answer = client.query(`select repeat('x', 1 << 20) from generate_series(1, 500)`);
      await expect.poll(isSending, { timeout: 10_000, interval: 10 }).toBe(true);
      proxy.silence();
      await answer;
    });
    const ended = failureOf(run);
    await expect.poll(isFree).toBe(false);
    // Until then the database cannot send the rest of the answer, so no limit of the statement ends it.
    await expect.poll(isFree, { timeout: 30_000, interval: 500 }).toBe(true);
    await proxy.stop();
    expect(await ended).toBe('unreachable');
  });
});

describe('the limits of every kind of process', () => {
  it.each(Object.keys(SESSION_LIMITS) as (keyof typeof SESSION_LIMITS)[])(
    'are in force: %s',
    async (kind) => {
      const pool = open(SESSION_LIMITS[kind]);
      const { rows } = await pool.query<{ name: string; setting: string }>(
        `select name, setting from pg_settings where name like any(array['%timeout', 'tcp_keepalives%'])`,
      );
      const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, Number(setting)]));
      const { statement, lock, pause } = SESSION_LIMITS[kind];
      expect(settings).toMatchObject({
        statement_timeout: statement ?? 0,
        lock_timeout: lock,
        idle_in_transaction_session_timeout: pause,
        idle_session_timeout: 60_000,
        tcp_user_timeout: 10_000,
        tcp_keepalives_idle: 5,
      });
    },
  );
});
