import type { EventFilter } from '../events/event.ts';
import type { Queryable } from '../pool.ts';

/** A webhook that a process has for itself until its lease ends. */
export interface Turn {
  readonly id: string;
  /** Names the lease in each write. */
  readonly lease: string;
  readonly url: string;
  readonly filter: EventFilter;
  readonly position: number;
  readonly failures: number;
  /** Whether events are due; else only messages that are sent once. */
  readonly isDue: boolean;
  /** Encrypted: the secret, and the one before it while both sign. */
  readonly secrets: readonly Uint8Array[];
}

/** What a process may take. */
export interface TurnLimits {
  /** The position of the last event. */
  readonly end: number;
  /** Webhooks of one party that have a turn at the same time. */
  readonly ofParty: number;
  /** Seconds for which the lease holds unless it is renewed. */
  readonly seconds: number;
}

interface TurnRow extends Pick<Turn, 'id' | 'lease' | 'url' | 'filter' | 'position' | 'failures'> {
  readonly is_due: boolean;
  readonly secret: Buffer;
  readonly former: Buffer | null;
}

/** Takes the webhook that has waited for the longest time; returns null if none has anything to send. `lease` is a new UUID. */
export async function takeTurn(
  client: Queryable,
  lease: string,
  { end, ofParty, seconds }: TurnLimits,
): Promise<Turn | null> {
  const { rows } = await client.query<TurnRow>({
    name: 'webhook-turn',
    text: `update webhooks set lease = $1, leased_until = clock_timestamp() + $2 * interval '1 second'
     where id = (
       select c.id from webhooks c
       where (c.leased_until is null or c.leased_until < clock_timestamp())
         and ((c.state = 'active' and c.due_at <= clock_timestamp() and c.position < $3)
           or exists (select from webhook_messages m where m.webhook = c.id))
         and (select count(*) from webhooks o where o.party = c.party and o.leased_until >= clock_timestamp()) < $4
       order by c.due_at, c.id limit 1 for update skip locked)
     returning id, lease, url, filter, position, failures,
       state = 'active' and due_at <= clock_timestamp() and position < $3 as is_due,
       secret, case when former_until > clock_timestamp() then former_secret end as former`,
    values: [lease, seconds, end, ofParty],
  });
  const [row] = rows;
  if (row === undefined) return null;
  const { is_due: isDue, secret, former, ...rest } = row;
  return { ...rest, isDue, secrets: former === null ? [secret] : [secret, former] };
}

/** What a step of a turn changes. */
export interface Progress {
  readonly position: number;
  /** Attempts that failed in a row. */
  readonly failures: number;
  /** Seconds until the next attempt is due. */
  readonly pause: number;
  /** Seconds of failure after which the webhook gets nothing more. */
  readonly giveUpAfter: number;
  /** Whether the receiver answered that it is gone. */
  readonly isGone: boolean;
}

/** Stores the progress of a turn and renews its lease. Returns false if the turn has ended: the webhook is another's, or it was paused or deleted. */
export async function storeProgress(
  client: Queryable,
  { id, lease }: Turn,
  { position, failures, pause, giveUpAfter, isGone }: Progress,
  seconds: number,
): Promise<boolean> {
  const { rows } = await client.query<{ state: string }>({
    name: 'webhook-progress',
    text: `update webhooks set position = $3, failures = $4,
       failing_since = case when $4 = 0 then null else coalesce(failing_since, clock_timestamp()) end,
       due_at = clock_timestamp() + $5 * interval '1 second',
       leased_until = clock_timestamp() + $8 * interval '1 second',
       state = case when state <> 'active' then state when $7 then 'gone'
         when $4 > 0 and failing_since < clock_timestamp() - $6 * interval '1 second' then 'failed' else state end
     where id = $1 and lease = $2 returning state`,
    values: [id, lease, position, failures, pause, giveUpAfter, isGone, seconds],
  });
  return rows[0]?.state === 'active';
}

/** Ends a turn; the next one begins after `pause` seconds. Does nothing if the webhook is another's meanwhile. */
export async function endTurn(client: Queryable, { id, lease }: Turn, pause: number): Promise<void> {
  await client.query(
    `update webhooks set lease = null, leased_until = null,
       due_at = greatest(due_at, case when $3::float8 > 0 then clock_timestamp() + $3 * interval '1 second' end)
     where id = $1 and lease = $2`,
    [id, lease, pause],
  );
}
