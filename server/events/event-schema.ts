import * as z from 'zod';
import { hashSchema, subjectSchema, timeSchema, uintSchema } from '../../core/encoding/schema.ts';
import { addressSchema } from '../../core/hashing/domain.ts';
import { ROLES, type RoleName } from '../../core/records/kind.ts';
import { kindNameSchema } from '../../core/records/record-schema.ts';
import { CHANGES, OPINIONS, OUTCOMES } from '../../core/records/statement.ts';
import { BATCH_EVENTS, PARTY_EVENTS } from '../../db/events/event.ts';

const recordShape = z
  .strictObject({
    id: hashSchema,
    party: hashSchema,
    kind: kindNameSchema,
    subject: subjectSchema,
    stream: hashSchema,
    sequence: uintSchema(1),
    change: z.enum(CHANGES).nullable().meta({
      description:
        'What this version is, as the statement of a dataset, result or disclosure says: `withdrawal` takes the record back. Null where it says nothing, as the first version.',
    }),
    opinion: z.enum(OPINIONS).nullable().meta({
      description: 'What an assurance says; null for a replay, and for every other kind.',
    }),
    outcome: z.enum(OUTCOMES).nullable().meta({
      description: 'What a decision says; null for a replay, and for every other kind.',
    }),
    answers: hashSchema.nullable().meta({
      description: 'The record that this assurance or decision answers; null if it answers none.',
    }),
    addressees: z
      .array(hashSchema)
      .meta({ description: 'The parties for which it is meant, as its statement names them.' }),
  })
  .meta({ id: 'EventRecord', description: 'What an event says about a record: nothing about its entries.' });

const batchShape = z
  .strictObject({
    number: uintSchema(1),
    id: hashSchema,
    records: uintSchema().meta({ description: 'How many records it has.' }),
    block: uintSchema().nullable().meta({ description: 'The block that holds it, or held it before.' }),
    transaction: hashSchema.nullable(),
  })
  .meta({ id: 'EventBatch', description: 'What an event says about a batch.' });

const partyShape = z
  .strictObject({
    id: hashSchema,
    identifier: z.string().nullable().meta({ description: 'An identifier that was added.' }),
    role: z
      .enum(Object.keys(ROLES) as [RoleName, ...RoleName[]])
      .nullable()
      .meta({ description: 'A role whose window opened or closed.' }),
    key: addressSchema.nullable().meta({ description: 'A key whose window opened or closed.' }),
    from: timeSchema.nullable().meta({ description: 'When that window opens, unix seconds of block time.' }),
    until: timeSchema.nullable().meta({ description: 'When that window closes.' }),
    block: uintSchema().meta({ description: 'The block that says so.' }),
  })
  .meta({ id: 'EventParty', description: 'What changed of a party.' });

const reasonShape = z.strictObject({ code: z.string(), message: z.string() });

const place = {
  id: z.string().meta({ description: 'The cursor of this event.' }),
  at: timeSchema.meta({ description: 'When it happened, unix seconds by the clock of the server.' }),
};

/** An event as the server sends it. */
export const eventSchema = z
  .union([
    z.strictObject({ ...place, type: z.literal('record.accepted'), record: recordShape }),
    z.strictObject({
      ...{ ...place, type: z.literal('record.rejected'), record: recordShape },
      rejected: reasonShape,
    }),
    z.strictObject({ ...place, type: z.enum(BATCH_EVENTS), batch: batchShape }),
    z.strictObject({ ...place, type: z.enum(PARTY_EVENTS), party: partyShape }),
    z.strictObject({ ...place, type: z.literal('ledger.halted'), halted: reasonShape }),
    z.strictObject({
      ...{ ...place, type: z.literal('ledger.closed') },
      closed: z.strictObject({ batch: uintSchema(), successor: addressSchema }),
    }),
    z.strictObject({ ...place, type: z.enum(['ledger.resumed', 'ledger.reopened']) }),
  ])
  .meta({ id: 'Event', description: 'Something that happened in the ledger.' });

/** An event as the server sends it. */
export type ShownEvent = z.input<typeof eventSchema>;
