import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool, withTransaction } from '../../db/pool.ts';
import { type TestDatabase, createTestDatabase } from '../helpers/postgres.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

const countNonces = async (): Promise<number> =>
  (await database.pool.query<{ n: number }>('select count(*) as n from nonces')).rows[0]!.n;

describe('openPool', () => {
  it('reads bigint and arrays of bigint as numbers, and bytea as bytes', async () => {
    const { rows } = await database.pool.query(
      `select 9007199254740991 as a, array[1, -2]::bigint[] as b, '{}'::bigint[] as c, '\\x01ff'::bytea as d`,
    );
    expect(rows).toEqual([{ a: 9007199254740991, b: [1, -2], c: [], d: Buffer.from([1, 255]) }]);
  });

  it('throws on a bigint that is not a safe integer, instead of rounding it', async () => {
    await expect(database.pool.query('select 9007199254740993::bigint as a')).rejects.toThrow(
      '9007199254740993',
    );
  });

  it('reports an idle connection that broke, without the secrets that the driver attaches', async () => {
    const broke = Promise.withResolvers<Error>();
    const pool = openPool(database.url, { onError: broke.resolve });
    const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
    await database.pool.query('select pg_terminate_backend($1, 5000)', [rows[0]!.pid]);
    const error = await broke.promise;
    expect(error.message).toContain('terminating connection');
    expect(inspect(error, { depth: null })).not.toContain('secretKey');
    await pool.end();
  });
});

describe('withTransaction', () => {
  it('commits and returns the result of the function', async () => {
    const result = await withTransaction(database.pool, async (client) => {
      await client.query(`insert into nonces values ('a', now())`);
      return 7;
    });
    expect([result, await countNonces()]).toEqual([7, 1]);
  });

  it('rolls back when the function throws', async () => {
    const run = withTransaction(database.pool, async (client) => {
      await client.query(`insert into nonces values ('b', now())`);
      throw new Error('no');
    });
    await expect(run).rejects.toThrow('no');
    expect(await countNonces()).toBe(1);
  });

  it('rejects when the connection breaks, and the pool stays usable', async () => {
    const run = withTransaction(database.pool, async (client) => {
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      await database.pool.query('select pg_terminate_backend($1, 5000)', [rows[0]!.pid]);
      await client.query('select 1');
    });
    await expect(run).rejects.toThrow();
    expect(await countNonces()).toBe(1);
  });
});
