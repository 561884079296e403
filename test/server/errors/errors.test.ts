import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTransaction } from '../../../db/pool.ts';
import { describeError } from '../../../server/errors/errors.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => database.drop());

/** Ends a connection from the server's side; resolves when this side has noticed. */
async function cutConnection(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const cut = new Promise<void>((resolve) => client.once('end', () => resolve()));
  await database.pool.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
  await cut;
}

describe('describeError', () => {
  it('returns unavailable if the connection to the database broke between two statements', async () => {
    let ran = false;
    const error = await withTransaction(database.pool, async (client) => {
      await cutConnection(client);
      ran = true;
      await client.query('select 1');
    }).catch((caught: unknown) => caught);
    expect(ran).toBe(true);
    expect(error).toBeInstanceOf(Error);
    expect(describeError(error, 'id')).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  });

  it('returns unavailable if the database can only be read', async () => {
    const error = await withTransaction(database.pool, async (client) => {
      await client.query('set transaction read only');
      await client.query('delete from nonces');
    }).catch((caught: unknown) => caught);
    expect(describeError(error, 'id')).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  });
});
