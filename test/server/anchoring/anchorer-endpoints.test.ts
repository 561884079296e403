import { Transaction } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rpc, RpcError } from '../../../chain/rpc/endpoint.ts';
import { openRpc } from '../../../chain/rpc/rpc.ts';
import { Interface } from 'ethers';
import { carbonLedgerAbi } from '../../../chain/generated/carbon-ledger.ts';
import { type BatchHeader, hashHeader } from '../../../core/batches/batch.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { readTransactions, type StoredTransaction } from '../../../db/batches/transactions.ts';
import { readNextTime } from '../../../server/anchoring/chain-calls.ts';
import { type Anchoring, REPLACE_AFTER, startAnchoring } from '../../helpers/anchoring.ts';

const HUGE = '0xffffffffffff';
const GWEI = 1_000_000_000n;

let anchoring: Anchoring;
let last: BatchHeader | null = null;

beforeAll(async () => {
  anchoring = await startAnchoring();
  // No nonce is zero, so that a lower one exists for the lie.
  await anchoring.sendForeign(await anchoring.nonce());
});
afterAll(() => anchoring.stop());

/** Seals the next batch; returns its number. */
async function seal(): Promise<number> {
  await anchoring.chain.setMining('on-demand');
  await anchoring.index();
  last = await anchoring.seal(last);
  return last.number;
}

async function readNewest(number: number): Promise<StoredTransaction | undefined> {
  return (await readTransactions(anchoring.database.pool, number))[0];
}

/** Expects that the chain has the header of the batch that was sealed last. */
async function seeAnchored(): Promise<void> {
  await expect.poll(() => anchoring.onChain(), { timeout: 20_000 }).toBe(last?.number);
  await anchoring.index();
  const { rows } = await anchoring.database.pool.query<{ header: Buffer }>(
    'select header from anchors order by number desc limit 1',
  );
  expect(`0x${rows[0]?.header.toString('hex') ?? ''}`).toBe(hashHeader(last!));
}

/** An endpoint that answers as `lie` says where that differs from the true answer. */
function startLiar(lie: (method: string, truth: unknown) => unknown): { rpc: Rpc; lies: () => number } {
  const sound = openRpc(anchoring.chain.url);
  let lies = 0;
  const request = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    const truth = await sound.request(method, params).catch((error: unknown) => error);
    const told = lie(method, truth);
    if (told !== truth) lies += 1;
    if (told instanceof Error) throw told;
    return told;
  };
  return { rpc: { host: 'liar', request }, lies: () => lies };
}

/** A lie about the answer of one method. */
function about(method: string, told: unknown): (asked: string, truth: unknown) => unknown {
  return (asked, truth) => (asked === method ? told : truth);
}

function aboutBlocks(changes: object): (asked: string, truth: unknown) => unknown {
  return (asked, truth) =>
    asked.startsWith('eth_getBlockBy') && typeof truth === 'object' && truth !== null
      ? { ...truth, ...changes }
      : truth;
}

function refusal(name: string, values: unknown[]): RpcError {
  const data = new Interface(carbonLedgerAbi).encodeErrorResult(name, values) as Hex;
  return new RpcError('refused', 'execution reverted', { data });
}

const LIES: [string, (asked: string, truth: unknown) => unknown][] = [
  ['that the nonce is higher', about('eth_getTransactionCount', '0x4d')],
  ['that the nonce is lower', about('eth_getTransactionCount', '0x0')],
  ['that a call takes no gas', about('eth_estimateGas', '0x1')],
  ['that a call takes more gas than a block has', about('eth_estimateGas', HUGE)],
  [
    'that the batch is anchored',
    about('eth_estimateGas', refusal('AlreadyAnchored', [1, `0x${'0'.repeat(64)}`])),
  ],
  ['that the ledger has other batches', about('eth_estimateGas', refusal('WrongNumber', [1, 5]))],
  ['that the batch is too late', about('eth_estimateGas', refusal('SealedTooLate', [1, 2, 3]))],
  ['that a usual priority fee is huge', about('eth_maxPriorityFeePerGas', HUGE)],
  ['that the base fee is huge', aboutBlocks({ baseFeePerGas: HUGE })],
  ['that the base fee is nothing', aboutBlocks({ baseFeePerGas: '0x0' })],
  ['that it took a transaction', about('eth_sendRawTransaction', `0x${'1'.repeat(64)}`)],
  [
    'that no transaction pays enough',
    about('eth_sendRawTransaction', new RpcError('refused', 'underpriced')),
  ],
  ['with other blocks', aboutBlocks({ hash: `0x${'2'.repeat(64)}` })],
  ['with a newer block', aboutBlocks({ number: HUGE })],
];

