import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import * as z from 'zod';
import { formatJson } from '../../../core/encoding/json.ts';
import { lockWork } from '../../../db/locks.ts';
import { type Queryable, withTransaction } from '../../../db/pool.ts';
import { listDead, listResults, readResult } from '../../../db/work/results.ts';
import {
  endWork,
  findOpenWork,
  findWork,
  listWork,
  type NewWork,
  readOpenWork,
  storeWork,
  type Work,
} from '../../../db/work/works.ts';
import { HttpError } from '../../errors/http-error.ts';
import type { WorkOffer } from '../../work/work-offer.ts';
import { resolveParties } from '../access.ts';
import { chooseLimit, pageQuery } from '../page.ts';
import { defineRoute } from '../route.ts';
import { requireWork, requireWorkOffer, TASK_JSON, WORK_REFUSALS, WORK_TAG } from './work-access.ts';
import {
  newWorkSchema,
  resultParams,
  resultsQuery,
  resultsSchema,
  workParams,
  workSchema,
  workStateSchema,
} from './work-schemas.ts';
import { chooseParty, requireParties } from '../session-parties.ts';

function showWork({ lines, ...work }: Work): z.input<typeof workSchema> {
  return { ...work, lines: [...lines] };
}

export const askForWork = defineRoute({
  operation: 'askForWork',
  method: 'post',
  path: '/v1/work',
  tag: WORK_TAG,
  summary: 'Ask for work',
  description:
    'Lets pools compute a task, unit by unit. Who asks for what it has open already, gets that: so asking again after a crash continues. docs/work.md says what a pool can see, and how what it gives is checked.',
  session: 'required',
  body: newWorkSchema,
  answers: { 200: 'You have it open already.', 201: 'The work.' },
  answer: workSchema,
  refusals: [...WORK_REFUSALS, 'forbidden', 'not-found', 'work-too-much'],
  handle: async (context, { body, token }) => {
    const offer = requireWorkOffer(context);
    const party = await chooseParty(context, await requireParties(context, token), body.party);
    const pools = await resolveParties(context.pool, body.pools);
    const { units, unit } = body;
    const task = formatJson(body.task, TASK_JSON);
    const digest = createHash('sha256')
      .update(`${task}\n${pools.toSorted().join('\n')}\n${units}`)
      .digest();
    const fresh = { id: randomUUID(), party, digest, task, units, unit, pools };
    const [status, work] = await withTransaction(context.pool, async (client) => {
      await lockWork(client, party);
      const known = await findOpenWork(client, party, digest);
      if (known !== null) return [200, known] as const;
      await checkQuota(client, fresh, offer);
      await storeWork(client, fresh);
      return [201, (await findWork(client, fresh.id, [party]))!] as const;
    });
    return { status, cache: 'private', headers: { Location: `/v1/work/${work.id}` }, value: showWork(work) };
  },
});

/** @throws HttpError `work-too-much` */
async function checkQuota(
  client: Queryable,
  { party, units, unit, pools }: NewWork,
  { quota, pools: mostPools }: WorkOffer,
): Promise<void> {
  if (pools.length > mostPools)
    throw new HttpError('work-too-much', `at most ${mostPools} pools compute the same`, { limit: mostPools });
  const open = await readOpenWork(client, party);
  if (open.pieces >= quota.pieces)
    throw new HttpError('work-too-much', `the party has ${open.pieces} pieces of work open`, {
      limit: quota.pieces,
    });
  // Pools that agree give the same bytes, which are kept once. Those that do not are as many as they give.
  const bytes = open.bytes + units * unit.bytes;
  if (bytes > quota.bytes)
    throw new HttpError(
      'work-too-much',
      `all open work of the party would give ${bytes} bytes, at most ${quota.bytes} are kept`,
      { limit: quota.bytes, bytes },
    );
}

