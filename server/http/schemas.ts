import * as z from 'zod';
import { headerSchema } from '../../core/batches/batch.ts';
import { anchorSchema } from '../../core/proofs/bundle.ts';
import { addressSchema } from '../../core/hashing/domain.ts';
import { entrySchema, jsonObjectSchema } from '../../core/records/entry.ts';
import { KINDS, ROLES, type RoleName } from '../../core/records/kind.ts';
import { kindNameSchema, recordSchema } from '../../core/records/record-schema.ts';
import {
  hashSchema,
  signatureSchema,
  subjectSchema,
  timeSchema,
  uintSchema,
} from '../../core/encoding/schema.ts';
import { parseTime } from '../../core/encoding/time.ts';
import { BATCH_STATES } from '../../db/batches/batch-views.ts';
import { RECORD_STATES } from '../../db/records/record-states.ts';
import { submissionSchema } from '../intake/submission.ts';

/** Schemas of requests and answers, with their names in the OpenAPI document. */

export const recordIdParams = z.strictObject({ id: hashSchema.meta({ description: 'The record id.' }) });

/** A party as named in a path or query; `resolveParty` finds it. */
export const partyName = z
  .string()
  .max(128)
  .meta({ description: 'The party id, or any identifier of the party, such as `lei:529900T8BM49AURSDO55`.' });

export const partyParams = z.strictObject({ party: partyName });

/** A kind as named in a path or query. */
export const kindName = kindNameSchema
  .transform((name) => KINDS[name])
  .meta({ description: 'The kind: dataset, result, disclosure, assurance or decision.' });

/** A time as named in a query, as unix seconds: these themselves, or an ISO day or moment in UTC. */
export const timeName = z.string().transform((text, context) => {
  const seconds = /^(0|[1-9][0-9]{0,14})$/.test(text) ? Number(text) : parseTime(text);
  if (seconds !== null) return seconds;
  context.addIssue({
    code: 'custom',
    message: 'expected unix seconds, or a day or moment in UTC such as 2024-01-31 or 2024-01-31T08:00:00Z',
  });
  return z.NEVER;
});

/** Why a record can be sealed before it was accepted: needed wherever both times are shown. */
export const SEALED_BEFORE_ACCEPTED =
  '`sealedAt` can be earlier than `acceptedAt`: `sealedAt` is chain time, one second before the newest final block when the batch was sealed, while `acceptedAt` is the clock of the server.';

const acceptedAtSchema = timeSchema.meta({
  description: `When the server accepted the record, unix seconds by its clock. ${SEALED_BEFORE_ACCEPTED}`,
});

const roleSchema = z.enum(Object.keys(ROLES) as [RoleName, ...RoleName[]]);

export const ledgerRecordSchema = recordSchema.meta({
  id: 'Record',
  description:
    'A record: what a party signs (protocol §5). `kind` is its number there: 1 dataset, 2 result, 3 disclosure, 4 assurance, 5 decision.',
});
export const batchHeaderSchema = headerSchema.meta({
  id: 'BatchHeader',
  description: `The header of a batch (protocol §6). ${SEALED_BEFORE_ACCEPTED}`,
});
const sealingSchema = anchorSchema.meta({
  id: 'Anchor',
  description: 'The block and transaction that hold a batch.',
});
export const ledgerEntrySchema = entrySchema.meta({
  id: 'Entry',
  description: 'One figure, row or document of a record (protocol §4).',
});

export const submissionShape = submissionSchema.meta({
  id: 'Submission',
  description: 'A record to register.',
});

export const receiptSchema = z
  .strictObject({
    record: hashSchema,
    acceptedAt: acceptedAtSchema,
    anchorBy: timeSchema.meta({
      description: 'The deadline: the batch is on the chain by this time, unix seconds.',
    }),
    signature: signatureSchema.meta({ description: 'By the operator.' }),
  })
  .meta({
    id: 'Receipt',
    description: 'The signed acknowledgement of the operator for an accepted record (protocol §9).',
  });

const recordState = z
  .enum(RECORD_STATES)
  .meta({ description: 'The state of the record, from accepted to final (protocol §9).' });

export const acceptedSchema = z
  .strictObject({ id: hashSchema, receipt: receiptSchema, state: recordState })
  .meta({ id: 'Accepted', description: 'The answer to a registered record.' });

const rejectionSchema = z.strictObject({ code: z.string(), message: z.string() });

const batchLink = z.strictObject({ number: uintSchema(1), id: hashSchema, header: batchHeaderSchema });

export const recordViewSchema = z
  .strictObject({
    id: hashSchema,
    record: ledgerRecordSchema,
    statement: jsonObjectSchema,
    signature: signatureSchema,
    state: recordState,
    acceptedAt: acceptedAtSchema,
    publicEntries: z.boolean(),
    batch: batchLink.nullable(),
    anchor: sealingSchema.nullable(),
    rejected: rejectionSchema.nullable(),
  })
  .meta({
    id: 'RecordView',
    description: 'A record with its statement and signature, and how far it has come.',
  });

export const recordSummarySchema = z
  .strictObject({
    id: hashSchema,
    record: ledgerRecordSchema,
    statement: jsonObjectSchema,
    signature: signatureSchema,
    title: z.string().nullable().meta({ description: 'The title in the statement; null if it has none.' }),
    state: recordState,
    acceptedAt: acceptedAtSchema,
    batch: uintSchema(1).nullable(),
    rejected: rejectionSchema.nullable(),
  })
  .meta({ id: 'RecordSummary', description: 'A record in a list, with its statement and signature.' });

export const entriesSchema = z
  .strictObject({
    record: hashSchema,
    root: hashSchema,
    public: z.boolean(),
    entries: z.array(ledgerEntrySchema),
  })
  .meta({ id: 'Entries', description: 'All entries of a record.' });

