import * as z from 'zod';
import { formatJson } from '../../../core/encoding/json.ts';
import { MAX_UINT } from '../../../core/encoding/schema.ts';
import {
  BATCH_STATES,
  type BatchView,
  findBatchView,
  listBatchViews,
  readSealedRecords,
} from '../../../db/batches/batch-views.ts';
import type { Queryable } from '../../../db/pool.ts';
import { listBatch } from '../../../db/records/record-lists.ts';
import { HttpError } from '../../errors/http-error.ts';
import { chooseLimit, cutPage, pageQuery, pageSchema, parseCursor, showRecordPage } from '../page.ts';
import { cacheOf } from './records.ts';
import { defineRoute } from '../route.ts';
import { batchViewSchema, recordSummarySchema, sealedRecordSchema } from '../schemas.ts';

const TAG = 'Batches';

const batchParams = z.strictObject({
  number: z
    .string()
    .regex(/^[1-9][0-9]{0,14}$/, 'must be a whole number from 1')
    .transform(Number)
    .meta({ description: 'The number of the batch, counted from 1.' }),
});

async function requireBatch(client: Queryable, number: number): Promise<BatchView> {
  const batch = await findBatchView(client, number);
  if (batch === null)
    throw new HttpError('not-found', `no batch ${number}`, { path: 'number', value: number });
  return batch;
}

const numberCursor = z.tuple([z.int().positive()]);

export const listBatches = defineRoute({
  operation: 'listBatches',
  method: 'get',
  path: '/v1/batches',
  tag: TAG,
  summary: 'List batches',
  description:
    'Batches with their headers, the newest first, each with the block that holds it; also by their state.',
  query: z.strictObject({
    ...pageQuery,
    state: z
      .enum(BATCH_STATES)
      .optional()
      .meta({ description: 'Only batches that are in this state now (protocol §9).' }),
  }),
  answers: { 200: 'A page of batches.' },
  answer: pageSchema(batchViewSchema),
  refusals: ['cursor'],
  handle: async ({ pool, config }, { query }) => {
    const [before] = parseCursor(query.cursor, numberCursor, [MAX_UINT]);
    const limit = chooseLimit(query.limit, config.maxPage);
    const found = await listBatchViews(pool, before, limit + 1, query.state ?? null);
    const value = cutPage(found, limit, ({ number }) => [number]);
    return { status: 200, cache: 'revalidate', value };
  },
});

export const readBatch = defineRoute({
  operation: 'readBatch',
  method: 'get',
  path: '/v1/batches/{number}',
  tag: TAG,
  summary: 'Read a batch',
  description: 'The header of a batch, its state, and the block and transaction that hold it.',
  params: batchParams,
  answers: { 200: 'The batch.' },
  answer: batchViewSchema,
  refusals: ['not-found'],
  handle: async ({ pool }, { params }) => {
    const batch = await requireBatch(pool, params.number);
    return { status: 200, cache: cacheOf(batch.state), value: batch };
  },
});

/** Characters from which on lines are sent. */
const PART = 1 << 16;

/** Yields the records of a batch, one JSON line each, several lines at a time. The statement, the last member, is sent as it is stored. */
async function* formatLines(client: Queryable, number: number): AsyncGenerator<string> {
  let lines = '';
  for await (const { statementText, ...signed } of readSealedRecords(client, number)) {
    lines += `${formatJson(signed).slice(0, -1)},"statement":${statementText}}\n`;
    if (lines.length < PART) continue;
    yield lines;
    lines = '';
  }
  yield lines;
}

export const readBatchRecords = defineRoute({
  operation: 'readBatchRecords',
  method: 'get',
  path: '/v1/batches/{number}/records',
  tag: TAG,
  summary: 'Read the records of a batch',
  description:
    'One record per line, in the order of the leaves of the batch. This is all that a replay needs (protocol §7): ids and signatures give the tree of the batch, the records give its new heads.',
  params: batchParams,
  answers: { 200: 'One sealed record per line.' },
  answer: sealedRecordSchema,
  mediaType: 'application/x-ndjson',
  refusals: ['not-found'],
  handle: async ({ pool }, { params }) => {
    const batch = await requireBatch(pool, params.number);
    return {
      status: 200,
      cache: cacheOf(batch.state),
      etag: `"${batch.id}"`,
      lines: formatLines(pool, batch.number),
    };
  },
});

const leafCursor = z.tuple([z.int().nonnegative()]);

export const listRecordsOfBatch = defineRoute({
  operation: 'listRecordsOfBatch',
  method: 'get',
  path: '/v1/batches/{number}/summaries',
  tag: TAG,
  summary: 'List the records of a batch',
  description:
    'A page of the records of a batch, in the order of its leaves, without statements and signatures.',
  params: batchParams,
  query: z.strictObject(pageQuery),
  answers: { 200: 'A page of records.' },
  answer: pageSchema(recordSummarySchema),
  refusals: ['not-found', 'cursor'],
  handle: async ({ pool, config }, { params, query }) => {
    const [after] = parseCursor<[number]>(query.cursor, leafCursor, [-1]);
    const batch = await requireBatch(pool, params.number);
    const part = await listBatch(pool, batch.number, after, chooseLimit(query.limit, config.maxPage));
    return { status: 200, cache: 'revalidate', value: showRecordPage(part) };
  },
});
