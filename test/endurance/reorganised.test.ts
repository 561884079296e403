import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { openRandom } from './random.ts';
import {
  type Placed,
  anchorBatches,
  hashAt,
  readIds,
  recover,
  reorganise,
  signForeign,
  untilSent,
} from './reorganise.ts';
import { type Service, startService } from './service.ts';
import { PROGRAM_ENV } from '../helpers/program-env.ts';
import { IS_LONG } from '../helpers/long.ts';

/** How many of the newest blocks are not final. */
const OPEN = 16;
const MOST_BATCHES = 4;

const { seed } = inject('properties');
const ROUNDS = IS_LONG ? 100 : 3;
/** How many blocks a reorganisation removes: one, as many as there are batches, and more. */
const DEPTHS = IS_LONG ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] : [1, 4, 12];
const ROUND_MS = 30_000;

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

describe('a service whose chain is reorganised', { timeout: 90_000 }, () => {
  it.each(DEPTHS)(
    'anchors the same headers again, in order, when a reorganisation removes %i blocks with batches',
    async (depth) => {
      const count = Math.min(depth, MOST_BATCHES);
      const { first, ids } = await anchorBatches(service, count);
      if (depth > count) await chain.mine(depth - count);
      await reorganise(service, depth);
      expect(await service.latestOnChain()).toBe(first - 1);
      await recover(service);
      expect(await service.latestOnChain()).toBe(first + count - 1);
      expect(await readIds(service, first, count)).toEqual(ids);
    },
  );

  it('follows batches that a reorganisation moved to other blocks, several in one', async () => {
    const { first, ids, raws } = await anchorBatches(service, 3);
    const before = await Promise.all(
      ids.map(async (_, at) => (await service.batch(first + at)).anchor?.block),
    );
    await chain.mine(3);
    await reorganise(service, 6, [
      [raws[0]!, 3],
      [raws[1]!, 3],
      [raws[2]!, 4],
    ]);
    expect(await service.latestOnChain()).toBe(first + 2);
    await recover(service);
    const after = await Promise.all(
      ids.map(async (_, at) => (await service.batch(first + at)).anchor?.block),
    );
    expect(after).toEqual(before.map((block, at) => (block ?? 0) + [3, 2, 2][at]!));
    expect(await readIds(service, first, 3)).toEqual(ids);
  });

  it('sends a new transaction when another one used the nonce of a lost one', async () => {
    const { first, ids, raws } = await anchorBatches(service, 1);
    const foreign = await signForeign(service, raws[0]!);
    const nonce = await chain.provider.getTransactionCount(chain.accounts.anchorer.address, 'latest');
    await reorganise(service, 1, [[foreign, 0]]);
    expect(await service.latestOnChain()).toBe(first - 1);
    expect(await chain.provider.getTransactionCount(chain.accounts.anchorer.address, 'latest')).toBe(nonce);
    const lost = (await service.batch(first)).anchor?.transaction;
    await recover(service);
    expect(await readIds(service, first, 1)).toEqual(ids);
    expect((await service.batch(first)).anchor?.transaction).not.toBe(lost);
  });

  it('anchors two batches in order when the transaction of the second is mined without the first', async () => {
    const { first, ids, raws } = await anchorBatches(service, 2);
    const second = (await service.batch(first + 1)).anchor?.transaction;
    await reorganise(service, 2, [
      [await signForeign(service, raws[0]!), 0],
      [raws[1]!, 1],
    ]);
    // The contract reverted: one nonce was lost, the other was used without effect.
    expect(await chain.provider.getTransactionReceipt(second!)).toMatchObject({ status: 0 });
    expect(await service.latestOnChain()).toBe(first - 1);
    await recover(service);
    expect(await service.latestOnChain()).toBe(first + 1);
    expect(await readIds(service, first, 2)).toEqual(ids);
  });

  it('follows a replaced transaction when another fork contains it', async () => {
    await chain.setMining('off');
    await service.register();
    const number = (await service.status()).sealed + 1;
    const replaced = await untilSent(service, number);
    const newer = await untilSent(service, number, 2);
    await chain.mine();
    await expect
      .poll(async () => (await service.batch(number)).anchor?.transaction, { timeout: 20_000 })
      .toBe(newer.hash);
    const { id } = await service.batch(number);
    await reorganise(service, 1, [[replaced.raw, 0]]);
    await expect
      .poll(async () => (await service.batch(number)).anchor?.transaction, { timeout: 20_000 })
      .toBe(replaced.hash);
    await recover(service);
    expect(await readIds(service, number, 1)).toEqual([id]);
    expect(await chain.provider.getTransactionReceipt(newer.hash)).toBeNull();
  });

  it(
    `recovers from ${ROUNDS} reorganisations that move, replace and drop transactions at random, seed ${seed}`,
    { timeout: ROUNDS * ROUND_MS },
    async () => {
      const random = openRandom(seed);
      for (let round = 0; round < ROUNDS; round++) {
        const { first, ids, raws } = await anchorBatches(service, 1 + random.below(3));
        const more = random.below(3);
        if (more > 0) await chain.mine(more);
        const depth = raws.length + more;
        const placed: Placed[] = [];
        // Transactions after the kept ones are lost, since none of them has the next nonce.
        for (const raw of raws.slice(0, random.below(raws.length + 1))) {
          const at = Math.min(depth - 1, (placed.at(-1)?.[1] ?? 0) + random.below(2));
          placed.push([random.below(2) === 0 ? raw : await signForeign(service, raw), at]);
        }
        await reorganise(service, depth, placed);
        await recover(service);
        expect(await readIds(service, first, raws.length)).toEqual(ids);
        expect(await service.latestOnChain()).toBe(first + raws.length - 1);
      }
    },
  );

  it('passes the check of the whole ledger afterwards', async () => {
    const { batches, records } = await service.check();
    expect(batches).toBe((await service.status()).sealed);
    expect(records).toBeGreaterThanOrEqual(12);
  });

  it('seals and accepts nothing after a final block was replaced', async () => {
    await anchorBatches(service, 2);
    const { sealed } = await service.status();
    await chain.setMining('off');
    // One is sent and the other waits for it, so that the sealer keeps checking it.
    await service.register();
    await service.register();
    await untilSent(service, sealed + 1);
    const { number } = await chain.head();
    const final = (await service.status()).chain?.final;
    await chain.send('anvil_setCoinbase', [chain.accounts.stranger.address]);
    await chain.send('anvil_reorg', [OPEN + 4, []]);
    expect(await hashAt(chain, final?.number ?? number)).not.toBe(final?.hash);
    await expect
      .poll(async () => (await service.status()).halted?.code, { timeout: 20_000 })
      .toBe('reorg-past-finality');
    expect(await service.tryRegister()).toMatchObject({ status: 503, code: 'ledger-halted' });
    await chain.mine(OPEN);
    expect(await service.status()).toMatchObject({ sealed: sealed + 1, queue: { waiting: 1 } });
  });

  it('continues by itself after reconcile, which runs while only the indexer is stopped', async () => {
    const { sealed } = await service.status();
    const ids = await readIds(service, 1, sealed);
    const lost = sealed - (await service.latestOnChain());
    expect(lost).toBeGreaterThanOrEqual(1);
    const done = await runOperator('reconcile');
    expect(done).toMatchObject({ resolved: 'reorg-past-finality', voidedFrom: null, batches: 0 });
    await service.restartIndexer();
    await recover(service);
    expect((await service.status()).halted).toBeNull();
    expect((await service.status()).sealed).toBe(sealed + 1);
    expect(await readIds(service, 1, sealed)).toEqual(ids);
    expect(await service.tryRegister()).toEqual({ status: 201, code: null });
    expect((await service.check()).batches).toBe(sealed + 2);
  });
});

/** Runs a command of the operator as a process. Returns its result. */
async function runOperator(command: string): Promise<unknown> {
  const env = {
    ...PROGRAM_ENV,
    DATABASE_URL: service.database.url,
    RPC_URL: chain.url,
    LEDGER_ADDRESS: service.deployed.ledger,
    PUBLICATION_DIR: service.publication,
  };
  const args = ['operator/main.ts', command, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return JSON.parse(stdout);
}
