import type { Hex } from '../../../core/encoding/hex.ts';
import type { Example } from '../../../server/http/openapi.ts';

const ID = '7b0e5d52-6c1a-4f3e-9d47-0a1b2c3d4e5f';
const SHA256 = '3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b';

/** Returns the examples of the routes of work, with an id that is not random: `party` asks `pool` for the draws of a run over `inputs`. */
export function exampleWork(
  party: Hex,
  pool: Hex,
  inputs: readonly Hex[],
  now: number,
): Record<string, Example> {
  const method = {
    ...{ method: 'value-chain@2', parameters: { gwpSet: 'AR5' }, approach: 2, draws: 100_000 },
    ...{ rounding: { mode: 'half-even', decimals: 3 }, period: { from: 1672531200, until: 1704067200 } },
  };
  const task = {
    ...{ kind: 'draws', engine: `0x${SHA256}`, slices: 98 },
    run: { method: 'uncertainty@1', parameters: method, inputs },
  };
  const unit = { bytes: 24_000, memory: 268_435_456, seconds: 1 };
  const line = { pool, begun: 40, done: 38, dead: 0, refused: null };
  const work = {
    ...{ id: ID, party, kind: 'draws', units: 98, unit, state: 'open', createdAt: now, endedAt: null },
    lines: [line],
  };
  const [params, worker] = [{ id: ID }, 'node-7'];
  const ofUnit = { ...params, unit: '38' };
  const held = [{ unit: 38, token: 1 }];
  const lease = { work: ID, pool, party, task, size: unit, units: held, seconds: 60 };
  const begun = { ...work, lines: [{ ...line, begun: 0, done: 0 }] };
  return {
    askForWork: { body: { pools: [pool], task, units: 98, unit }, answers: { 200: work, 201: begun } },
    listWork: { params: { limit: '10' }, answers: { 200: { items: [work] } } },
    readWork: { params, answers: { 200: work } },
    changeWorkState: {
      params,
      body: { state: 'cancelled' },
      answers: { 200: { ...work, state: 'cancelled', endedAt: now + 60 } },
    },
    listWorkResults: {
      params: { ...params, from: '37' },
      answers: {
        200: {
          items: [{ unit: 37, pool, sha256: SHA256, size: 24_000, worker, milliseconds: 55 }],
          dead: [],
        },
      },
    },
    readWorkResult: { params: { ...ofUnit, sha256: SHA256 }, answers: {} },
    leaseWork: {
      body: { worker, memory: 4_294_967_296, most: 1 },
      answers: { 200: { lease, isWaiting: true } },
    },
    renewWork: { params, body: { pool, units: held }, answers: { 200: { units: [38] } } },
    deliverUnit: {
      params: { ...ofUnit, pool, token: '1', sha256: SHA256, milliseconds: '55' },
      answers: { 200: { unit: 38, sha256: SHA256 } },
    },
    failUnit: {
      params: ofUnit,
      body: { pool, token: 1, code: 'worker-ended', message: 'no memory is left', scope: 'unit' },
      answers: {},
    },
  };
}
