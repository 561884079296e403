import * as z from 'zod';
import { hashStream } from '../../../core/records/record.ts';
import { subjectSchema } from '../../../core/encoding/schema.ts';
import { listStream } from '../../../db/records/record-lists.ts';
import { findStreamView } from '../../../db/records/stream-views.ts';
import { resolveParty } from '../access.ts';
import { chooseLimit, pageQuery, pageSchema, parseCursor, showRecordPage } from '../page.ts';
import { defineRoute } from '../route.ts';
import { nameOfKind } from '../../../core/records/kind.ts';
import { kindName, partyName, recordSummarySchema, streamSummarySchema } from '../schemas.ts';

const streamSchema = z
  .strictObject({ ...streamSummarySchema.shape, records: pageSchema(recordSummarySchema) })
  .meta({ id: 'Stream', description: 'A stream with a page of its records.' });

const sequenceCursor = z.tuple([z.int().positive()]);

/** Answers a stream without records as an empty one: a client that starts a stream needs no special case. */
export const readStream = defineRoute({
  operation: 'readStream',
  method: 'get',
  path: '/v1/streams/{party}/{kind}/{subject}',
  tag: 'Streams',
  summary: 'Read a stream',
  description:
    'The newest sealed record (`head`), the newest accepted record (`accepted`), and all versions by sequence. In a stream without records both are null. The subject may contain slashes, encoded or not.',
  params: z.strictObject({ party: partyName, kind: kindName, subject: subjectSchema }),
  query: z.strictObject(pageQuery),
  answers: { 200: 'The stream.' },
  answer: streamSchema,
  refusals: ['not-found', 'cursor'],
  handle: async ({ pool, config }, { params, query }) => {
    const party = await resolveParty(pool, params.party);
    const { kind, subject } = params;
    const stream = hashStream({ party, kind, subject });
    const [after] = parseCursor(query.cursor, sequenceCursor, [0]);
    const limit = chooseLimit(query.limit, config.maxPage);
    const [view, records] = await Promise.all([
      findStreamView(pool, stream),
      listStream(pool, stream, after, limit),
    ]);
    const empty = { stream, party, kind: nameOfKind(kind), subject, head: null, accepted: null };
    const value = { ...(view ?? empty), records: showRecordPage(records) };
    return { status: 200, cache: 'revalidate', value };
  },
});
