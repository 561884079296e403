import { z } from 'zod';
import { headerSchema } from '../../core/batches/batch.ts';
import { anchorSchema } from '../../core/proofs/bundle.ts';
import { addressSchema } from '../../core/hashing/domain.ts';
import { entrySchema, jsonObjectSchema } from '../../core/records/entry.ts';
import { type Kind, KINDS, type KindName, ROLES, type RoleName } from '../../core/records/kind.ts';
import { kindSchema, recordSchema } from '../../core/records/record.ts';
import {
  hashSchema,
  signatureSchema,
  subjectSchema,
  timeSchema,
  uintSchema,
} from '../../core/encoding/schema.ts';
import { BATCH_STATES } from '../../db/batches/batch-views.ts';
import { RECORD_STATES } from '../../db/records/views.ts';
import { submissionSchema } from '../intake/submission.ts';

/** The schemas of what HTTP takes and gives, with the names that they bear in the OpenAPI document. */

export const recordIdParams = z.strictObject({ id: hashSchema.meta({ description: 'The record id.' }) });

/** A party as a path or query names it; `resolveParty` finds it. */
export const partyName = z
  .string()
  .max(128)
  .meta({ description: 'A party id, or any identifier of the party, such as `lei:529900T8BM49AURSDO55`.' });

export const partyParams = z.strictObject({ party: partyName });

const kindNames = Object.keys(KINDS) as [KindName, ...KindName[]];

const isKindName = (text: string): text is KindName => text in KINDS;

/** A kind as a path or query names it: by number or by name. */
export const kindName = z
  .enum([...kindNames, ...Object.values(KINDS).map(String)] as [string, ...string[]])
  .transform((text) => (isKindName(text) ? KINDS[text] : (Number(text) as Kind)))
  .meta({
    description: 'The kind, by name or number: 1 dataset, 2 result, 3 disclosure, 4 assurance, 5 decision.',
  });

const roleSchema = z.enum(Object.keys(ROLES) as [RoleName, ...RoleName[]]);

export const ledgerRecordSchema = recordSchema.meta({
  id: 'Record',
  description: 'What a party signs (protocol §5).',
});
export const batchHeaderSchema = headerSchema.meta({
  id: 'BatchHeader',
  description: 'The header of a batch (protocol §6).',
});
const sealingSchema = anchorSchema.meta({ id: 'Anchor', description: 'Where the chain holds a batch.' });
export const ledgerEntrySchema = entrySchema.meta({
  id: 'Entry',
  description: 'A figure, a row or a document (protocol §4).',
});

export const submissionShape = submissionSchema.meta({
  id: 'Submission',
  description: 'A record to register.',
});

export const receiptSchema = z
  .strictObject({
    record: hashSchema,
    acceptedAt: timeSchema,
    anchorBy: timeSchema,
    signature: signatureSchema,
  })
  .meta({ id: 'Receipt', description: 'The promise of the operator for an accepted record (protocol §9).' });

const recordState = z
  .enum(RECORD_STATES)
  .meta({ description: 'Where the record is in its life (protocol §9).' });

export const acceptedSchema = z
  .strictObject({ id: hashSchema, receipt: receiptSchema, state: recordState })
  .meta({ id: 'Accepted' });

const rejectionSchema = z.strictObject({ code: z.string(), message: z.string() });

const batchLink = z.strictObject({ number: uintSchema(1), id: hashSchema, header: batchHeaderSchema });

export const recordViewSchema = z
  .strictObject({
    id: hashSchema,
    record: ledgerRecordSchema,
    statement: jsonObjectSchema,
    signature: signatureSchema,
    state: recordState,
    acceptedAt: timeSchema,
    publicEntries: z.boolean(),
    batch: batchLink.nullable(),
    anchor: sealingSchema.nullable(),
    rejected: rejectionSchema.nullable(),
  })
  .meta({ id: 'RecordView' });

export const recordSummarySchema = z
  .strictObject({
    id: hashSchema,
    record: ledgerRecordSchema,
    title: z.string().nullable().meta({ description: 'The title of the statement, if it has one.' }),
    state: recordState,
    acceptedAt: timeSchema,
    batch: uintSchema(1).nullable(),
    rejected: rejectionSchema.nullable(),
  })
  .meta({ id: 'RecordSummary' });

export const entriesSchema = z
  .strictObject({
    record: hashSchema,
    root: hashSchema,
    public: z.boolean(),
    entries: z.array(ledgerEntrySchema),
  })
  .meta({ id: 'Entries' });

const tip = z.strictObject({ sequence: uintSchema(1), record: hashSchema });

