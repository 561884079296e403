import type { PoolClient } from 'pg';

/** In this order: the later ones are referred to by the ones before. */
const TABLES = ['transactions', 'heads', 'holders', 'batch_levels', 'batches'] as const;

/** Waits until nothing is stored that carries a batch, and keeps it so until the transaction ends; tells whether there is the batch. */
export async function lockBatch(client: PoolClient, number: number): Promise<boolean> {
  const { rowCount } = await client.query('select from batches where number = $1 for update', [number]);
  return rowCount === 1;
}

/**
 * Takes back a batch that can no longer be mined, and its successors (§9): their records wait again, in the order in which they
 * were accepted. Map nodes stay, since they are named by their content.
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
