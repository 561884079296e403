import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { readChainState } from '../../db/chain/chain-state.ts';
import { type TestChain, startTestChain } from '../helpers/chain.ts';
import { type FaultyEndpoint, startFaultyEndpoint } from './faulty-endpoint.ts';
import { type Service, startService } from './service.ts';

const FINAL = 4;
const IS_LONG = inject('properties').numRuns > 100;

let chain: TestChain;
let endpoint: FaultyEndpoint;
let service: Service;

beforeAll(async () => {
  chain = await startTestChain({ slotsInAnEpoch: FINAL / 2 });
});
afterAll(() => chain.stop());

beforeEach(async () => {
  endpoint = await startFaultyEndpoint(chain.url, FINAL);
  service = await startService(chain, FINAL, { rpcUrls: [endpoint.url] });
});
afterEach(async () => {
  await service.stop();
  await endpoint.stop();
});

/** Whether the metric of the alarm `EventMissed` is 1. */
async function isAlarmed(): Promise<boolean> {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  return /^carbon_ledger_event_missed 1$/m.test(text);
}

const missed = (): number =>
  service.indexerLog.filter(
    ({ level, details }) => level === 'error' && 'code' in details && details.code === 'event-missed',
  ).length;

describe('An event that the only endpoint leaves out', () => {
  it('is alarmed at the block that has it, makes no batch void, and is read once the endpoint gives it', async () => {
    await service.register();
    await service.settle();
    expect(await isAlarmed()).toBe(false);
    await endpoint.set('hides-events');
    await service.register();
    await expect.poll(service.latestOnChain, { timeout: 10_000 }).toBe(2);
    await chain.mine(FINAL * 3);
    await expect.poll(isAlarmed, { timeout: 10_000 }).toBe(true);
    expect(missed()).toBe(1);
    // A batch becomes void when the nonces of its transactions are used up by the final block.
    await wait(1_000);
    expect(await service.status()).toMatchObject({
      sealed: 2,
      anchored: 1,
      halted: null,
      queue: { waiting: 0 },
    });
    await endpoint.set(null);
    await service.settle();
    expect(await isAlarmed()).toBe(false);
    await service.check();
    expect(service.serverLog.join('')).not.toContain('void');
  });

  // Beside all other tests it did not end twice within its time, alone it takes 3 seconds: a defect whose cause is not found.
  it.runIf(IS_LONG)(
    'is found too if it was missed in blocks that were read before (only in npm run test:long, until it is known why it can hang beside other tests)',
    async () => {
      await service.register();
      await service.settle();
      await chain.mine(FINAL * 3);
      await service.register();
      await service.settle();
      await service.database.pool.query('delete from anchors where number = 2');
      await chain.mine(1);
      await service.settle();
      await expect.poll(isAlarmed, { timeout: 10_000 }).toBe(false);
      expect(missed()).toBe(1);
      expect((await readChainState(service.database.pool))?.finalNumber).toBeGreaterThan(0);
      await service.check();
    },
  );
});
