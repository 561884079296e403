import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Hex } from '../../../core/encoding/hex.ts';
import { nameOfKind } from '../../../core/records/kind.ts';
import { readEventFeed } from '../../../db/events/event-feed.ts';
import { type EventFilter, EVENT_TYPES } from '../../../db/events/event.ts';
import { lockWebhooks } from '../../../db/locks.ts';
import { type Queryable, withTransaction } from '../../../db/pool.ts';
import {
  deleteWebhook,
  listWebhooks,
  rotateSecret,
  setWebhookState,
  storeWebhook,
  type Webhook,
} from '../../../db/webhooks/webhooks.ts';
import { parseEventCursor } from '../../events/cursor.ts';
import { HttpError } from '../../errors/http-error.ts';
import { createSecret, formatSecret } from '../../webhooks/webhook-signature.ts';
import { parseWebhookUrl } from '../../webhooks/webhook-url.ts';
import { resolveParties } from '../access.ts';
import { chooseLimit, cutPage, pageQuery, pageSchema, parseCursor } from '../page.ts';
import { defineRoute } from '../route.ts';
import { chooseParty, requireParties } from '../session-parties.ts';
import { refuseUnknown, requireOffer, requireWebhook, WEBHOOK_REFUSALS } from './webhook-access.ts';
import {
  newWebhookSchema,
  webhookParams,
  webhookSchema,
  webhookStateSchema,
  webhookWithSecretSchema,
} from './webhook-schemas.ts';

const TAG = 'Webhooks';

/** Types of events that a webhook gets if it names none. */
const DEFAULT_TYPES = EVENT_TYPES.filter((type) => type.startsWith('record.'));

/** Seconds for which the secret before a rotation signs too. */
const ROTATION = 86_400;

function showWebhook({ filter, position: _, ...webhook }: Webhook): z.input<typeof webhookSchema> {
  const { types, kinds, parties, addressees } = filter;
  const copy = <Item>(list: readonly Item[] | null): Item[] | null => list && [...list];
  return {
    ...webhook,
    types: copy(types),
    kinds: kinds?.map(nameOfKind) ?? null,
    parties: copy(parties),
    addressees: copy(addressees),
  };
}

async function readFilter(
  client: Queryable,
  party: Hex,
  { types = DEFAULT_TYPES, kinds, parties, addressees }: z.output<typeof newWebhookSchema>,
): Promise<EventFilter> {
  const resolve = (names: readonly string[]): Promise<Hex[]> => resolveParties(client, names);
  const own = addressees === undefined && parties === undefined ? [party] : null;
  return {
    types: [...new Set(types)],
    kinds: kinds === undefined ? null : [...new Set(kinds)],
    parties: parties === undefined ? null : await resolve(parties),
    addressees: addressees == null ? own : await resolve(addressees),
    records: null,
  };
}

export const addWebhook = defineRoute({
  operation: 'addWebhook',
  method: 'post',
  path: '/v1/webhooks',
  tag: TAG,
  summary: 'Add a webhook',
  description:
    'Has events sent to a URL, each in a POST that is signed with the secret of the answer (Standard Webhooks 1.0.0). docs/webhooks.md says how to receive and verify them.',
  session: 'required',
  body: newWebhookSchema,
  answers: { 201: 'The webhook, with its secret.' },
  answer: webhookWithSecretSchema,
  refusals: [
    'webhooks-not-offered',
    'unauthorized',
    'forbidden',
    'not-found',
    'webhook-url',
    'webhooks-too-many',
    'cursor',
    'events-lost',
  ],
  handle: async (context, { body, token }) => {
    const { box, allowsPrivate, perParty } = requireOffer(context);
    const party = await chooseParty(context, await requireParties(context, token), body.party);
    const url = parseWebhookUrl(body.url, allowsPrivate);
    const filter = await readFilter(context.pool, party, body);
    const [id, secret] = [randomUUID(), createSecret()];
    const stored = await withTransaction(context.pool, async (client) => {
      await lockWebhooks(client, party);
      const position = parseEventCursor(body.after ?? null, await readEventFeed(client));
      return storeWebhook(
        client,
        { id, party, url, filter, position, secret: box.encrypt(secret, id) },
        perParty,
      );
    });
    if (stored === null)
      throw new HttpError('webhooks-too-many', `the party has ${perParty} webhooks`, { limit: perParty });
    const value = { ...showWebhook(stored), secret: formatSecret(secret) };
    return { status: 201, cache: 'private', headers: { Location: `/v1/webhooks/${id}` }, value };
  },
});

