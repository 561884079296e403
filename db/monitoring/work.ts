import type { Queryable } from '../pool.ts';

/** What an operator monitors of work on pools. */
export interface WorkTotals {
  /** Pieces of work that are open. */
  readonly open: number;
  /** Units of open work that pools have yet to compute. */
  readonly units: number;
  /** Units of open work that pools gave up. */
  readonly dead: number;
  /** Seconds since a pool with open work last took a unit, of the pool where that is longest ago; 0 if none has any. */
  readonly waiting: number;
  /** Seconds since the oldest work ended whose results are not deleted yet; 0 if there is none. */
  readonly ended: number;
}

/** Reads the totals of work. What is read grows with the pieces of open work, not with their units. */
export async function readWorkTotals(client: Queryable): Promise<WorkTotals> {
  const { rows } = await client.query<WorkTotals>(
    `select count(distinct l.work)::int as open, coalesce(sum(l.units - l.done - l.dead), 0)::bigint as units,
       coalesce(sum(l.dead), 0)::bigint as dead,
       coalesce(max(extract(epoch from now() - greatest(l.created_at, t.served_at)))
         filter (where l.done + l.dead < l.units), 0)::float8 as waiting,
       coalesce((select extract(epoch from now() - ended_at) from works
         where state <> 'open' and not is_empty order by ended_at limit 1), 0)::float8 as ended
     from work_lines l join work_turns t on t.pool = l.pool and t.party = l.party where l.is_open`,
  );
  return rows[0]!;
}
