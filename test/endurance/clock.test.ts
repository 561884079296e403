import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readChainState } from '../../db/chain/chain-state.ts';
import { type TestChain, startTestChain } from '../helpers/chain.ts';
import { type Service, startService } from './service.ts';

const FINAL = 4;
const HOUR = 3600;
const DAY = 24 * HOUR;

let chain: TestChain;
let service: Service;
/** Seconds by which the clock of the server is ahead of that of the machine. */
let ahead: number;

beforeEach(async () => {
  chain = await startTestChain({ slotsInAnEpoch: FINAL / 2 });
  ahead = 0;
  service = await startService(chain, FINAL, { now: () => Math.floor(Date.now() / 1000) + ahead });
});
afterEach(async () => {
  await service.stop();
  await chain.stop();
});

/** Lets blocks appear that have the time of the machine. */
async function see(time = Math.floor(Date.now() / 1000)): Promise<void> {
  await chain.mineAt(Math.max(time, (await chain.head()).time + 1));
  const { number } = await chain.head();
  await expect.poll(async () => (await service.status()).chain?.head?.number).toBe(number);
}

async function readSkew(): Promise<number> {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  return Number(/^carbon_ledger_clock_skew_seconds (.*)$/m.exec(text)?.[1]);
}

const ready = async (): Promise<number> => (await fetch(`${service.url}/readyz`)).status;

describe('The clock of a server', () => {
  it('is compared with new blocks, and refuses records when it is further off than maxDelay', async () => {
    await see();
    expect(Math.abs(await readSkew())).toBeLessThan(10);
    expect(await service.tryRegister()).toMatchObject({ status: 201 });
    ahead = 3 * DAY;
    expect(Math.abs((await readSkew()) - ahead)).toBeLessThan(10);
    expect(await service.tryRegister()).toEqual({ status: 503, code: 'clock-differs' });
    expect(await ready()).toBe(503);
    ahead = -3 * DAY;
    expect(await service.tryRegister()).toEqual({ status: 503, code: 'clock-differs' });
    ahead = HOUR;
    expect(await service.tryRegister()).toMatchObject({ status: 201 });
    ahead = 0;
    expect(await ready()).toBe(200);
    await service.settle();
  });

  it('differs from a chain whose new blocks come from the future, and is right again with the next one that does not', async () => {
    await see();
    const now = Math.floor(Date.now() / 1000);
    await see(now + 7 * HOUR);
    const skew = (await readChainState(service.database.pool))?.clockSkew ?? 0;
    expect(Math.abs(skew + 7 * HOUR)).toBeLessThan(10);
    expect(await service.tryRegister()).toEqual({ status: 503, code: 'clock-differs' });
    ahead = 7 * HOUR;
    expect(Math.abs(await readSkew())).toBeLessThan(10);
    expect(await service.tryRegister()).toMatchObject({ status: 201 });
  });
});
