import { Transaction } from 'ethers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { type Fault, type FaultyEndpoint, MISLEADING, startFaultyEndpoint } from './faulty-endpoint.ts';
import { recover, untilSent } from './reorganise.ts';
import { type Service, startService } from './service.ts';

/** How many of the newest blocks are not final. */
const OPEN = 8;

let chain: TestChain;
let endpoints: FaultyEndpoint[];
let service: Service;

beforeAll(async () => {
  chain = await startTestChain({ slotsInAnEpoch: OPEN / 2 });
  endpoints = await Promise.all([1, 2, 3].map(() => startFaultyEndpoint(chain.url, OPEN)));
  service = await startService(chain, OPEN, { rpcUrls: endpoints.map(({ url }) => url), quorum: 2 });
});

afterAll(async () => {
  await service.stop();
  await Promise.all(endpoints.map((endpoint) => endpoint.stop()));
  await chain.stop();
});

beforeEach(async () => {
  for (const endpoint of endpoints) await endpoint.set(null);
});

async function registerAndSettle(): Promise<void> {
  const { sealed } = await service.status();
  await service.register();
  await service.register();
  await service.settle();
  expect((await service.status()).anchored).toBe(sealed + 2);
}

describe('a service with three endpoints and a quorum of two', { timeout: 90_000 }, () => {
  it.each<[Fault, string, number]>([
    ['down', 'first', 0],
    ['down', 'last', 2],
    ['hangs', 'first', 0],
    ['hangs', 'last', 2],
    ['crawls', 'first', 0],
    ['hides-pending', 'first', 0],
    ['lags', 'first', 0],
    ['lags', 'last', 2],
    ['lies', 'first', 0],
    ['lies', 'last', 2],
  ])('anchors batches in spite of the fault %s at the %s endpoint', async (fault, _, at) => {
    await endpoints[at]!.set(fault);
    await registerAndSettle();
    expect(endpoints[at]!.faults()).toBeGreaterThan(0);
  });

  it.each<[string, number]>([
    ['first', 0],
    ['last', 2],
  ])('anchors batches although the %s endpoint lies about events, fees, nonces and gas', async (_, at) => {
    const { anchorer } = chain.accounts;
    const nonce = await anchorer.getNonce();
    await endpoints[at]!.set('misleads');
    await registerAndSettle();
    // A waiting transaction is read only if no block comes at once.
    await chain.setMining('off');
    const number = (await service.status()).sealed + 1;
    await service.register();
    const { hash, raw } = await untilSent(service, number);
    await expect
      .poll(() => endpoints[at]!.lies('eth_getTransactionByHash'), { timeout: 20_000 })
      .toBeGreaterThan(0);
    for (const method of ['eth_getLogs', ...Object.keys(MISLEADING)])
      expect([method, endpoints[at]!.lies(method) > 0]).toEqual([method, true]);
    expect(endpoints[at]!.lies('eth_getBlockByNumber')).toBeGreaterThan(0);
    const { nonce: used, maxFeePerGas, gasLimit } = Transaction.from(raw);
    expect({
      used,
      isDear: (maxFeePerGas ?? 0n) > 10_000_000_000n,
      gasLimit: gasLimit < 1_000_000n,
    }).toEqual({
      used: nonce + 2,
      isDear: false,
      gasLimit: true,
    });
    await recover(service);
    expect((await service.batch(number)).anchor?.transaction).toBe(hash);
  });

  it('seals by the clock of its machine when no endpoint serves the pending block', async () => {
    for (const endpoint of endpoints) await endpoint.set('hides-pending');
    await registerAndSettle();
    for (const endpoint of endpoints) expect(endpoint.faults()).toBeGreaterThan(0);
  });

  it.each<Fault>(['down', 'lies'])(
    'waits without halting while two endpoints fail (%s), and continues by itself',
    async (fault) => {
      const { anchored } = await service.status();
      await endpoints[0]!.set(fault);
      await endpoints[1]!.set(fault === 'down' ? 'down' : null);
      if (fault === 'lies') await endpoints[2]!.set('down');
      await service.register();
      const failing = endpoints[0]!;
      await expect.poll(() => failing.faults(), { timeout: 20_000 }).toBeGreaterThan(5);
      expect(await service.status()).toMatchObject({ anchored, halted: null });
      for (const endpoint of endpoints) await endpoint.set(null);
      await service.settle();
      expect((await service.status()).anchored).toBe(anchored + 1);
    },
  );

  it('passes the check of the whole ledger afterwards', async () => {
    expect((await service.check()).batches).toBeGreaterThanOrEqual(30);
  });
});
