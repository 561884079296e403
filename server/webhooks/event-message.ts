import type { LedgerEvent } from '../../db/events/event.ts';
import type { Message } from '../../db/webhooks/messages.ts';

/** The type of the message that a party sends to its own webhook. */
export const TEST_TYPE = 'webhook.test';

/** Returns what is sent of an event. `mark` names the order of events: positions of another order may have been given twice. */
export function messageOfEvent(mark: string, event: LedgerEvent): Message {
  return {
    message: `evt_${mark}_${event.position}`,
    type: event.type,
    body: formatBody(event.type, event.at, event),
  };
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
function formatBody(type: string, at: number, data: unknown): string {
  return JSON.stringify({ type, timestamp: new Date(at * 1000).toISOString(), data });
}
