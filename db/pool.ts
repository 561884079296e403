import pg from 'pg';

/** Whatever can be asked a query: a pool, or one of its clients inside a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;

/** PostgreSQL's type numbers of bigint, alone and in arrays. */
const BIGINT = 20;
const BIGINT_ARRAY = 1016;

/** How long a query waits for a free connection, in milliseconds, before the database counts as not there. */
const CONNECTION_TIMEOUT = 30_000;

/** How a pool differs from the usual. */
export interface PoolOptions {
  /** The most connections at once. */
  readonly max?: number;
  /** Told of connections that broke while nobody used them; the pool replaces them by itself. */
  readonly onError?: (error: Error) => void;
}

/**
 * Returns a pool of connections to a database. Reads bigint as number (every uint64 of the ledger is at most 2^53−1) and bytea
 * as Buffer. Whoever opens it ends it.
 */
export function openPool(url: string, { max = 10, onError = () => {} }: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    types: ownTypes(),
    application_name: 'carbon-ledger',
  });
  pool.on('error', (error) => {
    // The driver hangs its whole client on it, with the key that cancels queries: a log has no use for that.
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
  if (!Number.isSafeInteger(value)) throw new RangeError(`the database holds ${text}, beyond ±(2^53−1)`);
  return value;
}

function parseBigintArray(text: string): number[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',').map(parseBigint);
}

/**
 * Returns what `run` returns, run in one transaction: committed when it returns, rolled back when it throws. A connection that
 * cannot even roll back is closed.
 */
export async function withTransaction<Out>(
  pool: pg.Pool,
  run: (client: pg.PoolClient) => Promise<Out>,
): Promise<Out> {
  const client = await pool.connect();
  // A connection that breaks also rejects the query under way: without a listener the event would end the process.
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
