import * as z from 'zod';
import type { NewWebhook, Webhook, WebhookState, WebhookWithSecret } from '../generated/openapi.ts';
import type { Api } from './api.ts';
import { formatPath } from './operations.ts';

/** What is relied on of a webhook; the types of its other members are those of the OpenAPI document. */
const webhookSchema = z.looseObject({ id: z.string() });

/** Adds a webhook. @throws ApiError */
export async function addWebhook(api: Api, webhook: NewWebhook): Promise<WebhookWithSecret> {
  return (await api.send('POST', '/v1/webhooks', webhookSchema, webhook)) as unknown as WebhookWithSecret;
}

/** Pauses a webhook, or lets it go on. @throws ApiError */
export async function changeWebhookState(
  api: Api,
  { id, state }: { readonly id: string } & WebhookState,
): Promise<Webhook> {
  const path = formatPath('/v1/webhooks/{id}/state', { id });
  return (await api.send('PUT', path, webhookSchema, { state })) as unknown as Webhook;
}