describe('one lying endpoint of three with a quorum of two', () => {
  it.each(LIES)('cannot stop a batch or make it cost more by answering %s', async (_, lie) => {
    const number = await seal();
    const liar = startLiar(lie);
    const nonce = await anchoring.nonce();
    const baseFee = (await anchoring.chain.provider.getBlock('latest'))?.baseFeePerGas ?? 0n;
    expect(await anchoring.anchorBeside(liar.rpc)).toMatchObject({ kind: 'sent', batch: number });
    await expect.poll(() => liar.lies(), { timeout: 20_000 }).toBeGreaterThan(0);
    const sent = await readNewest(number);
    expect(sent?.nonce).toBe(nonce);
    expect(sent?.maxFeePerGas).toBeLessThanOrEqual(2n * baseFee + 2n * GWEI);
    expect(Transaction.from(sent?.raw).gasLimit).toBeLessThan(1_000_000n);
    await seeAnchored();
  });

  it('cannot stop a transaction by answering that it knows it', async () => {
    const number = await seal();
    await anchoring.chain.setMining('off');
    const liar = startLiar((method, truth) =>
      method === 'eth_getTransactionByHash' ? { hash: `0x${'3'.repeat(64)}` } : truth,
    );
    const step = await anchoring.anchorBeside(liar.rpc);
    const sent = await readNewest(number);
    expect(step).toMatchObject({ kind: 'sent', transaction: sent?.hash });
    expect(await anchoring.anchorBeside(liar.rpc)).toEqual({ kind: 'waiting', reason: 'pending' });
    await anchoring.chain.send('anvil_dropTransaction', [sent?.hash]);
    expect(await anchoring.anchorBeside(liar.rpc)).toMatchObject({ kind: 'resent', transaction: sent?.hash });
    expect(liar.lies()).toBe(2);
    await anchoring.chain.mine();
    await seeAnchored();
  });

  it('cannot make a batch count as anchored by answering that its transaction succeeded', async () => {
    const number = await seal();
    await anchoring.chain.setMining('off');
    const liar = startLiar((method, truth) =>
      method === 'eth_getTransactionReceipt' ? { status: '0x1' } : truth,
    );
    await anchoring.anchorBeside(liar.rpc);
    const sent = await readNewest(number);
    await anchoring.chain.send('anvil_dropTransaction', [sent?.hash]);
    await anchoring.sendForeign(sent?.nonce ?? NaN);
    await anchoring.chain.mine();
    expect(await anchoring.anchorBeside(liar.rpc)).toMatchObject({ kind: 'sent', batch: number });
    // Transaction receipts are never requested.
    expect(liar.lies()).toBe(0);
    await anchoring.chain.mine();
    await seeAnchored();
  });

  it('cannot raise the fees of a replacement above the cap', async () => {
    const number = await seal();
    await anchoring.chain.setMining('off');
    await anchoring.anchor();
    const sent = await readNewest(number);
    anchoring.clock += REPLACE_AFTER;
    const liar = startLiar((method, truth) =>
      aboutBlocks({ baseFeePerGas: HUGE })(method, method === 'eth_maxPriorityFeePerGas' ? HUGE : truth),
    );
    expect(await anchoring.anchorBeside(liar.rpc)).toMatchObject({ kind: 'replaced' });
    expect(liar.lies()).toBeGreaterThan(1);
    const replaced = await readNewest(number);
    expect(replaced?.nonce).toBe(sent?.nonce);
    expect(replaced?.maxFeePerGas).toBeLessThan(2n * (sent?.maxFeePerGas ?? 0n));
    await anchoring.chain.mine();
    await seeAnchored();
  });

  it('cannot change the time of the next block', async () => {
    const sound = openRpc(anchoring.chain.url);
    const truth = await readNextTime({ rpcs: [sound], quorum: 1 }, () => 0);
    for (const timestamp of [HUGE, '0x1']) {
      const liar = startLiar(aboutBlocks({ timestamp }));
      const told = await readNextTime({ rpcs: [liar.rpc, sound, sound], quorum: 2 }, () => 0);
      expect(told - truth).toBeLessThan(60);
      expect(told).toBeGreaterThanOrEqual(truth);
      expect(liar.lies()).toBe(1);
    }
  });
});

describe('two endpoints that must agree but report different blocks', () => {
  it('cause the anchorer to send nothing', async () => {
    const number = await seal();
    const liar = startLiar(aboutBlocks({ hash: `0x${'2'.repeat(64)}` }));
    const rpcs = [liar.rpc, openRpc(anchoring.chain.url)];
    await expect(anchoring.anchor({ rpcs, quorum: 2 })).rejects.toMatchObject({ code: 'rpc-disagree' });
    expect(liar.lies()).toBeGreaterThan(0);
    expect(await readNewest(number)).toBeUndefined();
    expect(await anchoring.onChain()).toBe(number - 1);
  });
});
