import type { Pool, PoolClient } from 'pg';

/** How a statement fails: it does not reach the server, it is executed but its answer is lost, or the connection breaks. */
export type Failure = 'before' | 'after' | 'disconnect';

/** A failure that a test injected. */
export class Injected extends Error {
  override readonly name = 'Injected';
}

/** A pool in which one statement fails. */
export interface FailingPool {
  readonly pool: Pool;
  /** Returns how many statements were sent. */
  count(): number;
}

/** Wraps a pool so that statement number `at` fails, counted from 1 over all connections. With 0 no statement fails. */
export function failAt(pool: Pool, at: number, failure: Failure): FailingPool {
  let count = 0;
  const query: Query = async (client, args) => {
    if (++count !== at) return run(client, args);
    if (failure === 'after') await run(client, args);
    if (failure === 'disconnect') await endBackend(pool, client);
    else throw new Injected(`statement ${at} fails`);
    return run(client, args);
  };
  return { pool: interposePool(pool, query), count: () => count };
}

/** Wraps a pool so that `meanwhile` runs once, as if by another process, after the first statement with these words. */
export function runAfter(pool: Pool, words: string, meanwhile: () => Promise<void>): Pool {
  let done = false;
  return interposePool(pool, async (client, args) => {
    const result = await run(client, args);
    if (!done && String(args[0]).includes(words)) {
      done = true;
      await meanwhile();
    }
    return result;
  });
}

/** Wraps a pool so that the names of the named statements are added to a list. */
export function listNames(pool: Pool, names: string[]): Pool {
  return interposePool(pool, (client, args) => {
    const [statement] = args as [{ name?: string }];
    if (statement.name !== undefined) names.push(statement.name);
    return run(client, args);
  });
}

/** Runs a statement in place of the client. */
type Query = (client: PoolClient, args: unknown[]) => Promise<unknown>;

/** Wraps a pool so that `query` runs each statement. */
export function interposePool(pool: Pool, query: Query): Pool {
  const connect = async (): Promise<PoolClient> => {
    const client = await pool.connect();
    return new Proxy(client, {
      get(target, name) {
        if (name === 'query') return (...args: unknown[]) => query(target, args);
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  };
  const direct = async (...args: unknown[]): Promise<unknown> => {
    const client = await connect();
    try {
      return await run(client, args);
    } finally {
      client.release();
    }
  };
  return { connect, query: direct } as unknown as Pool;
}

function run(client: PoolClient, args: unknown[]): Promise<unknown> {
  return (client.query as unknown as (...all: unknown[]) => Promise<unknown>).call(client, ...args);
}

async function endBackend(pool: Pool, client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  await pool.query('select pg_terminate_backend($1, 5000)', [rows[0]!.pid]);
}
