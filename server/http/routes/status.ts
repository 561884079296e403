import * as z from 'zod';
import { readStatus } from '../../../db/monitoring/status.ts';
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

export const showReadiness = defineRoute({
  operation: 'showReadiness',
  method: 'get',
  path: '/readyz',
  tag: TAG,
  summary: 'Check that the process is ready',
  description:
    'For readiness probes. Answers 200 if, on a connection of its own, the database stores a small write within two seconds, the indexer has read a final block, and the clock of the process does not differ from the chain by more than `maxDelay`. Reading and registering then work: they need the chain as it was read, and go on while the chain does not answer. A halted or closed ledger stays ready, because it can be read. A process without the role `api` also must have reached the chain since it started. `details.part` names what is missing.',
  answers: { 200: 'The process is ready.' },
  answer: okSchema,
  refusals: ['not-ready', 'clock-differs', 'unavailable'],
  handle: async ({ checkReady }) => {
    await checkReady();
    return { status: 200, cache: 'private', value: { ok: true as const } };
  },
});
