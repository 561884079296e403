import { findWebhook, type Webhook } from '../../../db/webhooks/webhooks.ts';
import { HttpError } from '../../errors/http-error.ts';
import type { WebhookOffer } from '../../webhooks/webhook-offer.ts';
import type { HttpContext } from '../route.ts';
import { requireParties } from '../session-parties.ts';

/** Error codes of every route of one webhook. */
export const WEBHOOK_REFUSALS = ['webhooks-not-offered', 'unauthorized', 'not-found'];

/** Returns what the server offers. @throws HttpError `webhooks-not-offered` */
export function requireOffer({ webhooks }: HttpContext): WebhookOffer {
  if (webhooks === null) throw new HttpError('webhooks-not-offered', 'this server offers no webhooks');
  return webhooks;
}

/** Returns a webhook of the parties of a session. Those of others look as if they did not exist. @throws HttpError `unauthorized`, `not-found` */
export async function requireWebhook(
  context: HttpContext,
  id: string,
  token: string | null,
): Promise<Webhook> {
  requireOffer(context);
  const webhook = await findWebhook(context.pool, id, await requireParties(context, token));
  if (webhook === null) throw refuseUnknown(id);
  return webhook;
}

/** The error for a webhook that does not exist, or not for those who ask. */
export function refuseUnknown(id: string): HttpError {
  return new HttpError('not-found', `your parties have no webhook ${id}`, { path: 'id', value: id });
}
