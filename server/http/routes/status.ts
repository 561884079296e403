import * as z from 'zod';
import { readChainState } from '../../../db/chain/chain-state.ts';
import { readStatus } from '../../../db/monitoring/status.ts';
import { HttpError } from '../../errors/http-error.ts';
import { Refusal } from '../../errors/refusals.ts';
import { defineRoute } from '../route.ts';
import { statusSchema } from '../schemas.ts';

const TAG = 'Operation';

export const showStatus = defineRoute({
  operation: 'showStatus',
  method: 'get',
  path: '/v1/status',
  tag: TAG,
  summary: 'Read the status of the ledger',
  description:
    'The chain as read by the indexer, the newest sealed, anchored and final batch, and the records that wait to be sealed.',
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
  summary: 'Check that the process runs',
  description:
    'Answers as long as the process runs, whatever the state of database and chain. For liveness probes.',
  answers: { 200: 'The process runs.' },
  answer: okSchema,
  handle: () => Promise.resolve({ status: 200, cache: 'private', value: { ok: true as const } }),
});

/** A halted ledger stays ready: it can be read, and its status says that it is halted. */
export const showReadiness = defineRoute({
  operation: 'showReadiness',
  method: 'get',
  path: '/readyz',
  tag: TAG,
  summary: 'Check that the process is ready',
  description: 'Answers 200 once the database answers and the chain was read. For readiness probes.',
  answers: { 200: 'The process is ready.' },
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
