import { z } from 'zod';
import { hashSchema, keySchema, subjectSchema, uintSchema } from '../../core/schema.ts';
import { HttpError } from '../errors.ts';
import { type Dependent, findImpact } from '../impact.ts';
import { findReadable } from './access.ts';
import { defineRoute } from './route.ts';
import { recordIdParams } from './schemas.ts';

const dependentSchema = z.strictObject({
  id: hashSchema,
  party: hashSchema,
  kind: uintSchema(),
  subject: subjectSchema,
  sequence: uintSchema(1),
  state: z.enum(['stale', 'restated', 'unaffected']).meta({
    description: 'It rests on what changed; so it did, and a newer version of it does not; or it never did.',
  }),
  by: z.enum(['rows', 'record']).meta({
    description:
      'Judged by rows and figures, or, where you may not read them or there are none, by the record as a whole.',
  }),
  keys: z.array(keySchema).nullable(),
  path: z.array(hashSchema),
  restatedBy: hashSchema.nullable(),
});

const impactSchema = z
  .strictObject({
    record: hashSchema,
    successor: hashSchema.nullable(),
    changed: z.array(keySchema).nullable(),
    dependents: z.array(dependentSchema),
    truncated: z.boolean(),
  })
  .meta({ id: 'Impact' });

function showDependent({
  record,
  state,
  by,
  keys,
  path,
  restatedBy,
}: Dependent): z.input<typeof dependentSchema> {
  const { id, party, kind, subject, sequence } = record;
  const shown = keys === null ? null : [...keys];
  return { id, party, kind, subject, sequence, state, by, keys: shown, path: [...path], restatedBy };
}

export const readImpact = defineRoute({
  operation: 'readImpact',
  method: 'get',
  path: '/v1/records/{id}/impact',
  tag: 'Records',
  summary: 'What rests on a record, and what of it is stale',
  description:
    'All records made from this one, directly or over others, each with the path, and whether the next version of this record changes what it rests on: by rows and figures where you may read the entries, else by the record as a whole.',
  session: 'optional',
  params: recordIdParams,
  answers: { 200: 'The records that rest on it, sources before what is made of them.' },
  answer: impactSchema,
  refusals: ['not-found', 'unauthorized'],
  handle: async (context, { params, token }) => {
    const impact = await findImpact(context.pool, params.id, (records) =>
      findReadable(context, records, token),
    );
    if (impact === null)
      throw new HttpError('not-found', `no record ${params.id}`, { path: 'id', value: params.id });
    const { record, successor, changed, dependents, truncated } = impact;
    const shown = changed === null ? null : [...changed];
    const value = {
      record: record.id,
      successor,
      changed: shown,
      dependents: dependents.map(showDependent),
      truncated,
    };
    return { status: 200, cache: 'private', value };
  },
});
