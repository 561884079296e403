import type { Pool } from 'pg';
import { type Turn, withTurn } from '../../db/batches/anchorer-turn.ts';

/** Begins a turn to anchor, as a process that ends it at once does. Its token stays valid until another process begins one. */
export async function beginTurn(pool: Pool, worker = 'anchorer'): Promise<Turn> {
  const turn = await withTurn(pool, worker, (taken) => Promise.resolve(taken));
  if (turn === null) throw new Error('another process anchors');
  return turn;
}

/** Returns the turn of the process that anchors. */
export async function currentTurn(pool: Pool): Promise<Turn> {
  return (await pool.query<Turn>('select token from anchorer_turn')).rows[0]!;
}