export const streamSummarySchema = z
  .strictObject({
    stream: hashSchema,
    party: hashSchema,
    kind: kindSchema,
    subject: subjectSchema,
    head: tip.nullable().meta({ description: 'The newest record that is sealed.' }),
    accepted: tip
      .nullable()
      .meta({ description: 'The newest record that is accepted: what the next one continues.' }),
  })
  .meta({ id: 'StreamSummary' });

export const partyViewSchema = z
  .strictObject({
    party: hashSchema,
    identifier: z.string().meta({ description: 'The first identifier, which gives the party its id.' }),
    identifiers: z.array(z.string()),
    roles: z.array(roleSchema).meta({ description: 'Roles whose window has no end.' }),
  })
  .meta({ id: 'Party' });

const windowShape = { index: uintSchema(), from: timeSchema, until: timeSchema };

export const partyDetailSchema = z
  .strictObject({
    ...partyViewSchema.shape,
    windows: z.strictObject({
      roles: z.array(z.strictObject({ role: roleSchema, ...windowShape })),
      keys: z.array(z.strictObject({ key: addressSchema, ...windowShape })),
    }),
  })
  .meta({
    id: 'PartyDetail',
    description: 'A party with its windows as indexed; `until` is 2^53−1 while a window has no end.',
  });

export const batchViewSchema = z
  .strictObject({
    number: uintSchema(1),
    id: hashSchema,
    header: batchHeaderSchema,
    state: z.enum(BATCH_STATES),
    anchor: sealingSchema.nullable(),
  })
  .meta({ id: 'Batch' });

export const sealedRecordSchema = z
  .strictObject({
    id: hashSchema,
    record: ledgerRecordSchema,
    statement: jsonObjectSchema,
    signature: signatureSchema,
  })
  .meta({
    id: 'SealedRecord',
    description: 'One line: a record of a batch with what was signed and sealed.',
  });

const block = { number: uintSchema(), time: timeSchema };

export const statusSchema = z
  .strictObject({
    chain: z
      .strictObject({
        chainId: uintSchema(1),
        ledger: addressSchema,
        registry: addressSchema,
        head: z.strictObject(block).nullable(),
        final: z.strictObject({ ...block, hash: hashSchema }).nullable(),
      })
      .nullable()
      .meta({ description: 'The chain as indexed; null before the indexer has looked.' }),
    sealed: uintSchema().meta({ description: 'The newest batch that is sealed, 0 before the first.' }),
    anchored: uintSchema().meta({ description: 'The newest batch that a block holds.' }),
    final: uintSchema().meta({ description: 'The newest batch that a final block holds.' }),
    queue: z.strictObject({ waiting: uintSchema(), since: timeSchema.nullable() }),
    halted: rejectionSchema
      .nullable()
      .meta({ description: 'Why nothing is sealed until an operator acts; null when all goes on.' }),
    closed: z
      .strictObject({
        batch: uintSchema().meta({ description: 'The last batch, 0 when there was none.' }),
        successor: addressSchema.meta({ description: 'The ledger that goes on; zero when none does.' }),
      })
      .nullable()
      .meta({
        description:
          'How the ledger ended: no record is taken any more, and all stays readable. Null before.',
      }),
    now: timeSchema.meta({ description: 'The clock of the server.' }),
  })
  .meta({ id: 'Status' });

export const nonceSchema = z.strictObject({ nonce: z.string(), expiresAt: timeSchema }).meta({ id: 'Nonce' });

export const signInSchema = z
  .strictObject({
    message: z.string().max(4096).meta({ description: 'The text that was signed, by EIP-4361.' }),
    signature: signatureSchema.meta({ description: 'By `personal_sign` (EIP-191).' }),
  })
  .meta({ id: 'SignIn' });

export const sessionSchema = z
  .strictObject({
    token: z
      .string()
      .meta({ description: 'To be sent as `Authorization: Bearer …`. It is shown this once.' }),
    address: addressSchema,
    expiresAt: timeSchema,
    parties: z.array(hashSchema).meta({ description: 'Parties of which the address is an open key.' }),
  })
  .meta({ id: 'Session' });

export const grantsSchema = z
  .strictObject({
    record: hashSchema,
    grants: z.array(z.strictObject({ party: hashSchema, grantedAt: timeSchema })),
  })
  .meta({ id: 'Grants' });

export const grantParams = z.strictObject({ id: hashSchema, party: partyName });

export const errorSchema = z
  .strictObject({
    code: z.string().meta({ description: 'One of docs/errors.md.' }),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
    errorId: z.string().meta({ description: 'Names the request in the log of the server.' }),
  })
  .meta({ id: 'Error' });
