import type { z } from 'zod';
import type { Hex } from '../../../core/encoding/hex.ts';
import { deleteGrant, listGrants, storeGrant } from '../../../db/records/grants.ts';
import type { Queryable } from '../../../db/pool.ts';
import { HttpError } from '../../errors/errors.ts';
import { requireOwner, requireRecord, resolveParty } from '../access.ts';
import { defineRoute } from '../route.ts';
import { grantParams, grantsSchema, recordIdParams } from '../schemas.ts';

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
  summary: 'Who may read the entries of a private record',
  session: 'required',
  params: recordIdParams,
  answers: { 200: 'The parties that were granted.' },
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
  summary: 'Let a party read the entries of a record',
  session: 'required',
  params: grantParams,
  answers: { 200: 'The parties that are granted now.' },
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
  summary: 'Take a grant back',
  description: 'What was read before, was read.',
  session: 'required',
  params: grantParams,
  answers: { 200: 'The parties that are granted now.' },
  answer: grantsSchema,
  refusals: REFUSALS,
  handle: async (context, { params, token }) => {
    const view = await requireRecord(context.pool, params.id);
    await requireOwner(context, view, token);
    const party = await resolveParty(context.pool, params.party);
    if (!(await deleteGrant(context.pool, view.id, party))) {
      throw new HttpError('not-found', 'the party was not granted this record', {
        path: 'party',
        value: params.party,
      });
    }
    return { status: 200, cache: 'private', value: await showGrants(context.pool, view.id) };
  },
});
