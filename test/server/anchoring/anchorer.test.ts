import { Contract, Transaction } from 'ethers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deployment } from '../../../chain/contracts/deploy.ts';
import { carbonLedgerAbi } from '../../../chain/generated/carbon-ledger.ts';
import { type Rpc, RpcError } from '../../../chain/rpc/endpoint.ts';
import { openRpc } from '../../../chain/rpc/rpc.ts';
import { type BatchHeader, hashHeader } from '../../../core/batches/batch.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { findBatchView } from '../../../db/batches/batch-views.ts';
import { haltChain, readChainState } from '../../../db/chain/chain-state.ts';
import { readTransactions } from '../../../db/batches/transactions.ts';
import { startIndexer } from '../../../indexer/start-indexer.ts';
import type { Loop } from '../../../runtime/loop.ts';
import type { AnchorerDeps, AnchorStep } from '../../../server/anchoring/step.ts';
import { startAnchorer } from '../../../server/anchoring/anchorer.ts';
import { type Anchoring, MAX_DELAY, OPEN, REPLACE_AFTER, startAnchoring } from '../../helpers/anchoring.ts';
import { configOf, type TestChain } from '../../helpers/chain.ts';
import { insertBareBatch, makeHeader } from '../../helpers/batch.ts';
import { keepLog } from '../../helpers/keep-log.ts';
import type { TestDatabase } from '../../helpers/postgres.ts';

let anchoring: Anchoring;
let chain: TestChain;
let deployed: Deployment;
let database: TestDatabase;

// A new chain for each test: snapshots of anvil do not undo clocks and reorganisations.
beforeEach(async () => {
  anchoring = await startAnchoring();
  ({ chain, deployed, database } = anchoring);
});

afterEach(() => anchoring.stop());

function hashOf(step: AnchorStep): Hex {
  if (!('transaction' in step)) throw new Error(`nothing was sent: ${JSON.stringify(step)}`);
  return step.transaction;
}

/** An endpoint that fails when a transaction is sent, before or after it passes the transaction on. */
function breakAtSending(when: 'before' | 'after'): Rpc {
  const rpc = openRpc(chain.url);
  return {
    host: rpc.host,
    async request(method, params) {
      if (method !== 'eth_sendRawTransaction') return rpc.request(method, params);
      if (when === 'after') await rpc.request(method, params);
      throw new Error('the connection broke');
    },
  };
}

