import { Transaction } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRegistryWriter } from '../../chain/registry.ts';
import type { Hex } from '../../core/hex.ts';
import { hashParty } from '../../core/identifier.ts';
import { PARTIES, startTestChain, type TestChain } from '../helpers/chain.ts';
import { type Service, startService } from './service.ts';

/** Blocks below the newest one that are not final. */
const OPEN = 16;
const MOST_BATCHES = 4;

let chain: TestChain;
let service: Service;

beforeAll(async () => {
  chain = await startTestChain({ slotsInAnEpoch: OPEN / 2 });
  service = await startService(chain, OPEN);
});

afterAll(async () => {
  await service.stop();
  await chain.stop();
});

/** Registers records, each to be anchored in a block of its own; returns the first batch and the ids of all. */
async function anchorBatches(count: number): Promise<{ first: number; ids: Hex[]; raws: Hex[] }> {
  const first = (await service.status()).sealed + 1;
  const ids: Hex[] = [];
  const raws: Hex[] = [];
  for (let number = first; number < first + count; number++) {
    await service.register();
    // The node mines on demand: nothing else adds a block.
    await expect
      .poll(async () => (await service.status()).anchored, { timeout: 20_000, interval: 20 })
      .toBe(number);
    const { id, anchor } = await service.batch(number);
    ids.push(id);
    raws.push((await chain.send('eth_getRawTransactionByHash', [anchor?.transaction])) as Hex);
  }
  return { first, ids, raws };
}

async function readIds(first: number, count: number): Promise<Hex[]> {
  return Promise.all(Array.from({ length: count }, async (_, at) => (await service.batch(first + at)).id));
}

async function hashAt(number: number): Promise<string | undefined> {
  return (await chain.provider.getBlock(number))?.hash ?? undefined;
}

/** Replaces the newest blocks, by empty ones or by these transactions, and sees that it was so and that the indexer met it. */
async function reorganise(
  depth: number,
  transactions: readonly [Hex | object, number][] = [],
): Promise<void> {
  const number = await untilRead();
  const before = await hashAt(number - depth + 1);
  const below = await hashAt(number - depth);
  const seen = countReorganisations();
  await chain.setMining('off');
  await chain.send('anvil_setCoinbase', [`0x${number.toString(16).padStart(40, '0')}`]);
  await chain.send('anvil_reorg', [depth, transactions]);
  expect(await hashAt(number - depth + 1)).not.toBe(before);
  expect(await hashAt(number - depth)).toBe(below);
  await expect.poll(countReorganisations, { timeout: 20_000, interval: 20 }).toBeGreaterThan(seen);
}

/** Resolves with the newest block when the indexer has read it. */
async function untilRead(): Promise<number> {
  const { number } = await chain.head();
  const readHead = async (): Promise<number | undefined> => (await service.status()).chain?.head?.number;
  await expect.poll(readHead, { timeout: 20_000, interval: 20 }).toBe(number);
  return number;
}

function countReorganisations(): number {
  return service.indexerLog.filter(({ message }) => message === 'the chain was reorganised').length;
}

async function recover(): Promise<void> {
  await service.settle();
  await chain.setMining('on-demand');
}

describe('a service whose chain is reorganised', { timeout: 90_000 }, () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    'anchors the same headers again, in order, when %i blocks are lost with all their batches',
    async (depth) => {
      const count = Math.min(depth, MOST_BATCHES);
      const { first, ids } = await anchorBatches(count);
      if (depth > count) await chain.mine(depth - count);
      await reorganise(depth);
      expect(await service.latestOnChain()).toBe(first - 1);
      await recover();
      expect(await service.latestOnChain()).toBe(first + count - 1);
      expect(await readIds(first, count)).toEqual(ids);
    },
  );

  it('follows batches that other blocks hold now, several in one', async () => {
    const { first, ids, raws } = await anchorBatches(3);
    const before = await Promise.all(
      ids.map(async (_, at) => (await service.batch(first + at)).anchor?.block),
    );
    await chain.mine(3);
    await reorganise(6, [
      [raws[0]!, 3],
      [raws[1]!, 3],
      [raws[2]!, 4],
    ]);
    expect(await service.latestOnChain()).toBe(first + 2);
    await recover();
    const after = await Promise.all(
      ids.map(async (_, at) => (await service.batch(first + at)).anchor?.block),
    );
    expect(after).toEqual(before.map((block, at) => (block ?? 0) + [3, 2, 2][at]!));
    expect(await readIds(first, 3)).toEqual(ids);
  });

  it('sends a new transaction when the nonce of a lost one went to another', async () => {
    const { first, ids, raws } = await anchorBatches(1);
    const lost = Transaction.from(raws[0]);
    const { address } = chain.accounts.anchorer;
    const other = await chain.accounts.anchorer.signTransaction({
      chainId: chain.chainId,
      type: 2,
      nonce: lost.nonce,
      to: address,
      gasLimit: 21_000,
      maxFeePerGas: lost.maxFeePerGas,
      maxPriorityFeePerGas: lost.maxPriorityFeePerGas,
    });
    await reorganise(1, [[other as Hex, 0]]);
    expect(await service.latestOnChain()).toBe(first - 1);
    expect(await chain.provider.getTransactionCount(address, 'latest')).toBe(lost.nonce + 1);
    await recover();
    expect(await readIds(first, 1)).toEqual(ids);
    expect((await service.batch(first)).anchor?.transaction).not.toBe(lost.hash);
  });

  it('takes the records of a key again whose closing was lost', async () => {
    const registry = openRegistryWriter(service.deployed.registry, chain.accounts.registrar);
    await registry.closeKey(hashParty(PARTIES.company.identifier), chain.accounts.company.address);
    await untilRead();
    expect(await service.tryRegister()).toEqual({ status: 403, code: 'closed-key' });
    await reorganise(1);
    expect(await service.tryRegister()).toEqual({ status: 201, code: null });
    await recover();
  });

  it('is whole after all that', async () => {
    const { batches, records } = await service.check();
    expect(batches).toBe((await service.status()).sealed);
    expect(records).toBeGreaterThanOrEqual(12);
  });

  it('seals and takes nothing more once a final block was replaced', async () => {
    const { sealed } = await service.status();
    const { number } = await chain.head();
    const final = (await service.status()).chain?.final;
    await chain.send('anvil_setCoinbase', [chain.accounts.stranger.address]);
    await chain.send('anvil_reorg', [OPEN + 2, []]);
    expect(await hashAt(final?.number ?? number)).not.toBe(final?.hash);
    await expect
      .poll(async () => (await service.status()).halted?.code, { timeout: 20_000 })
      .toBe('reorg-past-finality');
    expect(await service.tryRegister()).toMatchObject({ code: 'ledger-halted' });
    await chain.mine(OPEN);
    expect(await service.status()).toMatchObject({ sealed });
  });
});
