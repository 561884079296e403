import pg from 'pg';

/** Runs queries: a pool, or one of its clients inside a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;

/** PostgreSQL's type numbers for bigint and for arrays of it. */
const BIGINT = 20;
const BIGINT_ARRAY = 1016;

/** Milliseconds that a query waits for a free connection before it fails. */
const CONNECTION_TIMEOUT = 30_000;

/** Options of a pool. */
export interface PoolOptions {
  /** The highest number of connections at once. */
  readonly max?: number;
  /** Milliseconds after which connecting, or a query, fails. Without it connecting has the usual limit, and a query none. */
  readonly deadline?: number;
  /** Called when an idle connection breaks. The pool replaces it by itself. */
  readonly onError?: (error: Error) => void;
}

/**
 * Returns a pool of connections to a database. Reads bigint as number (no uint64 of the ledger exceeds 2^53−1) and bytea
 * as Buffer. The caller ends the pool.
 */
export function openPool(url: string, { max = 10, deadline, onError = () => {} }: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: deadline ?? CONNECTION_TIMEOUT,
    ...(deadline === undefined ? {} : { query_timeout: deadline, statement_timeout: deadline }),
    types: ownTypes(),
    application_name: 'carbon-ledger',
  });
  pool.on('error', (error) => {
    // The driver attaches its whole client. That has the key that cancels queries, which must not be logged.
    Reflect.deleteProperty(error, 'client');
    onError(error);
  });
  return pool;
}

function ownTypes(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(BIGINT, parseBigint);
  types.setTypeParser(BIGINT_ARRAY, parseBigintArray);
  return types;
}

function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`expected an integer within ±(2^53−1), got ${text} from the database`);
  return value;
}

function parseBigintArray(text: string): number[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',').map(parseBigint);
}

/**
 * Runs `run` in one transaction and returns its result. The transaction is committed when `run` returns, and rolled back when it
 * throws. A connection that can't roll back is closed.
 */
export async function withTransaction<Out>(
  pool: pg.Pool,
  run: (client: pg.PoolClient) => Promise<Out>,
): Promise<Out> {
  const client = await pool.connect();
  // A broken connection also rejects its current query. Without a listener, the event would end the process.
  const ignore = (): void => {};
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await run(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client
      .query('rollback')
      .catch((cause: unknown) => (broken = cause instanceof Error ? cause : new Error(String(cause))));
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}
