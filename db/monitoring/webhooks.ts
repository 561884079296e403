import { WEBHOOK_STATES } from '../webhooks/webhooks.ts';
import type { Queryable } from '../pool.ts';

/** What an operator monitors of webhooks. */
export interface WebhookTotals {
  /** How many there are in each state. */
  readonly states: ReadonlyMap<string, number>;
  /** How many of the active ones failed at the last attempt. */
  readonly failing: number;
  /** Seconds for which the longest waiting one has had events to send and no process that sends them; 0 if none waits. */
  readonly waiting: number;
}

/** Reads the totals of webhooks. One waits from the time of its next event on, or from when its next attempt was due if that is later. */
export async function readWebhookTotals(client: Queryable): Promise<WebhookTotals> {
  const { rows } = await client.query<{
    states: Record<string, number> | null;
    failing: number;
    waiting: number;
  }>(
    `select (select json_object_agg(state, n) from (select state, count(*) as n from webhooks group by state) s) as states,
       count(*) filter (where w.failures > 0)::int as failing,
       coalesce(max(extract(epoch from clock_timestamp() - greatest(w.due_at, to_timestamp(next.at)))) filter (
         where next.at is not null and (w.leased_until is null or w.leased_until < clock_timestamp())), 0)::float8 as waiting
     from webhooks w
     left join lateral (select at from events e where e.position > w.position order by e.position limit 1) next on true
     where w.state = 'active'`,
  );
  const { states, failing, waiting } = rows[0]!;
  return {
    states: new Map(WEBHOOK_STATES.map((state) => [state, states?.[state] ?? 0])),
    failing,
    waiting: Math.max(0, waiting),
  };
}
