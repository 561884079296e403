import { z } from 'zod';
import { bundleSchema } from '../../../core/proofs/bundle.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { hashSchema, keySchema } from '../../../core/encoding/schema.ts';
import type { RecordView } from '../../../db/records/views.ts';
import { findSubjectView } from '../../../db/records/subject-views.ts';
import { buildBundle, writeBundle } from '../../proofs/bundle.ts';
import type { EntryChoice } from '../../proofs/entries.ts';
import { HttpError } from '../../errors/errors.ts';
import { mayReadEntries, requireReader, requireReaderOfAll } from '../access.ts';
import { type HttpContext, defineRoute } from '../route.ts';

/** Keys hold no commas, so that a list of them can be separated by commas. */
const keyList = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(keySchema));

const bundleQuery = z.strictObject({
  entries: keyList.optional().meta({
    description:
      'Which entries to show: `all`, `none`, or keys separated by commas (percent-encode `+` as `%2B`). Without it, all that the asker may read and the ledger holds.',
    example: 'all',
  }),
  absent: keyList
    .optional()
    .meta({ description: 'Keys of which to show that the record has no such entry, separated by commas.' }),
  depth: z
    .string()
    .regex(/^([0-9]|1[0-6])$/, 'not a whole number from 0 to 16')
    .transform(Number)
    .optional()
    .meta({
      description:
        'How far sources of sources go along: 1 by default, 2 for a re-performable disclosure, whose results rest on datasets.',
      example: '1',
    }),
  reperformable: z.literal('true').optional().meta({
    description:
      'Also shows what anyone needs to compute the figures again: the run of the result, and of each of its sources exactly the rows that the run names. Whoever asks must be allowed to read them all.',
  }),
});
type BundleQuery = z.output<typeof bundleQuery>;

/** Returns which entries to show: those that are asked for, if the asker may read them. @throws HttpError `unauthorized`, `forbidden` */
async function chooseEntries(
  context: HttpContext,
  view: RecordView,
  { entries, absent = [], reperformable }: BundleQuery,
  token: string | null,
): Promise<EntryChoice> {
  const [word] = entries?.length === 1 ? entries : [];
  const isPlain = absent.length === 0 && reperformable === undefined;
  if (word === 'none' && isPlain) return { entries: 'none', absent };
  if (entries === undefined && isPlain) {
    return { entries: (await mayReadEntries(context, view, token)) ? 'stored' : 'none', absent };
  }
  await requireReader(context, view, token);
  if (entries === undefined && reperformable !== undefined) return { entries: 'all', absent };
  return { entries: word === 'all' || word === 'none' ? word : (entries ?? 'none'), absent };
}

/** A disclosure rests on results, and these on datasets. */
function chooseDepth({ record }: RecordView, { depth, reperformable }: BundleQuery): number {
  return depth ?? (reperformable !== undefined && record.kind === KINDS.disclosure ? 2 : 1);
}

export const readBundle = defineRoute({
  operation: 'readBundle',
  method: 'get',
  path: '/v1/records/{id}/bundle',
  tag: 'Records',
  summary: 'A file that proves a record to anyone, with nothing but the chain',
  description:
    'The record, its sources, what vouches for or answers it, and the newest heads, as `*.carbon-proof.json` (protocol §11). Entries of private records are shown to those only who may read them.',
  session: 'optional',
  params: z.strictObject({ id: hashSchema.meta({ description: 'The record id.' }) }),
  query: bundleQuery,
  answers: { 200: 'The bundle, byte for byte in its canonical form.' },
  answer: bundleSchema.meta({ id: 'Bundle' }),
  refusals: [
    'not-found',
    'unauthorized',
    'forbidden',
    'not-anchored',
    'record-rejected',
    'entries-not-stored',
    'entry-unknown',
    'entry-present',
    'not-reperformable',
    'bundle-limit',
  ],
  handle: async (context, { params, query, token }) => {
    const view = await findSubjectView(context.pool, params.id);
    if (view === null)
      throw new HttpError('not-found', `no record ${params.id}`, { path: 'id', value: params.id });
    const choice = await chooseEntries(context, view, query, token);
    const bundle = await buildBundle(context.pool, context.domain, view, {
      ...choice,
      depth: chooseDepth(view, query),
      reperformable:
        query.reperformable === undefined
          ? null
          : (client, views) => requireReaderOfAll({ pool: client, now: context.now }, views, token),
    });
    return {
      status: 200,
      cache: view.publicEntries && query.reperformable === undefined ? 'revalidate' : 'private',
      headers: { 'Content-Disposition': `attachment; filename="${view.id.slice(2, 18)}.carbon-proof.json"` },
      text: writeBundle(bundle),
    };
  },
});
