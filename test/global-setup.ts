import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../db/migrate.ts';
import { openPool } from '../db/pool.ts';
import { startPostgres } from '../devnet/postgres/embedded-postgres.ts';
import { withDatabase } from './helpers/database-url.ts';
import { makeRunFolder, removeLeftovers } from './helpers/run-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of this run, the name of its migrated template database, and how PostgreSQL copies a database. */
    postgres: { serverUrl: string; template: string; strategy: CopyStrategy };
    /** How many cases fast-check tests for each property, and its seed. */
    properties: { numRuns: number; seed: number };
    /** A folder for a ledger that has played the worked example (`test/e2e/played-home.ts`). */
    played: string;
  }
}

/** The strategies of `create database` that are used here. */
type CopyStrategy = 'file_copy' | 'wal_log';

const TEMPLATE = 'carbon_ledger_template';

/** Starts one PostgreSQL for the whole run and migrates the template. Returns a function that stops and removes it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  for (const parent of [MEMORY, tmpdir()]) if (existsSync(parent)) await removeLeftovers(parent);
  const dataDir = await makeRunFolder(await chooseParent());
  const postgres = await startPostgres({ dataDir, profile: 'fast' });
  const strategy = await makeTemplate(postgres.url);
  const played = await mkdtemp(join(tmpdir(), 'carbon-ledger-played-'));
  project.provide('played', played);
  project.provide('properties', chooseProperties());
  project.provide('postgres', { serverUrl: postgres.url, template: TEMPLATE, strategy });
  return async () => {
    await postgres.stop();
    for (const folder of [dataDir, played]) await rm(folder, { recursive: true, force: true });
  };
}

/** A file system in memory, where Linux has one: to copy a database takes a tenth of the processor time there. */
const MEMORY = '/dev/shm';
/** The databases of a run take less than a quarter of it. */
const ROOM = 4 * 2 ** 30;

async function chooseParent(): Promise<string> {
  const { bavail, bsize } = await statfs(MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
  return Math.min(bavail * bsize, freemem()) >= ROOM ? MEMORY : tmpdir();
}

/** Reads PROPERTY_RUNS and PROPERTY_SEED, with which a run can be repeated. The default is 100 cases and a new seed. */
function chooseProperties(): { numRuns: number; seed: number } {
  const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 100);
  const seed = Number(process.env['PROPERTY_SEED'] ?? randomInt(2 ** 31));
  process.stderr.write(`Properties: PROPERTY_RUNS=${numRuns} PROPERTY_SEED=${seed}\n`);
  return { numRuns, seed };
}

async function makeTemplate(serverUrl: string): Promise<CopyStrategy> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  const pool = openPool(withDatabase(serverUrl, TEMPLATE));
  await migrate(pool);
  await pool.end();
  const strategy = await chooseStrategy(client);
  await client.end();
  return strategy;
}

/** Lets the system copy the files of a database, which takes a fifth of the time. Some systems cannot: then PostgreSQL copies its pages. */
async function chooseStrategy(client: Client): Promise<CopyStrategy> {
  try {
    await client.query("set file_copy_method = 'clone'");
    await client.query(`create database ${TEMPLATE}_copy template ${TEMPLATE} strategy file_copy`);
    await client.query(`drop database ${TEMPLATE}_copy`);
    await client.query("alter role current_user set file_copy_method = 'clone'");
    return 'file_copy';
  } catch {
    return 'wal_log';
  }
}
