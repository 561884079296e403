import type { Queryable } from '../pool.ts';

/**
 * Returns the time, in unix seconds, that the final block must reach so that nothing in the database waits any more; 0 if nothing waits
 * now. A waiting record or an unanchored batch needs a block of now. A window of a key or role that has opened or closed needs a block
 * after that time (§6). A chain that makes blocks on demand makes them up to this time.
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