export const listOwnWork = defineRoute({
  operation: 'listWork',
  method: 'get',
  path: '/v1/work',
  tag: WORK_TAG,
  summary: 'List work',
  description: 'The work for which the parties of the key that signed in have asked, the newest first.',
  session: 'required',
  query: z.strictObject({ limit: pageQuery.limit }),
  answers: { 200: 'The newest work.' },
  answer: z.strictObject({ items: z.array(workSchema) }),
  refusals: WORK_REFUSALS,
  handle: async (context, { query, token }) => {
    requireWorkOffer(context);
    const parties = await requireParties(context, token);
    const found = await listWork(context.pool, parties, chooseLimit(query.limit, context.config.maxPage));
    return { status: 200, cache: 'private', value: { items: found.map(showWork) } };
  },
});

export const readWork = defineRoute({
  operation: 'readWork',
  method: 'get',
  path: '/v1/work/{id}',
  tag: WORK_TAG,
  summary: 'Read how far work is',
  description: 'How far each pool is.',
  session: 'required',
  params: workParams,
  answers: { 200: 'The work.' },
  answer: workSchema,
  refusals: [...WORK_REFUSALS, 'not-found'],
  handle: async (context, { params, token }) => ({
    status: 200,
    cache: 'private',
    value: showWork(await requireWork(context, params.id, token)),
  }),
});

export const changeWorkState = defineRoute({
  operation: 'changeWorkState',
  method: 'put',
  path: '/v1/work/{id}/state',
  tag: WORK_TAG,
  summary: 'End work',
  description:
    'Ends work: its units are not taken any more, results that come are refused, and those that came are deleted. Work that has ended stays as it is.',
  session: 'required',
  params: workParams,
  body: workStateSchema,
  answers: { 200: 'The work.' },
  answer: workSchema,
  refusals: [...WORK_REFUSALS, 'not-found'],
  handle: async (context, { params, body, token }) => {
    const { id } = await requireWork(context, params.id, token);
    await endWork(context.pool, id, body.state);
    return { status: 200, cache: 'private', value: showWork(await requireWork(context, id, token)) };
  },
});

export const listWorkResults = defineRoute({
  operation: 'listWorkResults',
  method: 'get',
  path: '/v1/work/{id}/results',
  tag: WORK_TAG,
  summary: 'List results of units',
  description:
    'What pools gave: of each unit and pool the hash of the bytes, by unit. Units that pools gave up are listed beside.',
  session: 'required',
  params: workParams,
  query: resultsQuery,
  answers: { 200: 'At most 500 results.' },
  answer: resultsSchema,
  refusals: [...WORK_REFUSALS, 'not-found'],
  handle: async (context, { params, query, token }) => {
    const { id } = await requireWork(context, params.id, token);
    const most = context.config.maxPage;
    const first = query.from ?? 0;
    const items = await listResults(context.pool, id, first, most);
    const dead = await listDead(context.pool, id, first, most);
    return { status: 200, cache: 'private', value: { items, dead } };
  },
});

export const readWorkResult = defineRoute({
  operation: 'readWorkResult',
  method: 'get',
  path: '/v1/work/{id}/results/{unit}/{sha256}',
  tag: WORK_TAG,
  summary: 'Read the result of a unit',
  description: 'The bytes that a pool gave. Hash what you get: neither pool nor server is trusted.',
  session: 'required',
  params: resultParams,
  bytes: 'answer',
  answers: { 200: 'The bytes.' },
  answer: null,
  refusals: [...WORK_REFUSALS, 'not-found'],
  handle: async (context, { params, token }) => {
    const { id } = await requireWork(context, params.id, token);
    const bytes = await readResult(context.pool, id, params.unit, params.sha256);
    if (bytes === null)
      throw new HttpError('not-found', `unit ${params.unit} has no such result`, {
        path: 'sha256',
        value: params.sha256,
      });
    return {
      status: 200,
      cache: 'private',
      openBytes: () => Readable.from([bytes]),
      length: bytes.length,
    };
  },
});
