import type { Queryable } from '../pool.ts';

/** Cancels work that has been open for longer than `seconds`: nobody waits for it any more. Returns how many pieces; at most `limit`. */
export async function cancelOldWork(client: Queryable, seconds: number, limit: number): Promise<number> {
  const { rowCount } = await client.query(
    `with old as (
       select id from works where state = 'open' and created_at < now() - $1 * interval '1 second'
       order by created_at limit $2 for update skip locked),
     ended as (
       update works set state = 'cancelled', ended_at = clock_timestamp() where id in (select id from old) returning id),
     closed as (update work_lines set is_open = false where work in (select id from ended))
     select id from ended`,
    [seconds, limit],
  );
  return rowCount ?? 0;
}

/** Deletes what is left of work that has ended, in pieces of `limit` rows. Returns whether more may be left. */
export async function emptyEndedWork(client: Queryable, limit: number): Promise<boolean> {
  const { rows } = await client.query<{ id: string }>(
    `select id from works where state <> 'open' and not is_empty order by ended_at limit 1 for update skip locked`,
  );
  const id = rows[0]?.id;
  if (id === undefined) return false;
  let deleted = 0;
  for (const table of ['work_bytes', 'work_results', 'work_leases']) {
    const { rowCount } = await client.query(
      `delete from ${table} where ctid = any (array(select ctid from ${table} where work = $1 limit $2))`,
      [id, limit],
    );
    deleted = Math.max(deleted, rowCount ?? 0);
  }
  if (deleted < limit) await client.query('update works set is_empty = true where id = $1', [id]);
  return true;
}

/** Forgets work that ended more than `seconds` ago. Returns how many pieces; at most `limit`. */
export async function forgetWork(client: Queryable, seconds: number, limit: number): Promise<number> {
  const { rowCount } = await client.query(
    `delete from works where id in (
       select id from works where state <> 'open' and is_empty and ended_at < now() - $1 * interval '1 second'
       order by ended_at limit $2)`,
    [seconds, limit],
  );
  return rowCount ?? 0;
}
