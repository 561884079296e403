import { z } from 'zod';
import { hashSchema, keySchema, subjectSchema, uintSchema } from '../../../core/encoding/schema.ts';
import { HttpError } from '../../errors/errors.ts';
import { type Dependent, findImpact } from '../../impact/impact.ts';
import { openReader } from '../access.ts';
import { chooseLimit, cutPage, pageQuery, pageSchema, parseCursor } from '../page.ts';
import { defineRoute } from '../route.ts';
import { recordIdParams } from '../schemas.ts';

const dependentSchema = z.strictObject({
  id: hashSchema,
  party: hashSchema,
  kind: uintSchema(),
  subject: subjectSchema,
  sequence: uintSchema(1),
  state: z.enum(['stale', 'restated', 'unaffected']).meta({
    description:
      'It rests on what changed; so it does, and the newest of its stream does not; or it does not rest on that.',
  }),
  by: z.enum(['rows', 'record']).meta({
    description:
      'Judged by rows and figures, or, where you may not read them or there are none, by the record as a whole.',
  }),
  keys: z
    .array(keySchema)
    .nullable()
    .meta({ description: 'Its figures that rest on what changed; null where it is judged as a whole.' }),
  path: z
    .array(hashSchema)
    .meta({ description: 'From the record asked for to this one; empty where it is too long to follow.' }),
  restatedBy: hashSchema.nullable(),
});

const impactSchema = z
  .strictObject({
    record: hashSchema,
    successor: hashSchema.nullable().meta({
      description: 'The newest record of its stream, which it is compared with; null where that is itself.',
    }),
    withdrawn: z.boolean().meta({
      description: 'Whether the newest of its stream is a withdrawal: then all that stood in it changed.',
    }),
    changed: z.array(keySchema).nullable().meta({
      description:
        'Keys that the newest added, removed or changed; null where that cannot be told: entries are private or not here, or the statement says it all.',
    }),
    total: uintSchema().meta({ description: 'How many records rest on it.' }),
    truncated: z.boolean().meta({ description: 'Whether there are more than `total`.' }),
    dependents: pageSchema(dependentSchema),
  })
  .meta({ id: 'Impact' });

/** Each page follows the sources anew, so that pages are longer than those of other lists. */
const LONGER = 4;

const arrivalCursor = z.tuple([z.int().positive()]);

function showDependent({
  record,
  state,
  keys,
  path,
  restatedBy,
}: Dependent): z.input<typeof dependentSchema> {
  const { id, party, kind, subject, sequence } = record;
  const shown = keys === null ? null : [...keys];
  const by = keys === null ? 'record' : 'rows';
  return { id, party, kind, subject, sequence, state, by, keys: shown, path: [...path], restatedBy };
}

export const readImpact = defineRoute({
  operation: 'readImpact',
  method: 'get',
  path: '/v1/records/{id}/impact',
  tag: 'Records',
  summary: 'What rests on a record, and what of it is stale',
  description:
    'All records made from this one, directly or over others, each with the path, and whether the newest version of this record changes what it rests on: by rows and figures where you may read the entries, else by the record as a whole.',
  session: 'optional',
  params: recordIdParams,
  query: z.strictObject(pageQuery),
  answers: { 200: 'The records that rest on it, sources before what is made of them.' },
  answer: impactSchema,
  refusals: ['not-found', 'unauthorized', 'cursor'],
  handle: async (context, { params, query, token }) => {
    const { pool, config } = context;
    const [after] = parseCursor(query.cursor, arrivalCursor, [0]);
    const limit = chooseLimit(query.limit, LONGER * config.maxPage);
    const access = { client: pool, readable: await openReader(context, token) };
    const impact = await findImpact(access, params.id, { after, limit: limit + 1 });
    if (impact === null)
      throw new HttpError('not-found', `no record ${params.id}`, { path: 'id', value: params.id });
    const { record, successor, isWithdrawn: withdrawn, changed, total, isTruncated: truncated } = impact;
    const page = cutPage(impact.dependents, limit, ({ arrival }) => [arrival]);
    const value = {
      record,
      successor,
      withdrawn,
      changed: changed === null ? null : [...changed],
      total,
      truncated,
      dependents: { ...page, items: page.items.map(showDependent) },
    };
    return { status: 200, cache: 'private', value };
  },
});
