import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import type { Pool, PoolClient } from 'pg';
import { UserFacingError } from '../core/errors.ts';
import { withTransaction } from './pool.ts';

/** One step of the schema: an SQL file such as `0002-records.sql`. */
interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, in hex. */
  readonly digest: string;
}

/** A migration that the database has recorded as applied. */
type Applied = Pick<Migration, 'number' | 'name' | 'digest'>;

const FOLDER = new URL('./migrations/', import.meta.url);
const FILE_NAME = /^(\d{4})-[a-z-]+\.sql$/;
/** The advisory lock that lets one client at a time migrate: "carbon" in ASCII. */
const LOCK = 0x636172626f6e;

/**
 * Migrates a database to the schema of this program. It applies the numbered SQL files of `db/migrations`, each in one transaction
 * with the row that records it: after a crash, the next call continues with the first missing step. Any number of clients may call it at once.
 * @throws SchemaRefused `database-newer`, `database-other`, `database-foreign`, `database-older`
 */
export async function migrate(pool: Pool, folder: URL = FOLDER): Promise<void> {
  const migrations = await readMigrations(folder);
  while (await withTransaction(pool, (client) => applyNext(client, migrations)));
}

async function readMigrations(folder: URL): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => FILE_NAME.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), 'utf8');
      return {
        number: Number(name.slice(0, 4)),
        name,
        sql,
        digest: createHash('sha256').update(sql).digest('hex'),
      };
    }),
  );
}

/** Applies the first migration that the database lacks. Returns whether there was one. */
async function applyNext(client: PoolClient, migrations: readonly Migration[]): Promise<boolean> {
  await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
  const applied = await readApplied(client).catch((error: unknown) => {
    throw explainRefusal(error, migrations[0]);
  });
  checkApplied(applied, migrations);
  const next = migrations[applied.length];
  if (next === undefined) return false;
  try {
    await client.query('insert into schema_migrations (number, name, digest) values ($1, $2, $3)', [
      next.number,
      next.name,
      next.digest,
    ]);
    await client.query(next.sql);
  } catch (error) {
    throw explainRefusal(error, next);
  }
  return true;
}

/** PostgreSQL's code for a missing permission. */
const NOT_PERMITTED = '42501';

function explainRefusal(error: unknown, migration: Migration | undefined): unknown {
  if (!(error instanceof Error) || !('code' in error) || error.code !== NOT_PERMITTED) return error;
  return new SchemaRefused(
    'database-older',
    `The database lacks migration ${migration?.name ?? ''}, and the role in DATABASE_URL may not change its tables (${error.message}). ` +
      'Run npm run operator -- migrate as the role that owns the tables.',
    error,
  );
}

async function readApplied(client: PoolClient): Promise<Applied[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v', 'm') order by 1`,
  );
  if (rows.length === 0) await createTable(client);
  else if (!rows.some(({ name }) => name === 'schema_migrations'))
    throw foreign(rows.map(({ name }) => name));
  const result = await client.query<Applied>(
    'select number, name, digest from schema_migrations order by number',
  );
  return result.rows;
}

async function createTable(client: PoolClient): Promise<void> {
  await client.query(`create table schema_migrations (
    number integer primary key,
    name text not null,
    digest text not null,
    applied_at timestamptz not null default now()
  )`);
}

function checkApplied(applied: readonly Applied[], migrations: readonly Migration[]): void {
  const different = applied.find(
    ({ digest }, index) => index < migrations.length && digest !== migrations[index]!.digest,
  );
  if (different !== undefined) throw other(different);
  const newer = applied[migrations.length];
  if (newer === undefined) return;
  throw new SchemaRefused(
    'database-newer',
    `The database has migration ${newer.name}, which is newer than this program. ` +
      'Run the newer program, or name another database in DATABASE_URL.',
  );
}

function other({ name }: Applied): SchemaRefused {
  return new SchemaRefused(
    'database-other',
    `Another version of this program made the database: its migration ${name} is not one of this program. ` +
      'Restore the ledger: name an empty database in DATABASE_URL, then run npm run operator -- migrate and npm run operator -- restore. ' +
      'Private entries, private documents and grants come back from a backup only: dump entries and grants from this database, ' +
      'and keep the folder of documents ' +
      '(docs/operate.md, Upgrade).',
  );
}

function foreign(tables: readonly string[]): SchemaRefused {
  return new SchemaRefused(
    'database-foreign',
    `The database contains tables of another program (${tables.slice(0, 3).join(', ')}${tables.length > 3 ? ', …' : ''}). ` +
      'Name an empty database in DATABASE_URL.',
  );
}

/** Why a program can't use a database: code → meaning and what to do. No other codes exist. */
export const SCHEMA_CODES = {
  'database-newer': 'A newer version of this program changed the database. Install that version.',
  'database-older':
    'The database has an older schema, and a service may not change it. Run npm run operator -- migrate.',
  'database-other':
    'Another version made the database. Back up what is private, then restore into an empty one: npm run operator -- restore (docs/operate.md, Upgrade).',
  'database-foreign':
    'The database contains tables of another program. Name an empty database in DATABASE_URL.',
} as const;

/** This program can't use the database; the message says what to do. */
export class SchemaRefused extends UserFacingError<keyof typeof SCHEMA_CODES> {
  override readonly name = 'SchemaRefused';
}
