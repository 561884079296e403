import * as z from 'zod';
import { nameOfKind } from '../../../core/records/kind.ts';
import { kindNameSchema } from '../../../core/records/record-schema.ts';
import { hashSchema, keySchema, subjectSchema, uintSchema } from '../../../core/encoding/schema.ts';
import type { Queryable } from '../../../db/pool.ts';
import { readArrivalMark } from '../../../db/records/arrivals.ts';
import { findRecordNames, type RecordName, UNNAMED } from '../../../db/records/record-names.ts';
import { HttpError } from '../../errors/http-error.ts';
import { findClosure } from '../../impact/find-closure.ts';
import { type Dependent, findStream, type Impact, judgeImpact } from '../../impact/impact.ts';
import { openReader } from '../access.ts';
import { chooseLimit, formatCursor, pageQuery, pageSchema, parseCursor } from '../page.ts';
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
  kind: kindNameSchema,
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
    truncated: z.boolean().meta({ description: 'Whether there may be more dependents than `total`.' }),
    truncatedBy: z.enum(['links', 'time', 'dependents', 'versions']).nullable().meta({
      description:
        '`links`, `time`: following the sources took more than one request may; the next page continues, even if this one is empty. `dependents`: there are more than are followed. `versions`: the stream has more versions than are followed. Null where `truncated` is false.',
    }),
    dependents: pageSchema(dependentSchema),
  })
  .meta({ id: 'Impact', description: 'What depends on a record, and whether it is stale.' });

/** Pages are longer than those of other lists by this factor, because each page reads the records on the paths again. */
const LONGER = 4;

const arrivalCursor = z.tuple([z.int().nonnegative()]);

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
    kind: nameOfKind(kind),
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
    'Lists every record that depends on this one or on an earlier version of it, directly or through others, each with its path. Each is compared with the newest version in the stream: by rows and figures where you may read the entries, else as a whole. Where this is much work, `truncated` is true and later pages continue: read `total` on the last one.',
  session: 'optional',
  isSlow: true,
  params: recordIdParams,
  query: z.strictObject(pageQuery),
  answers: { 200: 'The dependents, each after its sources.' },
  answer: impactSchema,
  refusals: ['not-found', 'unauthorized', 'cursor', 'overloaded'],
  handle: async (context, { params: { id }, query, token, client: address, signal }) => {
    const { pool, now, config, slowReads, closures } = context;
    const [after] = parseCursor(query.cursor, arrivalCursor, [0]);
    const page = { after, limit: chooseLimit(query.limit, LONGER * config.maxPage) };
    const visitor = { client: address, signal };
    const endTurn = await closures.takeTurn(id, visitor);
    try {
      const settled = closures.settled.settle(await readArrivalMark(pool));
      const value = await slowReads.run(visitor, async (client) => {
        const asked = await findStream(client, id);
        if (asked === null) throw new HttpError('not-found', `no record ${id}`, { path: 'id', value: id });
        const closure = await findClosure(client, closures, asked, settled);
        endTurn();
        const readable = await openReader({ pool: client, now }, token);
        const impact = await judgeImpact({ client, readable }, asked, closure, page);
        return showImpact(client, impact);
      });
      return { status: 200, cache: 'private', value };
    } finally {
      endTurn();
    }
  },
});

async function showImpact(client: Queryable, impact: Impact): Promise<z.input<typeof impactSchema>> {
  const { record, successor, isWithdrawn: withdrawn, changed, total, truncatedBy, dependents, next } = impact;
  const names = await findRecordNames(
    client,
    dependents.map((one) => one.record.id),
  );
  return {
    record,
    successor,
    withdrawn,
    changed: changed === null ? null : [...changed],
    total,
    truncated: truncatedBy !== null,
    truncatedBy,
    dependents: {
      items: dependents.map((one) => showDependent(one, names.get(one.record.id) ?? UNNAMED)),
      next: next === null ? null : formatCursor([next]),
    },
  };
}
