import * as z from 'zod';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import { hashSchema, subjectSchema } from '../../../core/encoding/schema.ts';
import { readEntries } from '../../../db/records/entries.ts';
import { listSummaries } from '../../../db/records/record-lists.ts';
import { RECORD_STATES } from '../../../db/records/record-states.ts';
import type { RecordView } from '../../../db/records/views.ts';
import { HttpError } from '../../errors/http-error.ts';
import { REFUSALS } from '../../errors/refusals.ts';
import { requireReader, requireRecord, resolveParty } from '../access.ts';
import { chooseLimit, type Page, pageQuery, pageSchema, parseCursor, showRecordPage } from '../page.ts';
import { type Cache, type HttpContext, defineRoute } from '../route.ts';
import {
  acceptedSchema,
  entriesSchema,
  kindName,
  partyName,
  recordIdParams,
  recordSummarySchema,
  recordViewSchema,
  SEALED_BEFORE_ACCEPTED,
  submissionShape,
  timeName,
} from '../schemas.ts';

const TAG = 'Records';

/** Returns the public view of a record. */
function showRecord(view: RecordView): z.input<typeof recordViewSchema> {
  const { id, record, statement, signature, state, acceptedAt, publicEntries, batch, rejected } = view;
  return {
    id,
    record: { ...record, sources: [...record.sources] },
    statement,
    signature,
    state,
    acceptedAt,
    publicEntries,
    batch: batch && { number: batch.number, id: batch.id, header: batch.header },
    anchor: batch?.anchor ?? null,
    rejected,
  };
}

/** Returns how long an answer about a batch may be cached: one that is final never changes, others can still become void. */
export function cacheOf(state: string): Cache {
  return state === 'final' ? 'immutable' : 'revalidate';
}

export const registerRecord = defineRoute({
  operation: 'registerRecord',
  method: 'post',
  path: '/v1/records',
  tag: TAG,
  summary: 'Register a record',
  description:
    'Stores a signed record durably and returns a signed receipt with the time by which it will be anchored. Sending the same record again returns the same receipt. If another record has its place in the stream, the error is `stream-conflict`, with the head to build on.',
  body: z.unknown(),
  bodyShape: submissionShape,
  answers: { 201: 'The record was accepted.', 200: 'The record had been accepted before.' },
  answer: acceptedSchema,
  refusals: Object.keys(REFUSALS),
  handle: async (context, { body }) => {
    const { id, receipt, state, created } = await context.submit(body);
    return {
      status: created ? 201 : 200,
      cache: 'private',
      headers: { Location: `/v1/records/${id}` },
      value: { id, receipt, state },
    };
  },
});

export const readRecord = defineRoute({
  operation: 'readRecord',
  method: 'get',
  path: '/v1/records/{id}',
  tag: TAG,
  summary: 'Read a record and its state',
  description: `The record as signed, the batch it is sealed in and where the chain holds that batch. Entries have a route of their own. ${SEALED_BEFORE_ACCEPTED}`,
  params: recordIdParams,
  answers: { 200: 'The record.' },
  answer: recordViewSchema,
  refusals: ['not-found'],
  handle: async ({ pool }, { params }) => {
    const view = await requireRecord(pool, params.id);
    return { status: 200, cache: cacheOf(view.state), value: showRecord(view) };
  },
});

const idPrefix = z
  .string()
  .regex(/^0x[0-9a-f]{8,64}$/, 'expected 0x and 8 to 64 hex digits in lower case')
  .meta({ description: 'Only records whose id begins with these digits.', examples: ['0x1f3a55c0'] });

const listQuery = z.strictObject({
  ...pageQuery,
  id: idPrefix.optional(),
  party: partyName.optional(),
  kind: kindName.optional(),
  subject: subjectSchema.optional(),
  source: hashSchema.optional().meta({ description: 'Only records that name this record as a source.' }),
  answers: hashSchema
    .optional()
    .meta({ description: 'Only the assurances and decisions that answer this record.' }),
  addressee: partyName.optional().meta({
    description:
      'Only records whose statement names this party among its `addressees`: the party id, or any identifier of the party.',
  }),
  since: timeName.optional().meta({
    description:
      'Only records accepted at or after this time: unix seconds, or an ISO day or moment in UTC such as `2024-01-31T08:00:00Z`.',
    examples: ['2024-01-31'],
  }),
  until: timeName.optional().meta({
    description:
      'Only records accepted before this time, given as in `since`. It lets a reader start in the middle of a long list.',
    examples: ['2024-02-01'],
  }),
  state: z
    .enum(RECORD_STATES)
    .optional()
    .meta({ description: 'Only records that are in this state now (protocol §9).' }),
});

const arrivalCursor = z.tuple([z.int().positive()]);
const NEWEST: [number] = [Number.MAX_SAFE_INTEGER];

/** Returns a page of records, the most recently accepted first. */
async function pageRecords(
  { pool, config }: HttpContext,
  { cursor, limit, id, party, addressee, ...query }: z.output<typeof listQuery>,
): Promise<Page<z.input<typeof recordSummarySchema>>> {
  const [before] = parseCursor(cursor, arrivalCursor, NEWEST);
  const most = chooseLimit(limit, config.maxPage);
  const filter = {
    idPrefix: id ?? null,
    party: party === undefined ? null : await resolveParty(pool, party),
    addressee: addressee === undefined ? null : await resolveParty(pool, addressee, 'addressee'),
    kind: query.kind ?? null,
    subject: query.subject ?? null,
    source: query.source ?? null,
    answers: query.answers ?? null,
    since: query.since ?? null,
    until: query.until ?? null,
    state: query.state ?? null,
  };
  return showRecordPage(await listSummaries(pool, filter, before, most));
}

export const listRecords = defineRoute({
  operation: 'listRecords',
  method: 'get',
  path: '/v1/records',
  tag: TAG,
  summary: 'List records',
  description:
    'Records as signed, in the order of acceptance, the newest first, of all or of those that meet every filter given. A page ends at 1 MiB. A state is that of now: a record can change it between two pages. A page can be short or empty before the last one: `next` tells whether more follow.',
  query: listQuery,
  answers: { 200: 'A page of records.' },
  answer: pageSchema(recordSummarySchema),
  refusals: ['cursor', 'not-found'],
  handle: async (context, { query }) => ({
    status: 200,
    cache: 'revalidate',
    value: await pageRecords(context, query),
  }),
});

export const readRecordEntries = defineRoute({
  operation: 'readRecordEntries',
  method: 'get',
  path: '/v1/records/{id}/entries',
  tag: TAG,
  summary: 'Read the entries of a record',
  description:
    'Anyone may read the entries of a public record. Those of a private record are for its party, signed in with an open key, and for parties with a grant.',
  session: 'optional',
  params: recordIdParams,
  answers: { 200: 'The entries, in the order in which they were registered.' },
  answer: entriesSchema,
  refusals: ['not-found', 'unauthorized', 'forbidden', 'entries-not-stored'],
  handle: async (context, { params, token }) => {
    const view = await requireRecord(context.pool, params.id);
    await requireReader(context, view, token);
    const entries = await readEntries(context.pool, view.id);
    if (entries.length === 0 && view.record.entries !== ZERO_HASH) {
      throw new HttpError('entries-not-stored', 'the record was registered without its entries', {
        record: view.id,
      });
    }
    const value = { record: view.id, root: view.record.entries, public: view.publicEntries, entries };
    return { status: 200, cache: view.publicEntries ? cacheOf(view.state) : 'private', value };
  },
});
