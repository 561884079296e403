import type { Hex } from '../../../core/encoding/hex.ts';
import { findPartiesOfKey } from '../../../db/chain/party-views.ts';
import { findWebhook, type Webhook } from '../../../db/webhooks/webhooks.ts';
import { HttpError } from '../../errors/http-error.ts';
import { authenticate } from '../../sessions/session.ts';
import type { WebhookOffer } from '../../webhooks/webhook-offer.ts';
import { resolveParty } from '../access.ts';
import type { HttpContext } from '../route.ts';

/** Error codes of every route of one webhook. */
export const WEBHOOK_REFUSALS = ['webhooks-not-offered', 'unauthorized', 'not-found'];

/** Returns what the server offers. @throws HttpError `webhooks-not-offered` */
export function requireOffer({ webhooks }: HttpContext): WebhookOffer {
  if (webhooks === null) throw new HttpError('webhooks-not-offered', 'this server offers no webhooks');
  return webhooks;
}

/** Returns the parties of a session. @throws HttpError `unauthorized` */
export async function requireParties({ pool, now }: HttpContext, token: string | null): Promise<Hex[]> {
  return findPartiesOfKey(pool, await authenticate(pool, token, now()));
}

/** Returns the party of a session that a request names, or its only one. @throws HttpError `forbidden`, `not-found` */
export async function chooseParty(
  { pool }: HttpContext,
  parties: readonly Hex[],
  name?: string,
): Promise<Hex> {
  const party = name === undefined ? parties[0] : await resolveParty(pool, name);
  if (party === undefined || !parties.includes(party))
    throw new HttpError('forbidden', 'the key that signed in is not an open key of this party', { parties });
  if (name === undefined && parties.length > 1)
    throw new HttpError(
      'forbidden',
      'the key that signed in belongs to several parties: name the one that gets the webhook (`party`, or --owner of ledger webhook add)',
      {
        parties,
      },
    );
  return party;
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
