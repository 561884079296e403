import { createHash } from 'node:crypto';
import { parseJson } from '../../../core/encoding/json.ts';
import { parseWith } from '../../../core/encoding/schema.ts';
import { concatBytes } from '../../../core/encoding/hex.ts';
import { MOST_UNIT_BYTES, taskSchema } from '../../../core/work/task.ts';
import { withTransaction } from '../../../db/pool.ts';
import { storeFailure, storeResult } from '../../../db/work/deliveries.ts';
import { hasUnfinished, renewLeases, takeUnits } from '../../../db/work/leases.ts';
import { HttpError } from '../../errors/http-error.ts';
import { resolveParties } from '../access.ts';
import { defineRoute } from '../route.ts';
import { chooseParty, requireParties } from '../session-parties.ts';
import {
  refuseLost,
  requirePool,
  requireWorkOffer,
  TASK_JSON,
  WORK_REFUSALS,
  WORK_TAG,
} from './work-access.ts';
import {
  deliveredSchema,
  deliveryQuery,
  failureSchema,
  leaseRequestSchema,
  leaseSchema,
  renewalSchema,
  renewedSchema,
  unitParams,
  workParams,
} from './work-schemas.ts';

export const leaseWork = defineRoute({
  operation: 'leaseWork',
  method: 'post',
  path: '/v1/work/leases',
  tag: WORK_TAG,
  summary: 'Take units to compute',
  description:
    'Gives a worker of a pool units of one piece of work, for a while. Parties take turns. Each unit has a token, which is higher each time it is taken: a result with an older one is refused.',
  session: 'required',
  body: leaseRequestSchema,
  answers: { 200: 'The lease; null if nothing waits that the worker can compute.' },
  answer: leaseSchema,
  refusals: [...WORK_REFUSALS, 'forbidden', 'not-found'],
  handle: async (context, { body, token }) => {
    const { leases } = requireWorkOffer(context);
    const pool = await chooseParty(context, await requireParties(context, token), body.pool);
    const { worker, memory, most, work = null } = body;
    const parties = body.parties === undefined ? null : await resolveParties(context.pool, body.parties);
    const asked = { pool, worker, memory, most, parties, work };
    const taken = await withTransaction(context.pool, (client) => takeUnits(client, asked, leases));
    if (taken === null) {
      const isWaiting = await hasUnfinished(context.pool, asked);
      return { status: 200, cache: 'private', value: { lease: null, isWaiting } };
    }
    const { task, units, ...lease } = taken;
    const value = {
      isWaiting: true,
      lease: {
        ...{ ...lease, pool, task: parseWith(taskSchema, parseJson(task, TASK_JSON)) },
        ...{ units: [...units], seconds: leases.seconds },
      },
    };
    return { status: 200, cache: 'private', value };
  },
});

export const renewWork = defineRoute({
  operation: 'renewWork',
  method: 'post',
  path: '/v1/work/{id}/leases',
  tag: WORK_TAG,
  summary: 'Renew leases',
  description: 'Keeps units for a while longer.',
  session: 'required',
  params: workParams,
  body: renewalSchema,
  answers: { 200: 'The units that are still yours.' },
  answer: renewedSchema,
  refusals: [...WORK_REFUSALS, 'forbidden'],
  handle: async (context, { params, body, token }) => {
    const { leases } = requireWorkOffer(context);
    await requirePool(context, body.pool, token);
    const units = await renewLeases(context.pool, params.id, body, leases.seconds);
    return { status: 200, cache: 'private', value: { units } };
  },
});

export const deliverUnit = defineRoute({
  operation: 'deliverUnit',
  method: 'put',
  path: '/v1/work/{id}/units/{unit}',
  tag: WORK_TAG,
  summary: 'Deliver the result of a unit',
  description:
    'Stores the bytes of a unit and ends its lease. Sending the same again is harmless: do so when an answer was lost.',
  session: 'required',
  params: unitParams,
  query: deliveryQuery,
  bytes: 'body',
  answers: { 200: 'It is stored.' },
  answer: deliveredSchema,
  refusals: [
    ...[...WORK_REFUSALS, 'forbidden', 'lease-lost', 'unit-hash', 'unit-too-large'],
    ...['body-interrupted', 'body-too-slow', 'unsupported-media-type'],
  ],
  handle: async (context, { params: { id, unit }, query, token, lines }) => {
    await requirePool(context, query.pool, token);
    const bytes = await readUnit(lines);
    const sha256 = createHash('sha256').update(bytes).digest();
    if (sha256.toString('hex') !== query.sha256)
      throw new HttpError('unit-hash', 'the bytes that arrived have another hash than the request says', {
        expected: query.sha256,
        actual: sha256.toString('hex'),
      });
    const { pool, token: lease, milliseconds } = query;
    const delivery = { work: id, unit, pool, token: lease, sha256, bytes, milliseconds };
    const state = await storeResult(context.pool, delivery);
    if (state === 'lost') throw refuseLost(unit);
    if (state === 'too-large')
      throw new HttpError('unit-too-large', `unit ${unit} has more bytes than its work says`, {
        value: bytes.length,
      });
    return { status: 200, cache: 'private', value: { unit, sha256: query.sha256 } };
  },
});

/** @throws HttpError `unit-too-large` */
async function readUnit(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MOST_UNIT_BYTES)
      throw new HttpError('unit-too-large', `a unit has at most ${MOST_UNIT_BYTES} bytes`, {
        limit: MOST_UNIT_BYTES,
      });
    chunks.push(chunk);
  }
  return concatBytes(...chunks);
}

export const failUnit = defineRoute({
  operation: 'failUnit',
  method: 'post',
  path: '/v1/work/{id}/units/{unit}/failure',
  tag: WORK_TAG,
  summary: 'Say that a unit could not be computed',
  description:
    'Another worker gets the unit after a pause; after three attempts it is given up. What concerns all of the work, such as rows that the pool may not read, ends the part of the pool after three times.',
  session: 'required',
  params: unitParams,
  body: failureSchema,
  answers: { 204: 'It is noted.' },
  answer: null,
  refusals: [...WORK_REFUSALS, 'forbidden', 'lease-lost'],
  handle: async (context, { params: { id, unit }, body, token }) => {
    const { leases } = requireWorkOffer(context);
    const { pool, token: lease, ...failure } = body;
    await requirePool(context, pool, token);
    const isNoted = await withTransaction(context.pool, (client) =>
      storeFailure(client, { work: id, pool, unit, token: lease }, failure, leases.attempts),
    );
    if (!isNoted) throw refuseLost(unit);
    return { status: 204, cache: 'private', empty: true };
  },
});
