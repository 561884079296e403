import type { Hex } from '../../../core/encoding/hex.ts';
import type { Example } from '../../../server/http/openapi.ts';
import { messageOfEvent, messageOfTest } from '../../../server/webhooks/event-message.ts';
import { formatSecret } from '../../../server/webhooks/webhook-signature.ts';

const ID = '3f0d1c2b-7a65-4e98-b8d1-5c4b3a291807';
const TEST_ID = '9a1c7e42-0b3d-4f68-8d25-6e7f80a1b2c3';
const SECRET = formatSecret(new TextEncoder().encode('an example of 32 random bytes ..'));
const URL = 'https://example.org/hooks/carbon-ledger';

/** Returns the examples of the routes of webhooks, with an id and a secret that are not random. `record` is meant for `party`. */
export function exampleWebhooks(
  party: Hex,
  record: { readonly id: Hex; readonly party: Hex; readonly stream: Hex },
  now: number,
): Record<string, Example> {
  const webhook = {
    ...{ id: ID, party, url: URL, types: ['record.accepted', 'record.rejected'], kinds: null, parties: null },
    ...{ addressees: [party], state: 'active', createdAt: now, failures: 0 },
    ...{ failingSince: null, retryAt: null, formerSecretUntil: null },
  };
  const event = messageOfEvent('5e0c7d1a', {
    ...{ position: 42, at: now, type: 'record.accepted' },
    record: {
      ...{ ...record, kind: 'disclosure', subject: 'exchange/2023', sequence: 1 },
      ...{ change: null, opinion: null, outcome: null, answers: null, addressees: [party] },
    },
  });
  const attempt = {
    ...{ id: 7, ...event, attemptedAt: now + 1, milliseconds: 85 },
    ...{ status: 204, error: null, answer: '' },
  };
  const params = { id: ID };
  return {
    addWebhook: { body: { url: URL }, answers: { 201: { ...webhook, secret: SECRET } } },
    listWebhooks: { answers: { 200: { items: [webhook], next: null } } },
    readWebhook: { params, answers: { 200: webhook } },
    removeWebhook: { params, answers: {} },
    changeWebhookState: {
      params,
      body: { state: 'paused' },
      answers: { 200: { ...webhook, state: 'paused' } },
    },
    rotateWebhookSecret: {
      params,
      answers: { 200: { ...webhook, formerSecretUntil: now + 86_400, secret: SECRET } },
    },
    testWebhook: { params, answers: { 202: { message: messageOfTest(ID, TEST_ID, now).message } } },
    listWebhookAttempts: { params, answers: { 200: { items: [attempt], next: null } } },
    repeatWebhookAttempt: {
      params: { ...params, attempt: '7' },
      answers: { 202: { message: event.message } },
    },
  };
}
