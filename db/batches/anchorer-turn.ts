import type { Pool, PoolClient } from 'pg';
import { tryAnchorLock } from '../locks.ts';
import { checkAlive, type Queryable, withTransaction } from '../pool.ts';

/** A turn of the process that anchors. Its token names it in each write; a later turn of another process has a greater one. */
export interface Turn {
  readonly token: number;
}

/** Milliseconds between two signs of life of the session that holds the lock. */
const HEARTBEAT = 2_000;
/** Milliseconds without a sign of life after which the database ends that session, so that another process gets the lock. */
const SILENCE = 8_000;

/**
 * Runs `run` in a turn of this process to anchor; returns null if another process has it. A transaction holds the lock and does nothing
 * else: what `run` writes is committed on its own, and names the turn. A process that crashed loses the lock at once, one that is stopped or
 * cut off after eight seconds. Should it continue, another may have the turn, and its writes do nothing.
 * @throws what `run` throws; an error of the database if the lock was lost meanwhile
 */
export async function withTurn<Out>(
  pool: Pool,
  worker: string,
  run: (turn: Turn) => Promise<Out>,
): Promise<Out | null> {
  return withTransaction(pool, async (lock) => {
    if (!(await tryAnchorLock(lock))) return null;
    await lock.query(`set local idle_in_transaction_session_timeout = ${SILENCE}`);
    return whileAlive(lock, async () => run(await takeTurn(pool, worker)));
  });
}

async function whileAlive<Out>(lock: PoolClient, run: () => Promise<Out>): Promise<Out> {
  let isBeating = false;
  let beating = Promise.resolve();
  const beat = (): void => {
    if (isBeating) return;
    isBeating = true;
    beating = checkAlive(lock)
      .catch(() => {})
      .finally(() => (isBeating = false));
  };
  const timer = setInterval(beat, HEARTBEAT);
  try {
    return await run();
  } finally {
    clearInterval(timer);
    await beating;
  }
}

/** The token is raised only if another process had the last turn, so that a ledger at rest writes nothing. */
async function takeTurn(pool: Pool, worker: string): Promise<Turn> {
  const { rows } = await pool.query<Turn>(
    `with taken as (
       insert into anchorer_turn (worker, token) values ($1, 1) on conflict (is_only)
       do update set worker = excluded.worker, token = anchorer_turn.token + 1 where anchorer_turn.worker <> excluded.worker
       returning token)
     select token from taken union all select token from anchorer_turn where worker = $1 and not exists (select from taken)`,
    [worker],
  );
  return rows[0]!;
}

/** Tells whether this process had the last turn. */
export async function hadLastTurn(client: Queryable, worker: string): Promise<boolean> {
  const { rowCount } = await client.query('select from anchorer_turn where worker = $1', [worker]);
  return rowCount === 1;
}

/** Tells whether it is still this turn. In a transaction no other begins before that ends. */
export async function isTurn(client: Queryable, { token }: Turn): Promise<boolean> {
  const { rowCount } = await client.query('select from anchorer_turn where token = $1 for share', [token]);
  return rowCount === 1;
}
