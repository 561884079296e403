import type { Pool, PoolClient } from 'pg';
import { type Queryable, withTransaction } from '../../db/pool.ts';
import { HttpError } from '../errors/http-error.ts';
import { Gate, type Visitor } from './gate.ts';

/** Reads that can take long. They have connections of their own, so that no other request waits for them. */
export interface SlowReads {
  /**
   * Runs `work` in one snapshot of the database; clients take turns. When the signal is aborted, the statement that runs is cancelled, and no
   * other one begins.
   * @throws HttpError `overloaded` if too many wait already, `unavailable` if a statement takes too long; the reason of the signal
   */
  run<Out>(visitor: Visitor, work: (client: Queryable) => Promise<Out>): Promise<Out>;
}

/** Work stops by itself long before: this is for a database that is overloaded. */
const STATEMENT_TIMEOUT = 10_000;
/** Reads that may wait for a connection. */
const MOST_WAITING = 24;
/** PostgreSQL's code for a statement that was cancelled. */
const CANCELLED = '57014';

/** Limits of slow reads. */
export interface SlowLimits {
  /** Reads at the same time: each needs a connection of the pool. */
  readonly atOnce: number;
  /** Milliseconds after which a statement is cancelled. */
  readonly timeout?: number;
}

/** Opens slow reads on a pool of their own. Statements are cancelled through a connection of the other pool. */
export function openSlowReads(
  pool: Pool,
  others: Pool,
  { atOnce, timeout = STATEMENT_TIMEOUT }: SlowLimits,
): SlowReads {
  const gate = new Gate({ atOnce, waiting: MOST_WAITING });
  return {
    async run(visitor, work) {
      const { signal } = visitor;
      const leave = await gate.enter(visitor);
      try {
        return await withTransaction(pool, async (client) => {
          const pid = await beginRead(client, timeout);
          return cancelOnLeave(others, pid, signal, () => work(watch(client, signal)));
        });
      } catch (error) {
        throw explainFailure(error, signal, timeout);
      } finally {
        leave();
      }
    },
  };
}

/** Makes a transaction read one snapshot, and limits the time of its statements. Returns the process in the database that runs them. */
async function beginRead(client: PoolClient, timeout: number): Promise<number> {
  await client.query('set transaction isolation level repeatable read, read only');
  const { rows } = await client.query<{ pid: number }>(
    `select pg_backend_pid() as pid, set_config('statement_timeout', $1, true)`,
    [String(timeout)],
  );
  return rows[0]!.pid;
}

/** Runs `work`, and cancels the statement of a process in the database when the signal is aborted. */
async function cancelOnLeave<Out>(
  others: Pool,
  pid: number,
  signal: AbortSignal,
  work: () => Promise<Out>,
): Promise<Out> {
  let cancelling: Promise<unknown> = Promise.resolve();
  const cancel = (): void => {
    // If this fails, the statement ends by its timeout.
    cancelling = others.query('select pg_cancel_backend($1)', [pid]).catch(() => null);
  };
  signal.addEventListener('abort', cancel);
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', cancel);
    // The cancellation must not meet a later statement of the same process.
    await cancelling;
  }
}

/** Returns a client that begins no statement once the signal is aborted. */
function watch(client: PoolClient, signal: AbortSignal): Queryable {
  const query = (...args: unknown[]): unknown => {
    signal.throwIfAborted();
    return Reflect.apply(client.query, client, args);
  };
  return { query } as Queryable;
}

function explainFailure(error: unknown, signal: AbortSignal, timeout: number): unknown {
  if (signal.aborted) return signal.reason;
  if (!(error instanceof Error && 'code' in error && error.code === CANCELLED)) return error;
  return new HttpError(
    'unavailable',
    `the database did not answer within ${timeout / 1000} seconds`,
    {},
    error,
  );
}
