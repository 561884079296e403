import { Contract } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carbonLedgerAbi } from '../../chain/generated/carbon-ledger.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { type FaultyEndpoint, startFaultyEndpoint } from './faulty-endpoint.ts';
import { hashAt, readIds, readSent, untilRead, untilSent } from './reorganise.ts';
import { type Service, startService } from './service.ts';

/** How many of the newest blocks are not final. */
const OPEN = 8;
const WAIT = { timeout: 60_000, interval: 50 };

let main: TestChain;
let endpoints: FaultyEndpoint[];
let service: Service;

beforeAll(async () => {
  main = await startTestChain({ slotsInAnEpoch: OPEN / 2 });
  endpoints = await Promise.all([1, 2].map(() => startFaultyEndpoint(main.url, OPEN)));
  service = await startService(main, OPEN, { rpcUrls: endpoints.map(({ url }) => url), quorum: 2 });
});

afterAll(async () => {
  await service.stop();
  await Promise.all(endpoints.map((endpoint) => endpoint.stop()));
  await main.stop();
});

/** Returns a chain with all blocks of the main one, which continues independently. */
async function startFork(): Promise<TestChain> {
  const args = ['--fork-url', main.url];
  const fork = await startTestChain({ slotsInAnEpoch: OPEN / 2, args });
  await fork.setMining('off');
  await fork.send('anvil_setCoinbase', [fork.accounts.stranger.address]);
  return fork;
}

async function latestOn(chain: TestChain): Promise<number> {
  const ledger = new Contract(service.deployed.ledger, carbonLedgerAbi, chain.provider);
  return Number(await ledger.getFunction('latest')());
}

/** Resolves when the service has logged, after these numbers of lines, that its endpoints disagree. */
async function untilDisagreement(from: { server: number; indexer: number }): Promise<void> {
  const isDisagreement = (text: string): boolean => text.includes('rpc-disagree');
  await expect.poll(() => service.serverLog.slice(from.server).some(isDisagreement), WAIT).toBe(true);
  const indexed = (): boolean =>
    service.indexerLog
      .slice(from.indexer)
      .some(({ details }) => (details as { err?: { code?: string } }).err?.code === 'rpc-disagree');
  await expect.poll(indexed, WAIT).toBe(true);
}

/**
 * Sends a batch that is on the main chain but not on its fork, with one endpoint on each. Checks that the service counts it neither as
 * anchored nor as lost, and sends nothing for the next batch.
 */
async function disagree(fork: TestChain, sent: { number: number; hash: Hex }): Promise<void> {
  const { number, hash } = sent;
  const before = await untilRead(service);
  const from = { server: service.serverLog.length, indexer: service.indexerLog.length };
  endpoints[1]!.point(fork.url);
  await main.mine(3);
  await fork.mine(3);
  expect(await hashAt(fork, before)).toBe(await hashAt(main, before));
  expect(await hashAt(fork, before + 1)).not.toBe(await hashAt(main, before + 1));
  expect([await latestOn(main), await latestOn(fork)]).toEqual([number, number - 1]);
  await untilDisagreement(from);
  await service.register();
  await main.mine(2 * OPEN);
  await fork.mine(2 * OPEN);
  await untilDisagreement({ server: 0, indexer: service.indexerLog.length });
  const { anchored, sealed, halted, chain, queue } = await service.status();
  expect({ anchored, sealed, halted, waiting: queue.waiting }).toEqual({
    anchored: number - 1,
    sealed: number,
    halted: null,
    waiting: 1,
  });
  expect(chain?.head?.number).toBe(before);
  expect(chain?.final?.number).toBeLessThanOrEqual(before);
  expect((await readSent(service, number)).map((each) => each.hash)).toContain(hash);
}

/** Sends a batch that is in no block yet. */
async function sendBatch(): Promise<{ number: number; id: Hex; hash: Hex }> {
  await main.setMining('off');
  const number = (await service.status()).sealed + 1;
  await service.register();
  const { hash } = await untilSent(service, number);
  return { number, id: (await service.batch(number)).id, hash };
}

describe('a service whose two endpoints must agree but are on different forks', { timeout: 90_000 }, () => {
  it('waits, and counts the batch as anchored once both are on the fork with it', async () => {
    const sent = await sendBatch();
    const fork = await startFork();
    try {
      await disagree(fork, sent);
      endpoints[1]!.point(main.url);
      await service.settle();
      expect(await readIds(service, sent.number, 1)).toEqual([sent.id]);
      expect((await service.status()).sealed).toBe(sent.number + 1);
      expect((await service.check()).batches).toBe(sent.number + 1);
    } finally {
      endpoints[1]!.point(main.url);
      await fork.stop();
    }
  });

  it('waits, and anchors the batch again once both are on the fork without it', async () => {
    const sent = await sendBatch();
    const fork = await startFork();
    try {
      await disagree(fork, sent);
      endpoints[0]!.point(fork.url);
      const settled = async (): Promise<boolean> => {
        await fork.mine();
        const { anchored, final, queue } = await service.status();
        return queue.waiting === 0 && anchored === sent.number + 1 && final === anchored;
      };
      await expect.poll(settled, WAIT).toBe(true);
      expect(await readIds(service, sent.number, 1)).toEqual([sent.id]);
      expect(await latestOn(fork)).toBe(sent.number + 1);
    } finally {
      endpoints[0]!.point(main.url);
      endpoints[1]!.point(main.url);
      await fork.stop();
    }
  });
});
