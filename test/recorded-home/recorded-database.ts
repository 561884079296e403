import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { unpackRecorded } from './recorded.ts';

/** Loads the recorded rows into the tables of today. */
export async function loadDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(unpackRecorded('rows.sql').toString());
  } finally {
    await client.end();
  }
  return database;
}