describe('anchorOnce', () => {
  it('sends the oldest batch that is not on the chain, then waits until the indexer has read it', async () => {
    expect(await anchoring.anchor()).toEqual({ kind: 'waiting', reason: 'nothing' });
    const first = await anchoring.seal();
    const second = await anchoring.seal(first);
    const step = await anchoring.anchor();
    expect(step).toMatchObject({ kind: 'sent', batch: 1 });
    expect(await anchoring.onChain()).toBe(1);
    expect(await anchoring.anchor()).toEqual({ kind: 'waiting', reason: 'mined' });
    expect(await anchoring.anchored()).toEqual([1]);
    expect(await anchoring.anchor()).toMatchObject({ kind: 'sent', batch: 2 });
    expect(await anchoring.anchored()).toEqual([1, 2]);
    expect(await anchoring.anchor()).toEqual({ kind: 'waiting', reason: 'nothing' });
    expect(second.previous).toBe(hashHeader(first));
  });

  it('stores a transaction before it is sent', async () => {
    await anchoring.seal();
    const step = await anchoring.anchor({ rpcs: [breakAtSending('before')] });
    expect(step).toMatchObject({ kind: 'blocked', reason: 'not-sent' });
    const [stored] = await readTransactions(database.pool, 1);
    expect(stored).toMatchObject({ number: 1, sentAt: anchoring.clock, nonce: await anchoring.nonce() });
    expect(Transaction.from(stored?.raw ?? '').hash).toBe(stored?.hash);
    expect(await anchoring.onChain()).toBe(0);
  });

  it.each([
    ['before anything was stored', { signer: failingSigner() }, 'sent'],
    ['between storing and sending', { rpcs: 'before' }, 'resent'],
    ['after sending, before the answer', { rpcs: 'after' }, 'waiting'],
  ] as const)('continues after a crash %s', async (_, crash, next) => {
    await anchoring.seal();
    const changes = 'rpcs' in crash ? { rpcs: [breakAtSending(crash.rpcs)] } : crash;
    await anchoring.anchor(changes).catch(() => null);
    const before = await readTransactions(database.pool, 1);
    expect(before).toHaveLength(next === 'sent' ? 0 : 1);
    expect((await anchoring.anchor()).kind).toBe(next);
    const after = await readTransactions(database.pool, 1);
    expect(after).toHaveLength(1);
    if (next !== 'sent') expect(after).toEqual(before);
    expect(await anchoring.anchored()).toEqual([1]);
  });

  it('replaces a transaction that is pending too long by one with the same nonce and an eighth more in fees', async () => {
    await anchoring.seal();
    await chain.setMining('off');
    const first = await anchoring.anchor();
    expect(await anchoring.anchor()).toEqual({ kind: 'waiting', reason: 'pending' });
    anchoring.clock += REPLACE_AFTER;
    const second = await anchoring.anchor();
    expect(second).toMatchObject({ kind: 'replaced', batch: 1 });
    expect(await anchoring.anchor()).toEqual({ kind: 'waiting', reason: 'pending' });
    const [newer, older] = await readTransactions(database.pool, 1);
    expect([newer?.hash, older?.hash]).toEqual([hashOf(second), hashOf(first)]);
    expect(newer?.nonce).toBe(older?.nonce);
    expect((newer?.maxFeePerGas ?? 0n) * 8n).toBeGreaterThanOrEqual((older?.maxFeePerGas ?? 0n) * 9n);
    expect((newer?.maxPriorityFeePerGas ?? 0n) * 8n).toBeGreaterThanOrEqual(
      (older?.maxPriorityFeePerGas ?? 0n) * 9n,
    );
    const nonce = await anchoring.nonce();
    await chain.mine();
    expect(await anchoring.anchored()).toEqual([1]);
    expect(await anchoring.nonce()).toBe(nonce + 1);
    const { rows } = await database.pool.query<{ transaction: Buffer }>('select transaction from anchors');
    expect(`0x${rows[0]?.transaction.toString('hex') ?? ''}`).toBe(hashOf(second));
  });

  it('sends a transaction again after the node dropped it', async () => {
    await anchoring.seal();
    await chain.setMining('off');
    const hash = hashOf(await anchoring.anchor());
    await chain.send('anvil_dropTransaction', [hash]);
    expect(await anchoring.anchor()).toEqual({ kind: 'resent', batch: 1, transaction: hash });
    await chain.mine();
    expect(await anchoring.anchored()).toEqual([1]);
  });

  it('does not send a lost transaction again while the newest block is earlier than the batch', async () => {
    const time = (await chain.head()).time + 100;
    await chain.mineAt(time);
    await chain.mineAt(time + 1);
    await insertBareBatch(database.pool, makeHeader(null, time));
    await chain.setMining('off');
    const hash = hashOf(await anchoring.anchor());
    await chain.send('anvil_dropTransaction', [hash]);
    await chain.rollback(2);
    expect(await anchoring.anchor()).toEqual({ kind: 'waiting', reason: 'chain-time' });
    await chain.mineAt(time + 2);
    expect(await anchoring.anchor()).toEqual({ kind: 'resent', batch: 1, transaction: hash });
    await chain.mine();
    expect(await anchoring.anchored()).toEqual([1]);
  });

  it('sends a new transaction if another one used the nonce', async () => {
    await anchoring.seal();
    await chain.setMining('off');
    const hash = hashOf(await anchoring.anchor());
    await chain.send('anvil_dropTransaction', [hash]);
    const nonce = await anchoring.nonce();
    await chain.accounts.anchorer.sendTransaction({ to: chain.accounts.stranger.address, value: 1, nonce });
    await chain.mine();
    await chain.setMining('on-demand');
    expect(await anchoring.anchor()).toMatchObject({ kind: 'sent' });
    expect((await readTransactions(database.pool, 1)).map((stored) => stored.nonce)).toEqual([
      nonce + 1,
      nonce,
    ]);
    expect(await anchoring.anchored()).toEqual([1]);
  });

  it('accepts a header that is already on the chain, even if another account sent it', async () => {
    const header = await anchoring.seal();
    const ledger = new Contract(deployed.ledger, carbonLedgerAbi, chain.accounts.anchorer);
    await (await ledger.getFunction('anchor').send(header)).wait();
    expect(await anchoring.anchor()).toEqual({ kind: 'waiting', reason: 'mined' });
    expect(await readTransactions(database.pool, 1)).toEqual([]);
    expect(await anchoring.anchored()).toEqual([1]);
  });

  it('anchors the same headers again, in order, after a reorganisation', async () => {
    await chain.mine(3);
    await anchoring.index();
    const first = await anchoring.seal();
    await anchoring.anchor();
    expect(await anchoring.anchored()).toEqual([1]);
    await anchoring.seal(first);
    await anchoring.anchor();
    expect(await anchoring.anchored()).toEqual([1, 2]);
    await chain.reorg(3);
    await anchoring.index();
    for (let round = 0; round < 6 && (await anchoring.anchored()).length < 2; round++) {
      await anchoring.anchor();
      await chain.mine();
    }
    expect(await anchoring.anchored()).toEqual([1, 2]);
    const { rows } = await database.pool.query(
      'select from batches b join anchors a on a.number = b.number and a.header = b.id',
    );
    expect(rows).toHaveLength(2);
  });

  it('lets only one of several anchorers act', async () => {
    await anchoring.seal();
    const steps = await Promise.all([
      anchoring.anchor(),
      anchoring.anchor(),
      anchoring.anchor(),
      anchoring.anchor(),
    ]);
    expect(steps.filter(({ kind }) => kind === 'sent')).toHaveLength(1);
    expect(await readTransactions(database.pool, 1)).toHaveLength(1);
    expect(await anchoring.anchored()).toEqual([1]);
  });

  it('does not pay more than its cap, and continues when gas costs less', async () => {
    await anchoring.seal();
    expect(await anchoring.anchor({ feeCap: 1n })).toMatchObject({ kind: 'blocked', reason: 'fee-cap' });
    expect(await readTransactions(database.pool, 1)).toEqual([]);
    await chain.setMining('off');
    const { baseFeePerGas } = (await chain.send('eth_getBlockByNumber', ['latest', false])) as {
      baseFeePerGas: Hex;
    };
    const feeCap = BigInt(baseFeePerGas) + 1n;
    expect(await anchoring.anchor({ feeCap })).toMatchObject({ kind: 'sent' });
    anchoring.clock += REPLACE_AFTER;
    expect(await anchoring.anchor({ feeCap })).toMatchObject({ kind: 'blocked', reason: 'fee-cap' });
    const [stored] = await readTransactions(database.pool, 1);
    expect(stored?.maxFeePerGas).toBe(feeCap);
  });

  it('reports why the contract rejects a batch', async () => {
    await anchoring.seal();
    const step = await anchoring.anchor({ signer: chain.accounts.stranger });
    expect(step).toMatchObject({ kind: 'blocked', reason: 'refused' });
    expect('message' in step && step.message).toContain('AccessControlUnauthorizedAccount');
    const ledger = new Contract(deployed.ledger, carbonLedgerAbi, chain.accounts.admin);
    await (await ledger.getFunction('close').send(chain.accounts.stranger.address)).wait();
    const closed = await anchoring.anchor();
    expect('message' in closed && closed.message).toContain('LedgerClosed');
  });

  it('reports an unreachable endpoint, and continues with another one', async () => {
    await anchoring.seal();
    const dead = openRpc('http://127.0.0.1:9');
    await expect(anchoring.anchor({ rpcs: [dead] })).rejects.toMatchObject({
      name: 'ReaderError',
      code: 'rpc-unreachable',
    });
    expect(await anchoring.anchor({ rpcs: [dead, openRpc(chain.url)] })).toMatchObject({ kind: 'sent' });
  });

  it('does nothing while the ledger is halted', async () => {
    await anchoring.seal();
    await haltChain(database.pool, 'unknown-header', 'why');
    expect(await anchoring.anchor()).toEqual({ kind: 'waiting', reason: 'halted' });
    expect(await readTransactions(database.pool, 1)).toEqual([]);
  });

  it('only makes void batches void once the ledger has ended', async () => {
    const header = await anchoring.seal();
    const contract = new Contract(anchoring.deployed.ledger, carbonLedgerAbi, chain.accounts.admin);
    await (await contract.getFunction('close').send(anchoring.deployed.registry)).wait();
    await anchoring.index();
    expect(await anchoring.anchor()).toEqual({ kind: 'waiting', reason: 'closed' });
    expect(await readTransactions(database.pool, 1)).toEqual([]);
    await chain.mineAt(header.sealedAt + MAX_DELAY + 10);
    await chain.mine(OPEN + 1);
    await anchoring.index();
    expect(await anchoring.anchor()).toMatchObject({ kind: 'voided', batch: 1, why: 'time' });
    expect(await anchoring.anchor()).toEqual({ kind: 'waiting', reason: 'closed' });
  });

  it('makes a batch void that is too late for the ledger, and lets its records wait again', async () => {
    const header = await anchoring.seal();
    await anchoring.insertRecord(1);
    await chain.mineAt(header.sealedAt + MAX_DELAY + 1);
    await anchoring.index();
    expect(await anchoring.anchor()).toEqual({ kind: 'woken' });
    let voided = 0;
    for (let round = 0; round < OPEN; round++) {
      await anchoring.index();
      const step = await anchoring.anchor();
      if (step.kind === 'voided') voided += step.why === 'time' ? 1 : NaN;
    }
    expect(voided).toBe(1);
    expect(await anchoring.countRecords()).toEqual({ sealed: 0, waiting: 1 });
    expect((await database.pool.query('select from batches')).rowCount).toBe(0);
    expect(await readTransactions(database.pool, 1)).toEqual([]);
    await anchoring.index();
    await anchoring.seal();
    expect(await anchoring.anchor()).toMatchObject({ kind: 'sent', batch: 1 });
    expect(await anchoring.anchored()).toEqual([1]);
  });

  it('makes what it anchored final on a chain that mines on demand, where nobody else sends anything', async () => {
    await anchoring.seal();
    await anchoring.anchor();
    expect(await anchoring.anchored()).toEqual([1]);
    const { number, time } = await chain.head();
    expect(await anchoring.anchor()).toEqual({ kind: 'waiting', reason: 'nothing' });
    expect((await findBatchView(database.pool, 1))?.state).toBe('anchored');
    await chain.send('evm_setTime', [time + MAX_DELAY]);
    while ((await anchoring.anchor()).kind === 'woken') await anchoring.index();
    expect((await findBatchView(database.pool, 1))?.state).toBe('final');
    expect((await chain.head()).number).toBe(number + OPEN);
    await chain.send('evm_setTime', [time + 3 * MAX_DELAY]);
    expect(await anchoring.anchor()).toEqual({ kind: 'waiting', reason: 'nothing' });
  });

  it('wakes a quiet chain by no further block while the indexer has not read the newest one', async () => {
    const { time } = await chain.head();
    await chain.send('evm_setTime', [time + MAX_DELAY]);
    await anchoring.insertRecord(null);
    await chain.mine();
    const { number } = await chain.head();
    expect(await anchoring.anchor()).toEqual({ kind: 'waiting', reason: 'nothing' });
    expect((await chain.head()).number).toBe(number);
    await anchoring.index();
    expect(await anchoring.anchor()).toEqual({ kind: 'woken' });
  });

  it('uses the clock of this machine to wake a chain whose endpoints report no pending block', async () => {
    const { time } = await chain.head();
    await chain.send('evm_setTime', [time + MAX_DELAY]);
    await anchoring.insertRecord(null);
    const rpc = openRpc(chain.url);
    let refusals = 0;
    const refusing: Rpc = {
      host: rpc.host,
      request(method, params) {
        if (params[0] !== 'pending') return rpc.request(method, params);
        refusals += 1;
        return Promise.reject(new RpcError('refused', 'the pending block is not available'));
      },
    };
    anchoring.clock = time;
    expect(await anchoring.anchor({ rpcs: [refusing] })).toEqual({ kind: 'waiting', reason: 'nothing' });
    anchoring.clock = time + MAX_DELAY;
    expect(await anchoring.anchor({ rpcs: [refusing] })).toEqual({ kind: 'woken' });
    expect(refusals).toBe(2);
  });

  it('wakes a quiet chain that mines on demand while records wait, until the final block is recent', async () => {
    const { time } = await chain.head();
    await chain.send('evm_setTime', [time + MAX_DELAY]);
    expect(await anchoring.anchor()).toEqual({ kind: 'waiting', reason: 'nothing' });
    await anchoring.insertRecord(null);
    let woken = 0;
    while ((await anchoring.anchor()).kind === 'woken') {
      await anchoring.index();
      woken++;
      expect(woken).toBeLessThan(20);
    }
    expect(woken).toBe(OPEN + 1);
    expect((await readChainState(database.pool))?.finalTime).toBeGreaterThanOrEqual(time + MAX_DELAY);
  });
});

