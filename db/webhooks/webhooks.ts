import type { Hex } from '../../core/encoding/hex.ts';
import type { EventFilter } from '../events/event.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** Whether a webhook gets events: paused by its party, failed after days without success, gone because its receiver said so. */
export const WEBHOOK_STATES = ['active', 'paused', 'failed', 'gone'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** A URL to which a party has events sent. Times in unix seconds. */
export interface Webhook {
  readonly id: string;
  readonly party: Hex;
  readonly url: string;
  readonly filter: EventFilter;
  readonly state: WebhookState;
  readonly createdAt: number;
  /** Events up to this position were delivered or left out. */
  readonly position: number;
  /** Attempts that failed in a row. */
  readonly failures: number;
  readonly failingSince: number | null;
  /** When the next attempt is due after a failure; null without one. */
  readonly retryAt: number | null;
  /** Until when the secret before the last rotation signs too; null if it does not. */
  readonly formerSecretUntil: number | null;
}

interface WebhookRow {
  readonly id: string;
  readonly party: Buffer;
  readonly url: string;
  readonly filter: EventFilter;
  readonly state: WebhookState;
  readonly created_at: number;
  readonly position: number;
  readonly failures: number;
  readonly failing_since: number | null;
  readonly retry_at: number | null;
  readonly former_until: number | null;
}

const COLUMNS = `id, party, url, filter, state, position, failures,
  extract(epoch from created_at)::bigint as created_at, extract(epoch from failing_since)::bigint as failing_since,
  case when failures > 0 and state = 'active' then extract(epoch from due_at)::bigint end as retry_at,
  case when former_until > clock_timestamp() then extract(epoch from former_until)::bigint end as former_until`;

function webhookOfRow(row: WebhookRow): Webhook {
  return {
    ...{ id: row.id, party: fromBytea(row.party), url: row.url, filter: row.filter, state: row.state },
    ...{ createdAt: row.created_at, position: row.position, failures: row.failures },
    ...{ failingSince: row.failing_since, retryAt: row.retry_at, formerSecretUntil: row.former_until },
  };
}

/** A webhook to store. `secret` is encrypted. */
export interface NewWebhook extends Pick<Webhook, 'id' | 'party' | 'url' | 'filter' | 'position'> {
  readonly secret: Uint8Array;
}

/** Stores a webhook, if its party has fewer than `most`; returns null if it has not. The caller has locked the party's webhooks. */
export async function storeWebhook(
  client: Queryable,
  { id, party, url, filter, secret, position }: NewWebhook,
  most: number,
): Promise<Webhook | null> {
  const { rows } = await client.query<WebhookRow>(
    `insert into webhooks (id, party, url, filter, secret, position)
     select $1, $2, $3, $4, $5, $6 where (select count(*) from webhooks where party = $2) < $7 returning ${COLUMNS}`,
    [id, toBytea(party), url, JSON.stringify(filter), secret, position, most],
  );
  return rows[0] === undefined ? null : webhookOfRow(rows[0]);
}

/** Returns the webhooks of parties whose id is above `after`, by id: at most `limit`. */
export async function listWebhooks(
  client: Queryable,
  parties: readonly Hex[],
  after: string,
  limit: number,
): Promise<Webhook[]> {
  const { rows } = await client.query<WebhookRow>(
    `select ${COLUMNS} from webhooks where party = any($1) and id > $2 order by id limit $3`,
    [parties.map(toBytea), after, limit],
  );
  return rows.map(webhookOfRow);
}

/** Returns a webhook of one of the parties, null if they have none with this id. */
export async function findWebhook(
  client: Queryable,
  id: string,
  parties: readonly Hex[],
): Promise<Webhook | null> {
  const { rows } = await client.query<WebhookRow>(
    `select ${COLUMNS} from webhooks where id = $1 and party = any($2)`,
    [id, parties.map(toBytea)],
  );
  return rows[0] === undefined ? null : webhookOfRow(rows[0]);
}

/** Deletes a webhook with its log. */
export async function deleteWebhook(client: Queryable, id: string): Promise<void> {
  await client.query('delete from webhooks where id = $1', [id]);
}

/** Pauses a webhook, or makes it active: then its next attempt is due at once, and what failed before is forgotten. */
export async function setWebhookState(
  client: Queryable,
  id: string,
  state: 'active' | 'paused',
): Promise<Webhook | null> {
  const { rows } = await client.query<WebhookRow>(
    `update webhooks set state = $2, failures = 0, failing_since = null, due_at = clock_timestamp()
     where id = $1 returning ${COLUMNS}`,
    [id, state],
  );
  return rows[0] === undefined ? null : webhookOfRow(rows[0]);
}

/** Replaces the secret of a webhook by another one (encrypted). The one before signs too for `seconds`. */
export async function rotateSecret(
  client: Queryable,
  id: string,
  secret: Uint8Array,
  seconds: number,
): Promise<Webhook | null> {
  const { rows } = await client.query<WebhookRow>(
    `update webhooks set former_secret = secret, former_until = clock_timestamp() + $3 * interval '1 second', secret = $2
     where id = $1 returning ${COLUMNS}`,
    [id, secret, seconds],
  );
  return rows[0] === undefined ? null : webhookOfRow(rows[0]);
}
