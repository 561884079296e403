import { randomBytes } from 'node:crypto';
import { Client, type Pool } from 'pg';
import { inject } from 'vitest';
import { openPool } from '../../db/pool.ts';
import { withDatabase } from './database-url.ts';

/** A migrated database that belongs to one test. */
export interface TestDatabase {
  readonly url: string;
  readonly pool: Pool;
  /** Ends the pool and drops the database, even if others are connected. */
  drop(): Promise<void>;
}

/** Creates a migrated database: a clone of the template that the global set-up migrated once. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return cloneDatabase(inject('postgres').template);
}

/** Copies a database, as if a backup had been restored. Ends the connections of its pool, which must be idle. */
export async function copyTestDatabase({ url }: TestDatabase): Promise<TestDatabase> {
  const name = new URL(url).pathname.slice(1);
  await runOnServer(
    inject('postgres').serverUrl,
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${name}'`,
  );
  return cloneDatabase(name);
}

async function cloneDatabase(template: string): Promise<TestDatabase> {
  const { serverUrl, strategy } = inject('postgres');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await runOnServer(serverUrl, `create database ${name} template ${template} strategy ${strategy}`);
  const url = withDatabase(serverUrl, name);
  const pool = openPool(url);
  return {
    url,
    pool,
    async drop() {
      if (!pool.ended) await pool.end();
      await runOnServer(serverUrl, `drop database ${name} with (force)`);
    },
  };
}

async function runOnServer(connectionString: string, statement: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
