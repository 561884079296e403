import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { MAX_UINT } from '../../../core/encoding/schema.ts';
import { findAttempt, listAttempts } from '../../../db/webhooks/attempts.ts';
import { type Message, storeMessage } from '../../../db/webhooks/messages.ts';
import type { Queryable } from '../../../db/pool.ts';
import { HttpError } from '../../errors/http-error.ts';
import { messageOfTest } from '../../webhooks/event-message.ts';
import { chooseLimit, cutPage, pageQuery, pageSchema, parseCursor } from '../page.ts';
import { defineRoute } from '../route.ts';
import { requireWebhook, WEBHOOK_REFUSALS } from './webhook-access.ts';
import { attemptParams, sentMessageSchema, webhookAttemptSchema, webhookParams } from './webhook-schemas.ts';

const TAG = 'Webhooks';

/** Messages that may wait for one webhook. */
const MOST_WAITING = 20;

/** Attempts on a page at most: each has what was sent. */
const MOST_SHOWN = 100;

async function sendOnce(client: Queryable, webhook: string, message: Message): Promise<{ message: string }> {
  if (!(await storeMessage(client, webhook, message, MOST_WAITING)))
    throw new HttpError('webhook-busy', `${MOST_WAITING} messages wait for this webhook`, {
      limit: MOST_WAITING,
    });
  return { message: message.message };
}

export const testWebhook = defineRoute({
  operation: 'testWebhook',
  method: 'post',
  path: '/v1/webhooks/{id}/test',
  tag: TAG,
  summary: 'Send a test event',
  description:
    'Sends an event of the type `webhook.test` once, also while the webhook is paused. The log shows what the receiver answered.',
  session: 'required',
  params: webhookParams,
  answers: { 202: 'It will be sent.' },
  answer: sentMessageSchema,
  refusals: [...WEBHOOK_REFUSALS, 'webhook-busy'],
  handle: async (context, { params, token }) => {
    const { id } = await requireWebhook(context, params.id, token);
    const value = await sendOnce(context.pool, id, messageOfTest(id, randomUUID(), context.now()));
    return { status: 202, cache: 'private', value };
  },
});

const attemptCursor = z.tuple([z.int().positive()]);

export const listWebhookAttempts = defineRoute({
  operation: 'listWebhookAttempts',
  method: 'get',
  path: '/v1/webhooks/{id}/attempts',
  tag: TAG,
  summary: 'Read the delivery log',
  description:
    'Every attempt to deliver, the last first, with what was sent and what the receiver answered. It has the last 10,000 attempts of 30 days.',
  session: 'required',
  params: webhookParams,
  query: z.strictObject(pageQuery),
  answers: { 200: 'A page of the log.' },
  answer: pageSchema(webhookAttemptSchema),
  refusals: [...WEBHOOK_REFUSALS, 'cursor'],
  handle: async (context, { params, query, token }) => {
    const { pool, config } = context;
    const { id } = await requireWebhook(context, params.id, token);
    const [before] = parseCursor(query.cursor, attemptCursor, [MAX_UINT]);
    const limit = chooseLimit(query.limit, Math.min(config.maxPage, MOST_SHOWN));
    const value = cutPage(await listAttempts(pool, id, before, limit + 1), limit, (attempt) => [attempt.id]);
    return { status: 200, cache: 'private', value };
  },
});

export const repeatWebhookAttempt = defineRoute({
  operation: 'repeatWebhookAttempt',
  method: 'post',
  path: '/v1/webhooks/{id}/attempts/{attempt}/again',
  tag: TAG,
  summary: 'Deliver again',
  description:
    'Sends what an attempt of the log sent once more, with the same `webhook-id`, also while the webhook is paused.',
  session: 'required',
  params: attemptParams,
  answers: { 202: 'It will be sent.' },
  answer: sentMessageSchema,
  refusals: [...WEBHOOK_REFUSALS, 'webhook-busy'],
  handle: async (context, { params, token }) => {
    const { id } = await requireWebhook(context, params.id, token);
    const attempt = await findAttempt(context.pool, id, params.attempt);
    if (attempt === null)
      throw new HttpError('not-found', `the log has no attempt ${params.attempt}`, {
        path: 'attempt',
        value: params.attempt,
      });
    return { status: 202, cache: 'private', value: await sendOnce(context.pool, id, attempt) };
  },
});
