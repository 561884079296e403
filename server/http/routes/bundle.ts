import * as z from 'zod';
import { bundleSchema } from '../../../core/proofs/bundle.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { BadInput } from '../../../core/errors.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { hashSchema, keySchema } from '../../../core/encoding/schema.ts';
import type { RecordView } from '../../../db/records/views.ts';
import { findSubjectView } from '../../../db/records/subject-views.ts';
import { type BundleReads, buildBundle, writeBundle } from '../../proofs/bundle.ts';
import type { EntryChoice } from '../../proofs/entries.ts';
import type { WantedReplays } from '../../proofs/shown-batch.ts';
import { HttpError } from '../../errors/http-error.ts';
import { mayReadEntries, requireReader, requireReaderOfAll } from '../access.ts';
import { type HttpContext, defineRoute } from '../route.ts';
import { kindName } from '../schemas.ts';

/** Keys contain no commas, so commas can separate them. */
const list = z.string().transform((text) => text.split(','));

const keyList = list.pipe(z.array(keySchema));

const partyIds = list.pipe(z.array(hashSchema).max(64)).transform((ids) => [...new Set(ids)]);

const KIND = Object.entries(KINDS).flat().join('|');
/** A party id if it is another party's, the kind, and the subject. None of them contains colons or commas. */
const STREAM = new RegExp(`^(?:(0x[0-9a-f]{64}):)?(${KIND}):(?=.{1,128}$)([a-z0-9._-]+(?:/[a-z0-9._-]+)*)$`);

const streamList = list.pipe(
  z
    .array(
      z
        .string()
        .regex(STREAM, 'must be kind:subject, or party:kind:subject with the id of a party')
        .transform((text) => {
          const [, party, kind, subject = ''] = STREAM.exec(text) ?? [];
          return { party: (party ?? null) as Hex | null, kind: kindName.parse(kind), subject };
        }),
    )
    .max(64),
);

const MOST_REPLAYERS = 16;
const MOST_LEVELS = 16;

const bundleQuery = z.strictObject({
  entries: keyList.optional().meta({
    description:
      'Entries to show: `all`, `none`, or keys separated by commas (percent-encode `+` as `%2B`). By default all entries that are stored and that you may read.',
  }),
  absent: keyList.optional().meta({
    description: 'Keys, separated by commas, for which to prove that the record has no such entry.',
  }),
  depth: z
    .string()
    .regex(/^([0-9]|1[0-6])$/, 'must be a whole number from 0 to 16')
    .transform(Number)
    .optional()
    .meta({
      description:
        'How many levels of sources to include. Default: 1; with reperformable all, because figures can come from results that have sources themselves.',
    }),
  reperformable: z.literal('true').optional().meta({
    description:
      'Include everything needed to compute the figures again: the run of the result, and from each source exactly the rows that the run uses. You must be allowed to read all of them.',
  }),
  judges: partyIds.optional().meta({
    description:
      'Ids of parties, separated by commas. For each, show its newest assurance and decision about the stream of the record, or prove that there is none.',
  }),
  history: z.literal('true').optional().meta({
    description:
      'Include every version of the stream, from the shown head down to sequence 1, as links: the check `order` needs them.',
  }),
  complete: z.literal('true').optional().meta({
    description:
      'List all streams of the party, as of the batch of the heads: the check `completeness` needs them.',
  }),
  streams: streamList.optional().meta({
    description:
      'Streams, separated by commas, each `kind:subject` of the party of the record, or `party:kind:subject` with the id of a party, such as `result:inventory/2024`. For each, show its newest version, or prove that there is no such stream.',
  }),
  replays: partyIds.pipe(z.array(hashSchema).max(MOST_REPLAYERS)).optional().meta({
    description:
      'Ids of parties, separated by commas. Show heads and lists as of the newest final batch that they replayed, and not as of the newest one, with their replays.',
  }),
  quorum: z
    .string()
    .regex(/^([1-9]|1[0-6])$/, 'must be a whole number from 1 to 16')
    .transform(Number)
    .optional()
    .meta({ description: 'How many of `replays` must have replayed that batch. Default: 1.' }),
});
type BundleQuery = z.output<typeof bundleQuery>;

/** @throws BadInput `uint-range` */
function chooseReplays({ replays, quorum }: BundleQuery): WantedReplays | null {
  if (replays === undefined && quorum === undefined) return null;
  const wanted = { parties: replays ?? [], quorum: quorum ?? 1 };
  if (wanted.quorum <= wanted.parties.length) return wanted;
  throw new BadInput(
    'uint-range',
    `expected a quorum of at most ${wanted.parties.length}, the number of different parties in replays, got ${wanted.quorum}`,
    wanted.quorum,
    'quorum',
  );
}

/** Returns which entries to show: those requested, if the client may read them. @throws HttpError `unauthorized`, `forbidden` */
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

/** The figures of a disclosure or a result can come from results, down to datasets. */
function chooseDepth({ depth, reperformable }: BundleQuery): number {
  return depth ?? (reperformable === undefined ? 1 : MOST_LEVELS);
}

export const readBundle = defineRoute({
  operation: 'readBundle',
  method: 'get',
  path: '/v1/records/{id}/bundle',
  tag: 'Records',
  summary: 'Download a proof file',
  description:
    'A proof file (`*.carbon-proof.json`, protocol §11) lets anyone verify a record with nothing but the chain. It contains the record, its sources, the assurances and decisions about it (withdrawn ones too), newer versions, and the newest heads. Entries of a private record are included only for those who may read them.',
  session: 'optional',
  params: z.strictObject({ id: hashSchema.meta({ description: 'The record id.' }) }),
  query: bundleQuery,
  answers: { 200: 'The proof file, in its canonical form.' },
  answer: bundleSchema.meta({ id: 'Bundle', description: 'A proof file (protocol §11).' }),
  refusals: [
    'not-found',
    'unauthorized',
    'forbidden',
    'not-anchored',
    'record-rejected',
    'not-replayed',
    'entries-not-stored',
    'entry-unknown',
    'entry-present',
    'not-reperformable',
    'bundle-limit',
    'uint-range',
    'hex-syntax',
    'overloaded',
  ],
  handle: async (context, { params, query, token, client, signal }) => {
    const view = await findSubjectView(context.pool, params.id);
    if (view === null)
      throw new HttpError('not-found', `no record ${params.id}`, { path: 'id', value: params.id });
    const choice = await chooseEntries(context, view, query, token);
    const reads: BundleReads = {
      pool: context.pool,
      readSlowly: (work) => context.slowReads.run({ client, signal }, work),
    };
    const bundle = await buildBundle(reads, context.domain, view, {
      ...choice,
      depth: chooseDepth(query),
      judges: query.judges ?? [],
      history: query.history !== undefined,
      complete: query.complete !== undefined,
      streams: query.streams ?? [],
      replays: chooseReplays(query),
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
