import type { LedgerEvent } from '../../db/events/event.ts';
import type { Message } from '../../db/webhooks/messages.ts';
import { showEvent } from '../events/event-text.ts';

/** The type of the message that a party sends to its own webhook. */
export const TEST_TYPE = 'webhook.test';

/** Returns what is sent of an event: its id is its cursor in the order of events that `mark` names. */
export function messageOfEvent(mark: string, event: LedgerEvent): Message {
  const data = showEvent(mark, event);
  return { message: data.id, type: event.type, body: formatBody(event.type, event.at, data) };
}

/** Returns what is sent to try a webhook. `id` is a new UUID; `now` in unix seconds. */
export function messageOfTest(webhook: string, id: string, now: number): Message {
  return {
    message: `test_${id.replaceAll('-', '')}`,
    type: TEST_TYPE,
    body: formatBody(TEST_TYPE, now, { webhook }),
  };
}

/** Formats a body as Standard Webhooks recommends: the type, when it happened (RFC 3339), and what happened. */
function formatBody(type: string, at: number, data: object): string {
  return JSON.stringify({ type, timestamp: new Date(at * 1000).toISOString(), data });
}
