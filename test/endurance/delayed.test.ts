import { Transaction } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hex } from '../../core/encoding/hex.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { readIds, readSent, recover, signForeign, untilRead, untilSent } from './reorganise.ts';
import { type Service, startService } from './service.ts';

/** How many of the newest blocks are not final. */
const OPEN = 8;
const GWEI = 1_000_000_000n;
const CAP = 50n * GWEI;
/** A base fee so high that it stays above the cap for many empty blocks. Each empty block lowers it by an eighth. */
const SPIKE = 100_000n * GWEI;
const MAX_DELAY = 6 * 3600;
const WAIT = { timeout: 60_000, interval: 20 };

let chain: TestChain;
let service: Service;

beforeAll(async () => {
  chain = await startTestChain({ slotsInAnEpoch: OPEN / 2 });
  service = await startService(chain, OPEN, { settings: { ANCHOR_MAX_FEE: String(CAP / GWEI) } });
});

afterAll(async () => {
  await service.stop();
  await chain.stop();
});

/** Registers a record while nothing is mined. Returns its batch and the transaction in the node's pool. */
async function sendBatch(): Promise<{ number: number; id: Hex; hash: Hex; raw: Hex }> {
  await chain.setMining('off');
  const number = (await service.status()).sealed + 1;
  await service.register();
  const sent = await untilSent(service, number);
  return { number, id: (await service.batch(number)).id, ...sent };
}

/** Registers a record and waits until it is sealed. */
async function sealBatch(): Promise<{ number: number; id: Hex }> {
  const number = (await service.status()).sealed + 1;
  await service.register();
  await expect.poll(async () => (await service.status()).sealed, WAIT).toBe(number);
  return { number, id: (await service.batch(number)).id };
}

/** Mines a block with this base fee. */
async function mineAtFee(baseFee: bigint): Promise<void> {
  await chain.send('anvil_setNextBlockBaseFeePerGas', [`0x${baseFee.toString(16)}`]);
  await chain.mine();
  expect((await chain.provider.getBlock('latest'))?.baseFeePerGas).toBe(baseFee);
}

async function readTransaction(batch: number): Promise<Hex | undefined> {
  return (await service.batch(batch)).anchor?.transaction;
}

/** Resolves when the server has logged a line with these words after line `from`. */
async function untilLogged(words: string, from: number): Promise<void> {
  await expect
    .poll(() => service.serverLog.slice(from).some((line) => line.includes(words)), WAIT)
    .toBe(true);
}