function failingSigner(): AnchorerDeps['signer'] {
  return {
    address: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
    signTransaction: () => Promise.reject(new Error('the process died')),
  };
}

describe('startAnchorer', () => {
  const start = (worker: string, log: AnchorerDeps['log'], rpc = openRpc(chain.url)): Loop =>
    startAnchorer({
      pool: database.pool,
      worker,
      rpcs: [rpc],
      quorum: 1,
      signer: chain.accounts.anchorer,
      log,
      maxDelay: MAX_DELAY,
      feeCap: 500_000_000_000n,
      replaceAfter: REPLACE_AFTER,
      now: () => anchoring.clock,
      pollMs: 20,
    });

  it('anchors batch after batch while an indexer runs, until it is stopped', async () => {
    const indexer = await startIndexer({
      pool: database.pool,
      config: configOf(chain, deployed),
      log: keepLog(),
    });
    const log = keepLog();
    const anchorer = start('anchorer', log);
    const isAnchored = async (number: number): Promise<boolean> =>
      (await database.pool.query('select from anchors where number = $1', [number])).rowCount === 1;
    let last: BatchHeader | null = null;
    for (const number of [1, 2, 3]) {
      last = await anchoring.seal(last);
      await expect.poll(() => isAnchored(number), { interval: 20, timeout: 10_000 }).toBe(true);
    }
    await anchorer.stop();
    await indexer.stop();
    expect(log.lines.filter(({ message }) => message.includes('was sent'))).toHaveLength(3);
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('continues a step that was interrupted: what an endpoint answered is not asked again', async () => {
    await anchoring.seal();
    const sound = openRpc(chain.url);
    const answered: string[] = [];
    let asked = 0;
    const tired: Rpc = {
      host: sound.host,
      async request(method, params) {
        // It answers one call, then none: a step that began again each time would never end.
        if (asked++ % 2 === 1) throw new RpcError('unreachable', 'asked too often');
        answered.push(`${method} ${JSON.stringify(params)}`);
        return sound.request(method, params);
      },
    };
    const anchorer = start('anchorer', keepLog(), tired);
    await expect.poll(() => anchoring.onChain(), { timeout: 20_000 }).toBe(1);
    await anchorer.stop();
    const first = answered.slice(
      0,
      answered.findIndex((each) => each.startsWith('eth_sendRawTransaction')),
    );
    expect(first.length).toBeGreaterThan(3);
    expect(new Set(first).size).toBe(first.length);
  });

  it('logs what keeps it from anchoring once, also while two processes take turns', async () => {
    await chain.send('anvil_setBalance', [chain.accounts.anchorer.address, '0x0']);
    await anchoring.seal();
    const log = keepLog();
    const anchorers = ['first', 'second'].map((worker) => start(worker, log));
    const turns = async (): Promise<number> =>
      (await database.pool.query<{ token: number }>('select token from anchorer_turn')).rows[0]?.token ?? 0;
    await expect.poll(turns, { timeout: 20_000 }).toBeGreaterThan(20);
    await Promise.all(anchorers.map((anchorer) => anchorer.stop()));
    const errors = log.lines.filter(({ level }) => level === 'error');
    expect(errors.length).toBeLessThanOrEqual(2);
    expect(errors[0]?.message).toContain('No endpoint accepts the transaction');
  });
});
