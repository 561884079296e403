import { z } from 'zod';
import { readChainState } from '../../../db/chain/chain-state.ts';
import { readStatus } from '../../../db/monitoring/status.ts';
import { HttpError } from '../../errors/errors.ts';
import { Refusal } from '../../errors/refusals.ts';
import { defineRoute } from '../route.ts';
import { statusSchema } from '../schemas.ts';

const TAG = 'Operation';

export const showStatus = defineRoute({
  operation: 'showStatus',
  method: 'get',
  path: '/v1/status',
  tag: TAG,
  summary: 'How the ledger stands: the chain as indexed, batches, queue',
  answers: { 200: 'The status.' },
  answer: statusSchema,
  handle: async ({ pool, now }) => {
    const { chain, sealed, anchored, final, waiting, waitingSince, halted, ending } = await readStatus(pool);
    const queue = { waiting, since: waitingSince };
    const closed = ending === null ? null : { batch: ending.number, successor: ending.successor };
    return {
      status: 200,
      cache: 'revalidate',
      value: { chain, sealed, anchored, final, queue, halted, closed, now: now() },
    };
  },
});

const okSchema = z.strictObject({ ok: z.literal(true) });

export const showHealth = defineRoute({
  operation: 'showHealth',
  method: 'get',
  path: '/healthz',
  tag: TAG,
  summary: 'Whether this process runs',
  answers: { 200: 'It runs.' },
  answer: okSchema,
  handle: () => Promise.resolve({ status: 200, cache: 'private', value: { ok: true as const } }),
});

/** A halted ledger stays ready: it can be read, and says so in its status. */
export const showReadiness = defineRoute({
  operation: 'showReadiness',
  method: 'get',
  path: '/readyz',
  tag: TAG,
  summary: 'Whether this process can answer: the database is there, the chain was read',
  answers: { 200: 'It can.' },
  answer: okSchema,
  refusals: ['not-ready', 'unavailable'],
  handle: async ({ pool }) => {
    const state = await readChainState(pool).catch((cause: unknown) => {
      throw new HttpError('unavailable', 'the database does not answer', {}, cause);
    });
    if (state?.finalNumber == null)
      throw new Refusal('not-ready', 'the indexer has not read a final block yet');
    return { status: 200, cache: 'private', value: { ok: true as const } };
  },
});
