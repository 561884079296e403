import * as z from 'zod';
import { KINDS, nameOfRole } from '../../../core/records/kind.ts';
import { kindSchema } from '../../../core/records/record-schema.ts';
import { subjectSchema } from '../../../core/encoding/schema.ts';
import {
  findPartyView,
  listPartyViews,
  type PartyView,
  readWindows,
  type WindowView,
} from '../../../db/chain/party-views.ts';
import { listPartyStreams } from '../../../db/records/stream-views.ts';
import { HttpError } from '../../errors/http-error.ts';
import { resolveParty } from '../access.ts';
import { chooseLimit, cutPage, pageQuery, pageSchema, parseCursor } from '../page.ts';
import { defineRoute } from '../route.ts';
import { partyDetailSchema, partyParams, partyViewSchema, streamSummarySchema } from '../schemas.ts';

const TAG = 'Parties';

/** Returns the public view of a party. */
export function showParty({
  party,
  identifier,
  identifiers,
  roles,
}: PartyView): z.input<typeof partyViewSchema> {
  return { party, identifier, identifiers: [...identifiers], roles: roles.map(nameOfRole) };
}

/** Separates the windows of roles from those of keys. */
function splitWindows(windows: readonly WindowView[]): z.input<typeof partyDetailSchema>['windows'] {
  return {
    roles: windows.flatMap(({ role, index, from, until }) =>
      role === null ? [] : [{ role: nameOfRole(role), index, from, until }],
    ),
    keys: windows.flatMap(({ key, index, from, until }) =>
      key === null ? [] : [{ key, index, from, until }],
    ),
  };
}

const identifierCursor = z.tuple([z.string().regex(/^[\x21-\x7e]{1,128}$/)]);

export const listParties = defineRoute({
  operation: 'listParties',
  method: 'get',
  path: '/v1/parties',
  tag: TAG,
  summary: 'List parties',
  description: 'Registered parties with their identifiers and roles, ordered by identifier.',
  query: z.strictObject(pageQuery),
  answers: { 200: 'A page of parties.' },
  answer: pageSchema(partyViewSchema),
  refusals: ['cursor'],
  handle: async ({ pool, config }, { query }) => {
    const [after] = parseCursor(query.cursor, identifierCursor, ['']);
    const limit = chooseLimit(query.limit, config.maxPage);
    const page = cutPage(await listPartyViews(pool, after, limit + 1), limit, ({ identifier }) => [
      identifier,
    ]);
    return { status: 200, cache: 'revalidate', value: { ...page, items: page.items.map(showParty) } };
  },
});

export const readParty = defineRoute({
  operation: 'readParty',
  method: 'get',
  path: '/v1/parties/{party}',
  tag: TAG,
  summary: 'Read a party',
  description:
    'Identifiers, roles and keys of a party, with the windows in which they are valid, as read from the chain.',
  params: partyParams,
  answers: { 200: 'The party.' },
  answer: partyDetailSchema,
  refusals: ['not-found'],
  handle: async ({ pool }, { params }) => {
    const party = await resolveParty(pool, params.party);
    const [view, windows] = await Promise.all([findPartyView(pool, party), readWindows(pool, [party])]);
    if (view === null)
      throw new HttpError('not-found', `no party ${params.party} is registered`, {
        path: 'party',
        value: params.party,
      });
    return {
      status: 200,
      cache: 'revalidate',
      value: { ...showParty(view), windows: splitWindows(windows) },
    };
  },
});

const streamCursor = z.tuple([kindSchema, subjectSchema]);

export const listStreamsOfParty = defineRoute({
  operation: 'listStreamsOfParty',
  method: 'get',
  path: '/v1/parties/{party}/streams',
  tag: TAG,
  summary: 'List the streams of a party',
  description: 'Streams ordered by kind and subject, each with its newest version.',
  params: partyParams,
  query: z.strictObject(pageQuery),
  answers: { 200: 'A page of streams.' },
  answer: pageSchema(streamSummarySchema),
  refusals: ['not-found', 'cursor'],
  handle: async ({ pool, config }, { params, query }) => {
    const party = await resolveParty(pool, params.party);
    const [kind, subject] = parseCursor<[number, string]>(query.cursor, streamCursor, [0, '']);
    const limit = chooseLimit(query.limit, config.maxPage);
    const found = await listPartyStreams(pool, party, { kind, subject }, limit + 1);
    return {
      status: 200,
      cache: 'revalidate',
      value: cutPage(found, limit, (stream) => [KINDS[stream.kind], stream.subject]),
    };
  },
});
