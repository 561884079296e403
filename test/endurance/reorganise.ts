import { Transaction } from 'ethers';
import { expect } from 'vitest';
import type { Hex } from '../../core/encoding/hex.ts';
import { fromBytea } from '../../db/rows/bytea.ts';
import type { TestChain } from '../helpers/chain.ts';
import type { Service } from './service.ts';

const TIMEOUT = { timeout: 60_000, interval: 20 };

/** A transaction, signed or described, and its block among the replacing ones, counted from 0. */
export type Placed = readonly [Hex | object, number];

/** Registers records, each anchored in a block of its own. Returns the first batch, and the header ids and transactions of all. */
export async function anchorBatches(
  service: Service,
  count: number,
): Promise<{ first: number; ids: Hex[]; raws: Hex[] }> {
  const first = (await service.status()).sealed + 1;
  const ids: Hex[] = [];
  const raws: Hex[] = [];
  for (let number = first; number < first + count; number++) {
    await service.register();
    // The node mines on demand, so that nothing else adds a block.
    await expect.poll(async () => (await service.status()).anchored, TIMEOUT).toBe(number);
    const { id, anchor } = await service.batch(number);
    ids.push(id);
    raws.push((await service.chain.send('eth_getRawTransactionByHash', [anchor?.transaction])) as Hex);
  }
  return { first, ids, raws };
}

/** Returns the header ids of batches. */
export async function readIds(service: Service, first: number, count: number): Promise<Hex[]> {
  return Promise.all(Array.from({ length: count }, async (_, at) => (await service.batch(first + at)).id));
}

/** Returns the hash of a block. */
export async function hashAt(chain: TestChain, number: number): Promise<string | undefined> {
  return (await chain.provider.getBlock(number))?.hash ?? undefined;
}

/**
 * Replaces the newest blocks with empty ones, or with these transactions. Checks that this happened and that the indexer noticed it.
 * Mining on demand is off afterwards.
 */
export async function reorganise(
  service: Service,
  depth: number,
  transactions: readonly Placed[] = [],
): Promise<void> {
  const { chain } = service;
  const number = await untilRead(service);
  const before = await hashAt(chain, number - depth + 1);
  const below = await hashAt(chain, number - depth);
  const seen = countReorganisations(service);
  await chain.setMining('off');
  await chain.send('anvil_setCoinbase', [`0x${number.toString(16).padStart(40, '0')}`]);
  await chain.send('anvil_reorg', [depth, transactions]);
  expect(await hashAt(chain, number - depth + 1)).not.toBe(before);
  expect(await hashAt(chain, number - depth)).toBe(below);
  await expect.poll(() => countReorganisations(service), TIMEOUT).toBeGreaterThan(seen);
}

/** Resolves with the newest block when the indexer has read it and knows the final block. */
export async function untilRead(service: Service): Promise<number> {
  let newest = -1;
  const isRead = async (): Promise<boolean> => {
    newest = (await service.chain.head()).number;
    const final = (await service.chain.send('eth_getBlockByNumber', ['finalized', false])) as { number: Hex };
    const { chain } = await service.status();
    return chain?.head?.number === newest && chain.final?.number === Number(final.number);
  };
  await expect.poll(isRead, TIMEOUT).toBe(true);
  return newest;
}

function countReorganisations({ indexerLog }: Service): number {
  return indexerLog.filter(({ details }) => 'dropped' in details).length;
}

/** Mines until nothing waits, then turns mining on demand on again. */
export async function recover(service: Service): Promise<void> {
  await service.settle();
  await service.chain.setMining('on-demand');
}

/** Returns a transaction without effect by the account that anchors, with nonce and fees of another one. */
export async function signForeign({ chain }: Service, raw: Hex, dearer = 1n): Promise<Hex> {
  const { nonce, maxFeePerGas, maxPriorityFeePerGas } = Transaction.from(raw);
  const signed = await chain.accounts.anchorer.signTransaction({
    chainId: chain.chainId,
    type: 2,
    nonce,
    to: chain.accounts.anchorer.address,
    gasLimit: 21_000,
    maxFeePerGas: (maxFeePerGas ?? 0n) * dearer,
    maxPriorityFeePerGas: (maxPriorityFeePerGas ?? 0n) * dearer,
  });
  return signed as Hex;
}

/** Returns the transactions that were sent for a batch, the first one first. */
export async function readSent({ database }: Service, batch: number): Promise<{ hash: Hex; raw: Hex }[]> {
  const { rows } = await database.pool.query<{ hash: Buffer; raw: Buffer }>(
    'select hash, raw from transactions where number = $1 order by nonce, max_fee_per_gas',
    [batch],
  );
  return rows.map(({ hash, raw }) => ({ hash: fromBytea(hash), raw: fromBytea(raw) }));
}

/** Resolves with the last transaction of a batch, once this many were sent and the node's pool holds it. */
export async function untilSent(
  service: Service,
  batch: number,
  count = 1,
): Promise<{ hash: Hex; raw: Hex }> {
  let newest: { hash: Hex; raw: Hex } | undefined;
  const findPooled = async (): Promise<boolean> => {
    const sent = await readSent(service, batch);
    newest = sent.length < count ? undefined : sent.at(-1);
    return newest !== undefined && (await isPooled(service.chain, newest.hash));
  };
  await expect.poll(findPooled, TIMEOUT).toBe(true);
  return newest!;
}

/** Returns whether a transaction waits in the node's pool. */
async function isPooled(chain: TestChain, hash: Hex): Promise<boolean> {
  const found = (await chain.send('eth_getTransactionByHash', [hash])) as { blockNumber: Hex | null } | null;
  return found !== null && found.blockNumber === null;
}
