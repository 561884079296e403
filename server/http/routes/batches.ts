import { z } from 'zod';
import { formatJson } from '../../../core/encoding/json.ts';
import { MAX_UINT } from '../../../core/encoding/schema.ts';
import {
  type BatchView,
  findBatchView,
  listBatchViews,
  readSealedRecords,
} from '../../../db/batches/batch-views.ts';
import type { Queryable } from '../../../db/pool.ts';
import { HttpError } from '../../errors/errors.ts';
import { chooseLimit, cutPage, pageQuery, pageSchema, parseCursor } from '../page.ts';
import { cacheOf } from './records.ts';
import { defineRoute } from '../route.ts';
import { batchViewSchema, sealedRecordSchema } from '../schemas.ts';

const TAG = 'Batches';

const batchParams = z.strictObject({
  number: z
    .string()
    .regex(/^[1-9][0-9]{0,14}$/, 'not the number of a batch')
    .transform(Number)
    .meta({ description: 'The number of the batch, counted from 1.', example: '1' }),
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
  summary: 'Batches, the newest first',
  query: z.strictObject(pageQuery),
  answers: { 200: 'A page of batches.' },
  answer: pageSchema(batchViewSchema),
  refusals: ['cursor'],
  handle: async ({ pool, config }, { query }) => {
    const [before] = parseCursor(query.cursor, numberCursor, [MAX_UINT]);
    const limit = chooseLimit(query.limit, config.maxPage);
    const value = cutPage(await listBatchViews(pool, before, limit + 1), limit, ({ number }) => [number]);
    return { status: 200, cache: 'revalidate', value };
  },
});

export const readBatch = defineRoute({
  operation: 'readBatch',
  method: 'get',
  path: '/v1/batches/{number}',
  tag: TAG,
  summary: 'A batch: its header, and where the chain holds it',
  params: batchParams,
  answers: { 200: 'The batch.' },
  answer: batchViewSchema,
  refusals: ['not-found'],
  handle: async ({ pool }, { params }) => {
    const batch = await requireBatch(pool, params.number);
    return { status: 200, cache: cacheOf(batch.state), value: batch };
  },
});

/** Yields the records of a batch as lines of JSON. */
async function* formatLines(client: Queryable, number: number): AsyncGenerator<string> {
  for await (const sealed of readSealedRecords(client, number))
    yield `${formatJson(sealed, { depth: 18, bytes: MAX_UINT })}\n`;
}

export const readBatchRecords = defineRoute({
  operation: 'readBatchRecords',
  method: 'get',
  path: '/v1/batches/{number}/records',
  tag: TAG,
  summary: 'The records of a batch, a line of JSON each, in the order of its leaves',
  description:
    'All that a replay needs (protocol §7): record ids with signatures recompute the tree, records with signatures what moves the heads.',
  params: batchParams,
  answers: { 200: 'Lines of JSON, each a sealed record.' },
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
