import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestChain, startTestChain } from '../helpers/chain.ts';
import { type FaultyEndpoint, startFaultyEndpoint } from './faulty-endpoint.ts';
import { type Service, startService } from './service.ts';

const FINAL = 4;

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

  it('is found too if it was missed in blocks that are final, and makes no batch void', async () => {
    await service.register();
    await service.settle();
    await chain.mine(FINAL * 3);
    await service.register();
    await service.settle();
    await chain.mine(FINAL * 3);
    const isFinal = async (): Promise<number | null> => (await service.status()).final;
    await expect.poll(isFinal, { timeout: 10_000 }).toBe(2);
    await service.database.pool.query('delete from anchors where number = 2');
    // The anchorer finds the nonces of the batch used up by the final block.
    await wait(1_000);
    await chain.mine(1);
    await service.settle();
    await expect.poll(isAlarmed, { timeout: 10_000 }).toBe(false);
    expect(missed()).toBe(1);
    await service.check();
    expect(service.serverLog.join('')).not.toContain('void');
  });
});
