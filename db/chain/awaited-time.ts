import type { Queryable } from '../pool.ts';

/**
 * Returns the time, in unix seconds, which the final block must reach for what waits in the database to continue; 0 when nothing
 * waits. A record that waits, and a batch that is not anchored, need the present. The window of a key or a role that opened or
 * closed at a time counts once the final block is later (§6). A chain that makes blocks on demand makes them by this.
 */
export async function readAwaitedTime(client: Queryable, now: number): Promise<number> {
  const { rows } = await client.query<{ awaited: number }>(
    `select case
       when exists (select from waiting_records)
         or (select max(number) from batches) > coalesce((select max(number) from anchors), 0) then $1
       else (
         select coalesce(max(edge), 0)
         from (
           select max(valid_from) + 1 as edge from window_openings where valid_from <= $1
           union all
           select max(valid_until) + 1 from window_closings where valid_until <= $1
         ) as edges
       )
     end::bigint as awaited`,
    [now],
  );
  return rows[0]!.awaited;
}
