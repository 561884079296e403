import type { Queryable } from '../pool.ts';
import type { Message } from './messages.ts';

/** One attempt to deliver. */
export interface Attempt extends Message {
  readonly id: number;
  /** Unix seconds. */
  readonly attemptedAt: number;
  readonly milliseconds: number;
  /** The status of HTTP; null without an answer. */
  readonly status: number | null;
  readonly error: string | null;
  /** The beginning of the body of the answer. */
  readonly answer: string;
}

interface AttemptRow extends Omit<Attempt, 'attemptedAt'> {
  readonly attempted_at: number;
}

const COLUMNS = `id, message, type, body, extract(epoch from attempted_at)::bigint as attempted_at,
  milliseconds, status, error, answer`;

function attemptOfRow({ attempted_at: attemptedAt, ...rest }: AttemptRow): Attempt {
  return { ...rest, attemptedAt };
}

/** Stores an attempt in the log of a webhook, unless that was deleted meanwhile. */
export async function storeAttempt(
  client: Queryable,
  webhook: string,
  { message, type, body, attemptedAt, milliseconds, status, error, answer }: Omit<Attempt, 'id'>,
): Promise<void> {
  await client.query({
    name: 'webhook-attempt',
    text: `insert into webhook_attempts (webhook, message, type, body, attempted_at, milliseconds, status, error, answer)
     select id, $2, $3, $4, to_timestamp($5), $6, $7, $8, $9 from webhooks where id = $1 for key share`,
    values: [webhook, message, type, body, attemptedAt, milliseconds, status, error, answer],
  });
}

/** Returns attempts with an id below `before`, the last first: at most `limit`. */
export async function listAttempts(
  client: Queryable,
  webhook: string,
  before: number,
  limit: number,
): Promise<Attempt[]> {
  const { rows } = await client.query<AttemptRow>(
    `select ${COLUMNS} from webhook_attempts where webhook = $1 and id < $2 order by id desc limit $3`,
    [webhook, before, limit],
  );
  return rows.map(attemptOfRow);
}

/** Returns an attempt of a webhook, null if its log has none with this id. */
export async function findAttempt(client: Queryable, webhook: string, id: number): Promise<Attempt | null> {
  const { rows } = await client.query<AttemptRow>(
    `select ${COLUMNS} from webhook_attempts where webhook = $1 and id = $2`,
    [webhook, id],
  );
  return rows[0] === undefined ? null : attemptOfRow(rows[0]);
}

/** Forgets all but the last attempts of a webhook. */
export async function keepLastAttempts(client: Queryable, webhook: string, most: number): Promise<void> {
  await client.query(
    `delete from webhook_attempts where webhook = $1 and id <= (
       select id from webhook_attempts where webhook = $1 order by id desc offset $2 limit 1)`,
    [webhook, most],
  );
}

/** Forgets attempts of before a time (unix seconds): at most `limit` in one call. Returns how many. */
export async function forgetAttempts(client: Queryable, before: number, limit: number): Promise<number> {
  const { rowCount } = await client.query(
    `delete from webhook_attempts where id in (
       select id from webhook_attempts where attempted_at < to_timestamp($1) limit $2)`,
    [before, limit],
  );
  return rowCount ?? 0;
}