const webhookCursor = z.tuple([z.uuid()]);

/** The id before all others. */
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export const listOwnWebhooks = defineRoute({
  operation: 'listWebhooks',
  method: 'get',
  path: '/v1/webhooks',
  tag: TAG,
  summary: 'List webhooks',
  description: 'The webhooks of the parties that have the key that signed in, by id.',
  session: 'required',
  query: z.strictObject(pageQuery),
  answers: { 200: 'A page of webhooks.' },
  answer: pageSchema(webhookSchema),
  refusals: ['webhooks-not-offered', 'unauthorized', 'cursor'],
  handle: async (context, { query, token }) => {
    requireOffer(context);
    const parties = await requireParties(context, token);
    const [after] = parseCursor(query.cursor, webhookCursor, [FIRST_ID]);
    const limit = chooseLimit(query.limit, context.config.maxPage);
    const found = await listWebhooks(context.pool, parties, after, limit + 1);
    const value = cutPage(found.map(showWebhook), limit, ({ id }) => [id]);
    return { status: 200, cache: 'private', value };
  },
});

export const readWebhook = defineRoute({
  operation: 'readWebhook',
  method: 'get',
  path: '/v1/webhooks/{id}',
  tag: TAG,
  summary: 'Read a webhook',
  description: 'What it is sent, and whether that succeeds. Only its party may see it.',
  session: 'required',
  params: webhookParams,
  answers: { 200: 'The webhook.' },
  answer: webhookSchema,
  refusals: WEBHOOK_REFUSALS,
  handle: async (context, { params, token }) => {
    const webhook = await requireWebhook(context, params.id, token);
    return { status: 200, cache: 'private', value: showWebhook(webhook) };
  },
});

export const removeWebhook = defineRoute({
  operation: 'removeWebhook',
  method: 'delete',
  path: '/v1/webhooks/{id}',
  tag: TAG,
  summary: 'Remove a webhook',
  description: 'Nothing more is sent; an attempt that has begun may still arrive. Its log is deleted too.',
  session: 'required',
  params: webhookParams,
  answers: { 204: 'It is removed.' },
  answer: null,
  refusals: WEBHOOK_REFUSALS,
  handle: async (context, { params, token }) => {
    await deleteWebhook(context.pool, (await requireWebhook(context, params.id, token)).id);
    return { status: 204, cache: 'private', empty: true };
  },
});

export const changeWebhookState = defineRoute({
  operation: 'changeWebhookState',
  method: 'put',
  path: '/v1/webhooks/{id}/state',
  tag: TAG,
  summary: 'Pause a webhook, or make it active',
  description:
    'While it is paused, events wait: once it is active again, they are sent in their order. Making it active also ends `failed` and `gone`, and sends at once.',
  session: 'required',
  params: webhookParams,
  body: webhookStateSchema,
  answers: { 200: 'The webhook.' },
  answer: webhookSchema,
  refusals: WEBHOOK_REFUSALS,
  handle: async (context, { params, body, token }) => {
    const { id } = await requireWebhook(context, params.id, token);
    const changed = await setWebhookState(context.pool, id, body.state);
    if (changed === null) throw refuseUnknown(id);
    return { status: 200, cache: 'private', value: showWebhook(changed) };
  },
});

export const rotateWebhookSecret = defineRoute({
  operation: 'rotateWebhookSecret',
  method: 'post',
  path: '/v1/webhooks/{id}/secret',
  tag: TAG,
  summary: 'Rotate the secret of a webhook',
  description:
    'Makes a new secret. For a day the one before signs too, so that a receiver can change without a gap; then only the new one does. Rotating twice ends the first secret at once.',
  session: 'required',
  params: webhookParams,
  answers: { 200: 'The webhook, with its new secret.' },
  answer: webhookWithSecretSchema,
  refusals: WEBHOOK_REFUSALS,
  handle: async (context, { params, token }) => {
    const { id } = await requireWebhook(context, params.id, token);
    const secret = createSecret();
    const encrypted = requireOffer(context).box.encrypt(secret, id);
    const changed = await rotateSecret(context.pool, id, encrypted, ROTATION);
    if (changed === null) throw refuseUnknown(id);
    return {
      status: 200,
      cache: 'private',
      value: { ...showWebhook(changed), secret: formatSecret(secret) },
    };
  },
});
