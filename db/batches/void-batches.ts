import type { PoolClient } from 'pg';

/** Rows are deleted in this order, since earlier tables refer to later ones. */
const TABLES = ['transactions', 'heads', 'holders', 'batch_levels', 'batches'] as const;

/** Locks a batch until the database transaction ends, so that no chain transaction is stored for it meanwhile. Returns whether the batch exists. */
export async function lockBatch(client: PoolClient, number: number): Promise<boolean> {
  const { rowCount } = await client.query('select from batches where number = $1 for update', [number]);
  return rowCount === 1;
}

/**
 * Voids a batch that can no longer be anchored, and all later ones (§9). Their records wait again, in the order of acceptance. Map
 * nodes are not deleted: a hash identifies them, so other batches can use them.
 */
export async function voidBatches(client: PoolClient, first: number): Promise<void> {
  await client.query(
    `with freed as (delete from sealed_records where batch >= $1 returning record)
     insert into waiting_records (arrival, record, accepted_at)
     select r.arrival, r.id, r.accepted_at from freed join records r on r.id = freed.record`,
    [first],
  );
  for (const table of TABLES) await client.query(`delete from ${table} where number >= $1`, [first]);
}
