import type { Pool } from 'pg';
import { migrate } from '../db/migrate.ts';
import { openPool, type PoolOptions } from '../db/pool.ts';
import type { Log } from './log.ts';
import { openRepeats } from './repeats.ts';
import { StartupError } from './startup-error.ts';

/** How a program uses its database. */
export interface DatabaseUse extends Pick<PoolOptions, 'max' | 'limits'> {
  /** Where a broken connection is reported. */
  readonly log: Pick<Log, 'warn'>;
}

/** Returns a pool that connects to the database at `url` when it is first used. The caller ends the pool. */
export function openLoggedPool(url: string, { log, ...limits }: DatabaseUse): Pool {
  const isNews = openRepeats();
  const onError = (error: Error): void => {
    if (isNews(String(error)))
      log.warn({ err: error }, 'A connection to the database broke; it is replaced.');
  };
  return openPool(url, { ...limits, onError });
}

/**
 * Reaches the database at `url` and migrates it to the schema of this program.
 * @throws StartupError `database-unreachable`, `database-refused`; SchemaRefused
 */
export async function prepareDatabase(url: string, { log }: Pick<DatabaseUse, 'log'>): Promise<void> {
  // Without limits: migrations take as long as they need.
  const pool = openLoggedPool(url, { max: 1, log });
  try {
    await pool.query('select').catch((error: unknown) => {
      throw explainFailure(error, url);
    });
    await migrate(pool);
  } finally {
    await pool.end();
  }
}

/**
 * Returns a pool of connections to the database at `url`, migrated to the schema of this program. The caller ends the pool.
 * @throws StartupError `database-unreachable`, `database-refused`; SchemaRefused
 */
export async function openDatabase(url: string, use: DatabaseUse): Promise<Pool> {
  await prepareDatabase(url, use);
  return openLoggedPool(url, use);
}

/** PostgreSQL's class of codes for a login that failed, and its code for a database that does not exist. */
const LOGIN_FAILED = '28';
const NO_DATABASE = '3D000';

/** The message never contains the password, which is part of the URL. */
function explainFailure(error: unknown, url: string): unknown {
  if (!(error instanceof Error)) return error;
  const { host, pathname, username } = new URL(url);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code.startsWith(LOGIN_FAILED))
    return new StartupError(
      'database-refused',
      `The database at ${host} refused the login of user "${username}". Correct user or password in DATABASE_URL.`,
      error,
    );
  if (code === NO_DATABASE)
    return new StartupError(
      'database-refused',
      `The PostgreSQL server at ${host} has no database "${pathname.slice(1)}". Create it, or correct DATABASE_URL.`,
      error,
    );
  return new StartupError(
    'database-unreachable',
    `The database at ${host} does not answer (${code || error.message}). Start PostgreSQL, or correct DATABASE_URL.`,
    error,
  );
}
