import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client, type Pool } from 'pg';
import { inject } from 'vitest';
import { openPool } from '../../db/pool.ts';
import { withDatabase } from '../helpers/database-url.ts';
import { goldenPath } from './recorded.ts';

/** A database of a test's own. */
export interface LoadedDatabase {
  readonly url: string;
  readonly pool: Pool;
  drop(): Promise<void>;
}

/** Loads the recorded database into an empty one, as `psql` would; nothing is migrated yet. */
export async function loadDatabase(version: string): Promise<LoadedDatabase> {
  const { serverUrl } = inject('postgres');
  const name = `golden_${randomBytes(8).toString('hex')}`;
  await runSql(serverUrl, `create database ${name} template template0`);
  const url = withDatabase(serverUrl, name);
  await runSql(url, await readFile(goldenPath(version, 'database.sql'), 'utf8'));
  const pool = openPool(url);
  return {
    url,
    pool,
    async drop() {
      await pool.end();
      await runSql(serverUrl, `drop database ${name} with (force)`);
    },
  };
}

/** Runs statements in a session of their own. */
export async function runSql(connectionString: string, statements: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}
