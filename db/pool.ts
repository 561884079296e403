import pg from 'pg';

/** Runs queries: a pool, or one of its clients inside a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;

/** PostgreSQL's type numbers for bigint and for arrays of it. */
const BIGINT = 20;
const BIGINT_ARRAY = 1016;

/** How long a session of the database may take, in milliseconds. What takes longer fails, so that a silent path or a locked table holds nothing up for ever. */
export interface SessionLimits {
  /** For one statement; null for as long as it needs. */
  readonly statement: number | null;
  /** For the wait for a lock that another session holds. */
  readonly lock: number;
  /** For a free connection, or a new one. */
  readonly connect: number;
  /** Between two statements of a transaction. After it the database ends the session, which frees its locks. */
  readonly pause: number;
}

/** The limits of each kind of process (docs/decisions/0024). */
export const SESSION_LIMITS = {
  /** Requests of clients. */
  http: { connect: 10_000, statement: 10_000, lock: 3_000, pause: 8_000 },
  /** Requests for which much is read. */
  slow: { connect: 10_000, statement: 10_000, lock: 3_000, pause: 8_000 },
  /** Sealer, anchorer and indexer. `pause` is most of the time until a stand-by takes over from one that is cut off or stopped. */
  work: { connect: 10_000, statement: 30_000, lock: 5_000, pause: 8_000 },
  /** Commands of the operator, which recompute whole batches between two statements. */
  operator: { connect: 10_000, statement: null, lock: 60_000, pause: 600_000 },
  /** The check behind /readyz. */
  ready: { connect: 2_000, statement: 2_000, lock: 2_000, pause: 2_000 },
  /** What is read for /metrics, one statement after the other. */
  metrics: { connect: 2_000, statement: 3_000, lock: 500, pause: 2_000 },
} as const satisfies Record<string, SessionLimits>;

/** Milliseconds after which the database ends a session without a transaction. The pool closes its own idle ones long before. */
const IDLE_SESSION = 60_000;
/** Milliseconds after which the database gives up a connection whose other end takes no data. */
const UNACKNOWLEDGED = 10_000;
/** Milliseconds for which a statement is waited for beyond its limit: the path to the database is silent then. */
const SILENCE = 2_000;
/** Milliseconds for an answer that takes no work. Without one, the path is silent. */
const SHORT = 5_000;
/** Milliseconds of silence after which an idle connection is probed. */
const KEEP_ALIVE = 5_000;

/** Of a pool without limits. */
const NO_LIMITS = { connect: 30_000 } as const;

/** Options of a pool. */
export interface PoolOptions {
  /** The highest number of connections at once. */
  readonly max?: number;
  /** Without them, statements and transactions may take as long as they like. */
  readonly limits?: SessionLimits;
  /** Called when an idle connection breaks. The pool replaces it by itself. */
  readonly onError?: (error: Error) => void;
}

/**
 * Returns a pool of connections to a database. Reads bigint as number (no uint64 of the ledger exceeds 2^53−1) and bytea
 * as Buffer. The caller ends the pool.
 */
export function openPool(url: string, { max = 10, limits, onError = () => {} }: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE,
    ...(limits === undefined ? {} : configure(limits)),
    connectionTimeoutMillis: limits?.connect ?? NO_LIMITS.connect,
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

function configure({ statement, lock, pause }: SessionLimits): pg.PoolConfig {
  const settings = {
    idle_session_timeout: IDLE_SESSION,
    tcp_user_timeout: UNACKNOWLEDGED,
    tcp_keepalives_idle: KEEP_ALIVE / 1000,
    tcp_keepalives_interval: 2,
    tcp_keepalives_count: 3,
  };
  return {
    ...(statement === null ? {} : { statement_timeout: statement, query_timeout: statement + SILENCE }),
    lock_timeout: lock,
    idle_in_transaction_session_timeout: pause,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  };
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

/** A statement that takes no work, with the time for its answer: the driver knows this member, its types do not. */
function ask(text: string): pg.QueryConfig & { readonly query_timeout: number } {
  return { text, query_timeout: SHORT };
}

/** Asks for a sign of life. @throws an error of the driver when there is none within seconds, and its connection must be closed */
export async function checkAlive(client: pg.PoolClient): Promise<void> {
  await client.query(ask('select'));
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
      .query(ask('rollback'))
      .catch((cause: unknown) => (broken = cause instanceof Error ? cause : new Error(String(cause))));
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}
