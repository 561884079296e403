import * as z from 'zod';
import { hashSchema, timeSchema } from '../../../core/encoding/schema.ts';
import { kindNameSchema } from '../../../core/records/record-schema.ts';
import { EVENT_TYPES } from '../../../db/events/event.ts';
import { WEBHOOK_STATES } from '../../../db/webhooks/webhooks.ts';
import { kindName, partyName } from '../schemas.ts';

/** Schemas of requests and answers about webhooks. */

/** The most items in each list of a filter. */
const MOST = 50;

const idSchema = z.uuid().meta({ description: 'The id of the webhook.' });

export const webhookParams = z.strictObject({ id: idSchema });

export const attemptParams = z.strictObject({
  id: idSchema,
  attempt: z
    .string()
    .regex(/^[1-9][0-9]{0,14}$/, 'must be a whole number from 1')
    .transform(Number)
    .meta({ description: 'The id of the attempt in the log.' }),
});

const typeSchema = z.enum(EVENT_TYPES);

const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .max(MOST)
    .refine((list) => list.length > 0, 'must have an item: leave the list out to let all pass');

export const newWebhookSchema = z
  .strictObject({
    url: z
      .string()
      .max(2048)
      .meta({ description: 'An https URL on the public Internet. Redirects are not followed.' }),
    party: partyName.optional().meta({
      description:
        'The party that gets it. It can be left out where the key that signed in belongs to one party.',
    }),
    types: listOf(typeSchema).optional().meta({
      description:
        'Types of events. Without it, `record.accepted` and `record.rejected`. Events of batches and of the whole ledger have no kind, party or addressee, so the other lists leave none of them out.',
    }),
    kinds: listOf(kindName).optional().meta({ description: 'Kinds of records. Without it, all.' }),
    parties: listOf(partyName).optional().meta({
      description: 'Parties whose records and changes are sent. Without it, those of all parties.',
    }),
    addressees: listOf(partyName).nullable().optional().meta({
      description:
        'Parties for which a record is meant (`addressees` of its statement). Without it and without `parties`, the party itself; with null, records for anyone and for nobody are sent.',
    }),
    after: z.string().max(64).optional().meta({
      description:
        'The id of the event after which it begins; `0`: the beginning of the ledger. Without it, now.',
    }),
  })
  .meta({ id: 'NewWebhook', description: 'A webhook to add. An event is sent if it passes all lists.' });

const webhookShape = {
  id: idSchema,
  party: hashSchema,
  url: z.string(),
  types: z.array(typeSchema).nullable(),
  kinds: z.array(kindNameSchema).nullable(),
  parties: z.array(hashSchema).nullable(),
  addressees: z.array(hashSchema).nullable(),
  state: z.enum(WEBHOOK_STATES).meta({
    description:
      '`active`; `paused` by its party; `failed`: paused after days without success; `gone`: the receiver answered 410. Events wait while it is not active.',
  }),
  createdAt: timeSchema,
  failures: z.int().nonnegative().meta({ description: 'Attempts that failed in a row.' }),
  failingSince: timeSchema.nullable(),
  retryAt: timeSchema
    .nullable()
    .meta({ description: 'When the next attempt is due; null if none has failed.' }),
  formerSecretUntil: timeSchema.nullable().meta({
    description: 'Until when the secret before the last rotation signs too; null if it does not.',
  }),
};

export const webhookSchema = z.strictObject(webhookShape).meta({ id: 'Webhook', description: 'A webhook.' });

export const webhookWithSecretSchema = z
  .strictObject({
    ...webhookShape,
    secret: z
      .string()
      .meta({ description: 'Signs what is sent: `whsec_` and base64. It is shown only here.' }),
  })
  .meta({ id: 'WebhookWithSecret', description: 'A webhook with its new secret.' });

export const webhookStateSchema = z
  .strictObject({ state: z.enum(['active', 'paused']) })
  .meta({ id: 'WebhookState', description: 'Whether events are sent.' });

export const sentMessageSchema = z
  .strictObject({ message: z.string().meta({ description: 'Its `webhook-id`, as the log will show it.' }) })
  .meta({ id: 'WebhookMessage', description: 'A message that will be sent once.' });

export const webhookAttemptSchema = z
  .strictObject({
    id: z.int().positive(),
    message: z
      .string()
      .meta({ description: '`webhook-id`: the same in every attempt to deliver one event.' }),
    type: z.string(),
    body: z.string().meta({ description: 'What was sent.' }),
    attemptedAt: timeSchema,
    milliseconds: z.int().nonnegative(),
    status: z
      .int()
      .nullable()
      .meta({ description: 'The status that the receiver answered; null without an answer.' }),
    error: z.string().nullable().meta({ description: 'Why there was no answer; null if there was one.' }),
    answer: z.string().meta({ description: 'The beginning of the body of the answer: 1,024 bytes at most.' }),
  })
  .meta({ id: 'WebhookAttempt', description: 'An attempt to deliver.' });