describe('a service whose transactions are delayed', { timeout: 90_000 }, () => {
  it('sends a transaction again when the pool dropped it', async () => {
    const { number, hash } = await sendBatch();
    expect(await chain.send('anvil_dropTransaction', [hash])).toBe(hash);
    expect(await untilSent(service, number)).toMatchObject({ hash });
    await chain.mine();
    await expect.poll(() => readTransaction(number), WAIT).toBe(hash);
    await recover(service);
  });

  it('replaces a transaction that pays too little after the gas price rose', async () => {
    const { number, hash, raw } = await sendBatch();
    const dearer = (Transaction.from(raw).maxFeePerGas ?? 0n) + 2n * GWEI;
    await mineAtFee(dearer);
    expect((await chain.provider.getBlock('latest'))?.transactions).toEqual([]);
    const newer = await untilSent(service, number, 2);
    expect(Transaction.from(newer.raw).nonce).toBe(Transaction.from(raw).nonce);
    expect(await chain.send('eth_getTransactionByHash', [hash])).toBeNull();
    await mineAtFee(dearer);
    await expect.poll(() => readTransaction(number), WAIT).toBe(newer.hash);
    await recover(service);
  });

  it('replaces a stuck transaction repeatedly until one of them is mined', async () => {
    const { number } = await sendBatch();
    const before = (await chain.head()).number;
    await untilSent(service, number, 3);
    expect((await chain.head()).number).toBe(before);
    const sent = await readSent(service, number);
    const fees = sent.map(({ raw }) => Transaction.from(raw).maxFeePerGas ?? 0n);
    expect(new Set(sent.map(({ raw }) => Transaction.from(raw).nonce)).size).toBe(1);
    for (const [at, fee] of fees.slice(1).entries()) expect(fee * 8n).toBeGreaterThanOrEqual(fees[at]! * 9n);
    expect(await chain.send('eth_getTransactionByHash', [sent[0]!.hash])).toBeNull();
    await chain.mine();
    await expect.poll(() => readTransaction(number), WAIT).not.toBeUndefined();
    const mined = await readTransaction(number);
    expect((await readSent(service, number)).slice(1).map(({ hash }) => hash)).toContain(mined);
    await recover(service);
  });

  it('waits while the gas price is above its cap, and anchors the same header when the price falls', async () => {
    await chain.setMining('off');
    const from = service.serverLog.length;
    await mineAtFee(SPIKE);
    const { number, id } = await sealBatch();
    await untilLogged('"reason":"fee-cap"', from);
    expect(await readSent(service, number)).toEqual([]);
    await mineAtFee(GWEI);
    await untilSent(service, number);
    await recover(service);
    expect(await readIds(service, number, 1)).toEqual([id]);
  });

  it('seals the records of a batch again under the same number when the gas price delayed it for too long', async () => {
    await chain.setMining('off');
    await mineAtFee(SPIKE);
    const { number, id } = await sealBatch();
    const from = service.serverLog.length;
    const { header } = await service.batch(number);
    await chain.mineAt(header.sealedAt + MAX_DELAY + 1);
    await chain.mine(OPEN);
    await untilLogged('"why":"time"', from);
    expect(await service.latestOnChain()).toBe(number - 1);
    await mineAtFee(GWEI);
    await recover(service);
    const anew = await service.batch(number);
    expect(anew.id).not.toBe(id);
    expect(anew.header).toMatchObject({ records: header.records, previous: header.previous });
    expect(anew.header.sealedAt).toBeGreaterThan(header.sealedAt);
  });

  it('seals the records of a batch again when its transactions can never be mined, since their nonce was used', async () => {
    const { number, id, hash, raw } = await sendBatch();
    const { header } = await service.batch(number);
    const from = service.serverLog.length;
    // It replaces the other transaction in the pool.
    const foreign = (await chain.send('eth_sendRawTransaction', [
      await signForeign(service, raw, 1_000_000n),
    ])) as Hex;
    expect(await chain.send('eth_getTransactionByHash', [hash])).toBeNull();
    await mineAtFee(2n * CAP);
    expect(await chain.provider.getTransactionReceipt(foreign)).toMatchObject({ status: 1 });
    await untilLogged('"reason":"fee-cap"', from);
    await chain.send('anvil_setNextBlockBaseFeePerGas', [`0x${SPIKE.toString(16)}`]);
    // Sealed in the same second, the header would be the same.
    await chain.mineAt((await chain.head()).time + 2);
    await chain.mine(OPEN);
    await untilLogged('"why":"nonce"', from);
    expect(await service.latestOnChain()).toBe(number - 1);
    await mineAtFee(GWEI);
    await recover(service);
    const anew = await service.batch(number);
    expect(anew.id).not.toBe(id);
    expect(anew.header).toMatchObject({ records: header.records, previous: header.previous });
    expect(await chain.provider.getTransactionReceipt(hash)).toBeNull();
  });

  it('passes the check of the whole ledger afterwards', async () => {
    const { batches } = await service.check();
    expect(batches).toBe((await service.status()).sealed);
    expect(batches).toBeGreaterThanOrEqual(6);
  });

  it('makes a batch final on a chain where nobody else causes blocks', async () => {
    await chain.setMining('on-demand');
    const number = (await service.status()).sealed + 1;
    await service.register();
    await expect.poll(async () => (await service.status()).anchored, WAIT).toBe(number);
    const before = await untilRead(service);
    const { anchor } = await service.batch(number);
    // No block follows until the chain has been quiet for long enough.
    expect(anchor?.block).toBe(before);
    expect((await service.status()).final).toBe(number - 1);
    await chain.send('evm_increaseTime', [MAX_DELAY]);
    await expect.poll(async () => (await service.status()).final, WAIT).toBe(number);
    const { address } = chain.accounts.anchorer;
    for (let at = before + 1; at <= before + OPEN; at++) {
      const block = await chain.provider.getBlock(at, true);
      expect(block?.prefetchedTransactions).toMatchObject([{ from: address, to: address }]);
    }
  });
});
