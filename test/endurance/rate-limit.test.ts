import { setInterval } from 'node:timers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestChain, startTestChain } from '../helpers/chain.ts';
import { type RpcProxy, startRpcProxy } from '../helpers/rpc-proxy.ts';
import { type Service, startService } from './service.ts';

const FINAL = 2;
/** How many calls the endpoint answers in a second. */
const RATE = 4;
const BLOCK_MS = 3_000;

let chain: TestChain;
let endpoint: RpcProxy;
let service: Service;
let mining: ReturnType<typeof setInterval>;
let refused = 0;

beforeAll(async () => {
  chain = await startTestChain({ slotsInAnEpoch: FINAL / 2 });
  const answered: number[] = [];
  endpoint = await startRpcProxy(chain.url, () => {
    const now = performance.now();
    while (answered.length > 0 && now - answered[0]! >= 1_000) answered.shift();
    if (answered.push(now) <= RATE) return undefined;
    answered.pop();
    refused += 1;
    return { status: 429, error: { code: -32005, message: 'limit exceeded' } };
  });
  service = await startService(chain, FINAL, {
    rpcUrls: [endpoint.url],
    settings: { POLL_INTERVAL: '1000', ANCHOR_REPLACE_AFTER: '120' },
  });
  mining = setInterval(() => void chain.mine(), BLOCK_MS);
}, 120_000);
afterAll(async () => {
  clearInterval(mining);
  await service.stop();
  await endpoint.stop();
  await chain.stop();
});

describe(`an endpoint that answers ${RATE} calls a second, to an indexer and a server that ask it by themselves`, () => {
  it('does not stop a record from being anchored, nor its batch from becoming final', async () => {
    await service.register();
    await expect
      .poll(async () => (await service.status()).final, { timeout: 120_000, interval: 500 })
      .toBe(1);
    // Most of what is asked is answered.
    expect(refused).toBeLessThan(endpoint.calls.length / 2);
  }, 150_000);
});
