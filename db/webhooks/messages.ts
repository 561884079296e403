import type { Queryable } from '../pool.ts';

/** What is sent to a receiver: its id is `webhook-id`, the same in every attempt. */
export interface Message {
  readonly message: string;
  /** The type of the event. */
  readonly type: string;
  /** JSON. */
  readonly body: string;
}

/** A message that is sent once, whatever becomes of it. */
export interface WaitingMessage extends Message {
  readonly id: number;
}

/** Lets a message be sent once to a webhook; returns false if `most` wait already. */
export async function storeMessage(
  client: Queryable,
  webhook: string,
  { message, type, body }: Message,
  most: number,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into webhook_messages (webhook, message, type, body)
     select $1, $2, $3, $4 where (select count(*) from webhook_messages where webhook = $1) < $5`,
    [webhook, message, type, body, most],
  );
  return rowCount === 1;
}

/** Returns the messages that wait for a webhook, the oldest first. */
export async function listMessages(client: Queryable, webhook: string): Promise<WaitingMessage[]> {
  const { rows } = await client.query<WaitingMessage>(
    'select id, message, type, body from webhook_messages where webhook = $1 order by id',
    [webhook],
  );
  return rows;
}

/** Deletes a message. Returns false if another process did. */
export async function deleteMessage(client: Queryable, { id }: WaitingMessage): Promise<boolean> {
  const { rowCount } = await client.query('delete from webhook_messages where id = $1', [id]);
  return rowCount === 1;
}
