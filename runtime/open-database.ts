import type { Pool } from 'pg';
import { migrate } from '../db/migrate.ts';
import { openPool } from '../db/pool.ts';
import type { Log } from './log.ts';
import { StartupError } from './startup-error.ts';

/** Connections for the sealer and the anchorer, so that no load of HTTP keeps them waiting, and for HTTP. */
const WORK_CONNECTIONS = 6;
const HTTP_CONNECTIONS = 12;

/** The pools of a server, on a database of this program's schema. */
export interface ServerPools {
  readonly http: Pool;
  readonly work: Pool;
  end(): Promise<void>;
}

/**
 * Returns pools of connections to a database, which is brought to the schema of this program.
 * @throws StartupError `database-unreachable`, `database-refused`; SchemaRefused
 */
export async function openDatabase(url: string, log: Log): Promise<ServerPools> {
  const onError = (error: Error): void =>
    log.warn({ err: error }, 'A connection to the database broke; it is replaced.');
  const work = openPool(url, { max: WORK_CONNECTIONS, onError });
  try {
    await prepareDatabase(work, url);
  } catch (error) {
    await work.end();
    throw error;
  }
  const http = openPool(url, { max: HTTP_CONNECTIONS, onError });
  return {
    http,
    work,
    async end() {
      await Promise.all([http.end(), work.end()]);
    },
  };
}

/**
 * Brings the database of a pool to the schema of this program; `url` is its URL.
 * @throws StartupError `database-unreachable`, `database-refused`; SchemaRefused
 */
export async function prepareDatabase(pool: Pool, url: string): Promise<void> {
  await pool.query('select').catch((error: unknown) => {
    throw explainDatabase(error, url);
  });
  await migrate(pool);
}

/** The password in the URL is told to nobody. */
function explainDatabase(error: unknown, url: string): unknown {
  if (!(error instanceof Error)) return error;
  const { host, pathname, username } = new URL(url);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code.startsWith('28'))
    return new StartupError(
      'database-refused',
      `The database at ${host} refuses the user ${username}: mend user or password in DATABASE_URL.`,
      error,
    );
  if (code === '3D000')
    return new StartupError(
      'database-refused',
      `The database server at ${host} has no database ${pathname.slice(1)}: create it, or mend DATABASE_URL.`,
      error,
    );
  return new StartupError(
    'database-unreachable',
    `The database at ${host} does not answer (${code || error.message}): start PostgreSQL, or mend DATABASE_URL.`,
    error,
  );
}
