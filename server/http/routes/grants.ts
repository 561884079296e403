import * as z from 'zod';
import type { Hex } from '../../../core/encoding/hex.ts';
import { hashSchema } from '../../../core/encoding/schema.ts';
import { deleteGrant, listGrants, listReceivedGrants, storeGrant } from '../../../db/records/grants.ts';
import type { Queryable } from '../../../db/pool.ts';
import { HttpError } from '../../errors/http-error.ts';
import { requireOwner, requireOwnParty, requireRecord, resolveParty } from '../access.ts';
import { chooseLimit, cutPage, pageQuery, pageSchema, parseCursor } from '../page.ts';
import { defineRoute } from '../route.ts';
import { grantParams, grantsSchema, partyParams, receivedGrantSchema, recordIdParams } from '../schemas.ts';

const TAG = 'Grants';
const REFUSALS = ['not-found', 'unauthorized', 'forbidden'];

async function showGrants(client: Queryable, record: Hex): Promise<z.input<typeof grantsSchema>> {
  const grants = await listGrants(client, record);
  return { record, grants: grants.map(({ grantee, grantedAt }) => ({ party: grantee, grantedAt })) };
}

export const readGrants = defineRoute({
  operation: 'readGrants',
  method: 'get',
  path: '/v1/records/{id}/grants',
  tag: TAG,
  summary: 'List grants',
  description:
    'The parties that may read the entries of a private record. Only the party of the record may see them.',
  session: 'required',
  params: recordIdParams,
  answers: { 200: 'The parties with a grant.' },
  answer: grantsSchema,
  refusals: REFUSALS,
  handle: async (context, { params, token }) => {
    const view = await requireRecord(context.pool, params.id);
    await requireOwner(context, view, token);
    return { status: 200, cache: 'private', value: await showGrants(context.pool, view.id) };
  },
});

export const grantReading = defineRoute({
  operation: 'grantReading',
  method: 'put',
  path: '/v1/records/{id}/grants/{party}',
  tag: TAG,
  summary: 'Grant a party',
  description: 'Lets a party read the entries of a private record. Granting twice has no further effect.',
  session: 'required',
  params: grantParams,
  answers: { 200: 'The parties that have a grant now.' },
  answer: grantsSchema,
  refusals: REFUSALS,
  handle: async (context, { params, token }) => {
    const view = await requireRecord(context.pool, params.id);
    await requireOwner(context, view, token);
    await storeGrant(context.pool, view.id, await resolveParty(context.pool, params.party), context.now());
    return { status: 200, cache: 'private', value: await showGrants(context.pool, view.id) };
  },
});

export const revokeReading = defineRoute({
  operation: 'revokeReading',
  method: 'delete',
  path: '/v1/records/{id}/grants/{party}',
  tag: TAG,
  summary: 'Revoke a grant',
  description: 'The party can no longer read the entries. It keeps copies that it made before.',
  session: 'required',
  params: grantParams,
  answers: { 200: 'The parties that have a grant now.' },
  answer: grantsSchema,
  refusals: REFUSALS,
  handle: async (context, { params, token }) => {
    const view = await requireRecord(context.pool, params.id);
    await requireOwner(context, view, token);
    const party = await resolveParty(context.pool, params.party);
    if (!(await deleteGrant(context.pool, view.id, party))) {
      throw new HttpError('not-found', 'the party has no grant for this record', {
        path: 'party',
        value: params.party,
      });
    }
    return { status: 200, cache: 'private', value: await showGrants(context.pool, view.id) };
  },
});

const receivedCursor = z.tuple([z.iso.datetime({ precision: 6 }), hashSchema]);
/** Before the first grant of the list. */
const FIRST: [string, Hex] = ['infinity', `0x${'f'.repeat(64)}`];

export const listGrantsReceived = defineRoute({
  operation: 'listGrantsReceived',
  method: 'get',
  path: '/v1/parties/{party}/grants',
  tag: TAG,
  summary: 'List the grants of a party',
  description:
    'The private records whose entries the party may read by a grant, the last granted first. Only the party itself may see them.',
  session: 'required',
  params: partyParams,
  query: z.strictObject(pageQuery),
  answers: { 200: 'A page of grants.' },
  answer: pageSchema(receivedGrantSchema),
  refusals: [...REFUSALS, 'cursor'],
  handle: async (context, { params, query, token }) => {
    const { pool, config } = context;
    const party = await resolveParty(pool, params.party);
    await requireOwnParty(context, party, token);
    const [exactly, record] = parseCursor<[string, Hex]>(query.cursor, receivedCursor, FIRST);
    const limit = chooseLimit(query.limit, config.maxPage);
    const found = await listReceivedGrants(pool, party, { exactly, record }, limit + 1);
    const page = cutPage(found, limit, (grant) => [grant.exactly, grant.record]);
    const items = page.items.map((grant) => ({ record: grant.record, grantedAt: grant.grantedAt }));
    return { status: 200, cache: 'private', value: { ...page, items } };
  },
});
