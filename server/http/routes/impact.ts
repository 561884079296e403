import * as z from 'zod';
import { hashSchema, keySchema, subjectSchema, uintSchema } from '../../../core/encoding/schema.ts';
import { findRecordNames, type RecordName } from '../../../db/records/record-names.ts';
import { HttpError } from '../../errors/http-error.ts';
import { type Dependent, findImpact } from '../../impact/impact.ts';
import { openReader } from '../access.ts';
import { chooseLimit, cutPage, pageQuery, pageSchema, parseCursor } from '../page.ts';
import { defineRoute } from '../route.ts';
import { recordIdParams } from '../schemas.ts';

const dependentSchema = z.strictObject({
  id: hashSchema,
  party: hashSchema,
  identifier: z
    .string()
    .nullable()
    .meta({ description: 'The first identifier of the party; null where the registry does not know it.' }),
  title: z.string().meta({ description: 'The title in the statement; empty where it has none.' }),
  kind: uintSchema(),
  subject: subjectSchema,
  sequence: uintSchema(1),
  version: uintSchema(1).nullable().meta({
    description:
      'Sequence of the version on which it depends: the first record of `path`. Null where `path` is empty.',
  }),
  state: z.enum(['stale', 'restated', 'unaffected', 'withdrawn']).meta({
    description:
      '`stale`: depends on changed data. `restated`: its newest version no longer does. `unaffected`: does not. `withdrawn`: it is a withdrawal, or its newest version is one, so that nobody should use it.',
  }),
  by: z.enum(['rows', 'record']).meta({
    description:
      '`rows`: judged by its rows and figures. `record`: compared as a whole, because it has no figures or you may not read them.',
  }),
  keys: z
    .array(keySchema)
    .nullable()
    .meta({ description: 'Its figures that depend on changed data; null where it is compared as a whole.' }),
  path: z.array(hashSchema).meta({
    description: 'From the version on which it depends to this record; empty where it is too long to follow.',
  }),
  restatedBy: hashSchema
    .nullable()
    .meta({ description: 'Its newest version, where `state` is `restated`; else null.' }),
  withdrawnBy: hashSchema.nullable().meta({
    description: 'The withdrawal, which may be this record itself, where `state` is `withdrawn`; else null.',
  }),
});

const impactSchema = z
  .strictObject({
    record: hashSchema,
    successor: hashSchema.nullable().meta({
      description:
        'The newest version in its stream, with which it is compared; null where it is the newest.',
    }),
    withdrawn: z.boolean().meta({
      description:
        'Whether the newest version is a withdrawal. Then everything in the record counts as changed.',
    }),
    changed: z.array(keySchema).nullable().meta({
      description:
        'Keys that the newest version added, removed or changed. Null where this cannot be determined: the entries are private or not stored, or the record has none.',
    }),
    total: uintSchema().meta({
      description: 'The number of records that depend on this one or on an earlier version of it.',
    }),
    truncated: z.boolean().meta({ description: 'Whether there are more dependents than `total`.' }),
    dependents: pageSchema(dependentSchema),
  })
  .meta({ id: 'Impact', description: 'What depends on a record, and whether it is stale.' });

/** Pages are longer than those of other lists by this factor, because each page follows the sources again. */
const LONGER = 4;

const arrivalCursor = z.tuple([z.int().positive()]);

const UNNAMED: RecordName = { title: '', identifier: null };

function showDependent(
  dependent: Dependent,
  { title, identifier }: RecordName,
): z.input<typeof dependentSchema> {
  const { record, version, state, keys, path, restatedBy, withdrawnBy } = dependent;
  const { id, party, kind, subject, sequence } = record;
  return {
    id,
    party,
    identifier,
    title,
    kind,
    subject,
    sequence,
    version,
    state,
    by: keys === null ? 'record' : 'rows',
    keys: keys === null ? null : [...keys],
    path: [...path],
    restatedBy,
    withdrawnBy,
  };
}

export const readImpact = defineRoute({
  operation: 'readImpact',
  method: 'get',
  path: '/v1/records/{id}/impact',
  tag: 'Records',
  summary: 'The dependents of a record, and which of them are stale',
  description:
    'Lists every record that depends on this one or on an earlier version of it, directly or through others, each with its path. Each is compared with the newest version in the stream: by rows and figures where you may read the entries, else as a whole.',
  session: 'optional',
  params: recordIdParams,
  query: z.strictObject(pageQuery),
  answers: { 200: 'The dependents, each after its sources.' },
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
    const names = await findRecordNames(
      pool,
      page.items.map((item) => item.record.id),
    );
    const items = page.items.map((item) => showDependent(item, names.get(item.record.id) ?? UNNAMED));
    const value = {
      record,
      successor,
      withdrawn,
      changed: changed === null ? null : [...changed],
      total,
      truncated,
      dependents: { ...page, items },
    };
    return { status: 200, cache: 'private', value };
  },
});