const tip = z.strictObject({ sequence: uintSchema(1), record: hashSchema });

export const streamSummarySchema = z
  .strictObject({
    stream: hashSchema,
    party: hashSchema,
    kind: kindNameSchema,
    subject: subjectSchema,
    head: tip.nullable().meta({ description: 'The newest sealed record.' }),
    accepted: tip.nullable().meta({ description: 'The newest accepted record: the next one continues it.' }),
  })
  .meta({ id: 'StreamSummary', description: 'A stream with its newest records.' });

export const partyViewSchema = z
  .strictObject({
    party: hashSchema,
    identifier: z.string().meta({ description: 'The first identifier: the party id is its hash.' }),
    identifiers: z.array(z.string()),
    roles: z.array(roleSchema).meta({ description: 'Roles that are open: their window has no end.' }),
  })
  .meta({ id: 'Party', description: 'A party with its identifiers and open roles, as read from the chain.' });

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
    description:
      'A party with its windows, as read from the chain. `until` is 2^53−1 while a window has no end.',
  });

export const batchViewSchema = z
  .strictObject({
    number: uintSchema(1),
    id: hashSchema,
    header: batchHeaderSchema,
    state: z.enum(BATCH_STATES),
    anchor: sealingSchema.nullable(),
  })
  .meta({ id: 'Batch', description: 'A batch with its header, and where it is anchored.' });

export const sealedRecordSchema = z
  .strictObject({
    id: hashSchema,
    record: ledgerRecordSchema,
    statement: jsonObjectSchema,
    signature: signatureSchema,
  })
  .meta({
    id: 'SealedRecord',
    description: 'One line: a record of a batch with its statement and signature.',
  });

/** Shape of a hit: what was found, and which of its names or hashes begins with the text. */
const hit = <Type extends string, By extends string, Shape extends z.ZodRawShape>(
  type: Type,
  by: readonly By[],
  shape: Shape,
) =>
  z.strictObject({
    type: z.literal(type),
    by: z
      .enum(by as readonly [By, ...By[]])
      .meta({ description: 'What begins with the text, or equals it.' }),
    ...shape,
  });

export const searchHitSchema = z
  .discriminatedUnion('type', [
    hit('party', ['identifier', 'id', 'key'], { party: partyViewSchema }),
    hit('stream', ['subject', 'id'], { stream: streamSummarySchema }),
    hit('record', ['id'], { record: recordSummarySchema }),
    hit('batch', ['number', 'id', 'transaction'], { batch: batchViewSchema }),
  ])
  .meta({ id: 'SearchHit', description: 'Something that a search found, as lists show it.' });

export const searchSchema = z
  .strictObject({
    text: z.string().meta({ description: 'What was searched for: without blanks, in lower case.' }),
    hits: z
      .array(searchHitSchema)
      .meta({ description: 'Batches, records, parties and streams, in this order.' }),
    more: z
      .array(z.enum(['party', 'stream', 'record', 'batch']))
      .meta({ description: 'The types that have more hits than are shown. A longer text finds others.' }),
  })
  .meta({ id: 'SearchResult', description: 'What a search found.' });

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
      .meta({ description: 'The chain as read by the indexer; null before its first reading.' }),
    sealed: uintSchema().meta({ description: 'Number of the newest sealed batch; 0 before the first.' }),
    anchored: uintSchema().meta({ description: 'Number of the newest anchored batch.' }),
    final: uintSchema().meta({ description: 'Number of the newest final batch.' }),
    queue: z.strictObject({ waiting: uintSchema(), since: timeSchema.nullable() }),
    halted: rejectionSchema.nullable().meta({
      description: 'Why the ledger is halted and seals nothing until its operator acts; null while it works.',
    }),
    closed: z
      .strictObject({
        batch: uintSchema().meta({ description: 'Number of the last batch; 0 if there is none.' }),
        successor: addressSchema.meta({
          description: 'The ledger that continues this one; the zero address if none does.',
        }),
      })
      .nullable()
      .meta({
        description:
          'How the ledger ended: it accepts no more records, and stays readable. Null while it is open.',
      }),
    now: timeSchema.meta({ description: 'The clock of the server.' }),
  })
  .meta({ id: 'Status', description: 'The state of the ledger: chain, batches, records that wait.' });

export const grantsSchema = z
  .strictObject({
    record: hashSchema,
    grants: z.array(z.strictObject({ party: hashSchema, grantedAt: timeSchema })),
  })
  .meta({ id: 'Grants', description: 'The parties that may read the entries of a private record.' });

export const receivedGrantSchema = z
  .strictObject({ record: hashSchema, grantedAt: timeSchema })
  .meta({ id: 'ReceivedGrant', description: 'A private record whose entries a party may read by a grant.' });

export const grantParams = z.strictObject({ id: hashSchema, party: partyName });

export const errorSchema = z
  .strictObject({
    code: z.string().meta({ description: 'The code of the error; docs/errors.md lists all of them.' }),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
    errorId: z.string().meta({ description: 'Identifies the request in the server log.' }),
  })
  .meta({ id: 'Error', description: 'The body of every error.' });

export const documentParams = z.strictObject({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 of 64 lower-case hex digits')
    .meta({ description: 'The SHA-256 of the document, as the entry states it.' }),
});

export const documentSchema = z
  .strictObject({
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    size: uintSchema().meta({ description: 'The size of the document, in bytes.' }),
    received: uintSchema().meta({ description: 'How many bytes of it have arrived.' }),
    isComplete: z.boolean().meta({ description: 'Whether the document is stored.' }),
  })
  .meta({ id: 'DocumentState', description: 'How much of a document has arrived.' });
