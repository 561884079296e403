import { randomBytes } from 'node:crypto';
import { Contract, Transaction } from 'ethers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deployment } from '../../chain/deploy.ts';
import { carbonLedgerAbi } from '../../chain/generated/carbon-ledger.ts';
import { openRpc, type Rpc } from '../../chain/rpc.ts';
import { type BatchHeader, hashHeader } from '../../core/batch.ts';
import type { Hex } from '../../core/hex.ts';
import { haltChain, readChainState } from '../../db/chain-state.ts';
import { readTransactions } from '../../db/transactions.ts';
import { type FollowedChain, openFollowedChain } from '../../indexer/followed-chain.ts';
import { indexOnce } from '../../indexer/index-chain.ts';
import { startIndexer } from '../../indexer/start-indexer.ts';
import type { AnchorerDeps, AnchorStep } from '../../server/anchor-step.ts';
import { anchorOnce, startAnchorer } from '../../server/anchorer.ts';
import { insertBareBatch, makeHeader } from '../helpers/batch.ts';
import { configOf, startTestChain, type TestChain } from '../helpers/chain.ts';
import { keepLog } from '../helpers/keep-log.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';

const OPEN = 8;
const MAX_DELAY = 3600;
const REPLACE_AFTER = 60;

let chain: TestChain;
let deployed: Deployment;
let database: TestDatabase;
let followed: FollowedChain;
let clock: number;

// A chain for each test: clocks and reorganisations outlive anvil's snapshots.
beforeEach(async () => {
  chain = await startTestChain({ slotsInAnEpoch: OPEN / 2 });
  deployed = await chain.deploy({ maxDelay: MAX_DELAY });
  await chain.mine(OPEN);
  database = await createTestDatabase();
  followed = await openFollowedChain(database.pool, configOf(chain, deployed));
  clock = 1_000_000;
  await index();
});

afterEach(async () => {
  await chain.stop();
  await database.drop();
});

async function index(): Promise<void> {
  for (;;) {
    const step = await indexOnce({ pool: database.pool, chain: followed, log: keepLog() });
    if (step.kind === 'halted' || (step.kind === 'read' && !step.isBehind)) return;
  }
}

async function anchor(changes: Partial<AnchorerDeps> = {}): Promise<AnchorStep> {
  return anchorOnce({
    pool: database.pool,
    rpcs: [openRpc(chain.url)],
    signer: chain.accounts.anchorer,
    log: keepLog(),
    maxDelay: MAX_DELAY,
    feeCap: 500_000_000_000n,
    replaceAfter: REPLACE_AFTER,
    now: () => clock,
    ...changes,
  });
}

async function seal(previous: BatchHeader | null = null): Promise<BatchHeader> {
  const state = await readChainState(database.pool);
  const header = makeHeader(previous, (state?.finalTime ?? 0) - 1);
  await insertBareBatch(database.pool, header);
  return header;
}

/** Numbers of the batches that the database knows as anchored, from the chain. */
async function anchored(): Promise<number[]> {
  await index();
  const { rows } = await database.pool.query<{ number: number }>(
    'select number from anchors order by number',
  );
  return rows.map(({ number }) => number);
}

async function onChain(): Promise<number> {
  const ledger = new Contract(deployed.ledger, carbonLedgerAbi, chain.provider);
  return Number(await ledger.getFunction('latest')());
}

function hashOf(step: AnchorStep): Hex {
  if (!('transaction' in step)) throw new Error(`nothing was sent: ${JSON.stringify(step)}`);
  return step.transaction;
}

async function nonceOfAnchorer(): Promise<number> {
  return chain.provider.getTransactionCount(chain.accounts.anchorer.address, 'latest');
}

/** An endpoint that breaks when a transaction is sent: before it passes it on, or after. */
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

/** Stores a record that waits, or that is in a batch. */
async function insertRecord(batch: number | null): Promise<void> {
  const bytes = (): Buffer => randomBytes(32);
  await database.pool.query(
    `with stored as (
       insert into records (id, party, kind, subject, stream, sequence, previous, entries, sources, statement_hash, statement, signature,
         signer, accepted_at, anchor_by, receipt_signature)
       values ($1, $2, 1, 'a', $3, 1, $4, $5, '{}', $6, '{}', $7, $8, 1, 2, $7) returning id, arrival, accepted_at),
     sealed as (insert into sealed_records (record, batch, leaf_index) select id, $9, 0 from stored where $9::bigint is not null)
     insert into waiting_records (arrival, record, accepted_at) select arrival, id, accepted_at from stored where $9::bigint is null`,
    [bytes(), bytes(), bytes(), bytes(), bytes(), bytes(), randomBytes(65), randomBytes(20), batch],
  );
}

describe('anchorOnce', () => {
  it('sends the oldest batch that no block holds, and does nothing more until the indexer has read it', async () => {
    expect(await anchor()).toEqual({ kind: 'waiting', reason: 'nothing' });
    const first = await seal();
    const second = await seal(first);
    const step = await anchor();
    expect(step).toMatchObject({ kind: 'sent', batch: 1 });
    expect(await onChain()).toBe(1);
    expect(await anchor()).toEqual({ kind: 'waiting', reason: 'mined' });
    expect(await anchored()).toEqual([1]);
    expect(await anchor()).toMatchObject({ kind: 'sent', batch: 2 });
    expect(await anchored()).toEqual([1, 2]);
    expect(await anchor()).toEqual({ kind: 'waiting', reason: 'nothing' });
    expect(second.previous).toBe(hashHeader(first));
  });

  it('stores a transaction before it is sent', async () => {
    await seal();
    const step = await anchor({ rpcs: [breakAtSending('before')] });
    expect(step).toMatchObject({ kind: 'blocked', reason: 'not-sent' });
    const [stored] = await readTransactions(database.pool, 1);
    expect(stored).toMatchObject({ number: 1, sentAt: clock, nonce: await nonceOfAnchorer() });
    expect(Transaction.from(stored?.raw ?? '').hash).toBe(stored?.hash);
    expect(await onChain()).toBe(0);
  });

  it.each([
    ['before anything was stored', { signer: failingSigner() }, 'sent'],
    ['between storing and sending', { rpcs: 'before' }, 'resent'],
    ['after sending, before the answer', { rpcs: 'after' }, 'waiting'],
  ] as const)('goes on after a crash %s', async (_, crash, next) => {
    await seal();
    const changes = 'rpcs' in crash ? { rpcs: [breakAtSending(crash.rpcs)] } : crash;
    await anchor(changes).catch(() => null);
    const before = await readTransactions(database.pool, 1);
    expect(before).toHaveLength(next === 'sent' ? 0 : 1);
    expect((await anchor()).kind).toBe(next);
    const after = await readTransactions(database.pool, 1);
    expect(after).toHaveLength(1);
    if (next !== 'sent') expect(after).toEqual(before);
    expect(await anchored()).toEqual([1]);
  });

  it('replaces a transaction that waits too long, with the same nonce and an eighth more', async () => {
    await seal();
    await chain.setMining('off');
    const first = await anchor();
    expect(await anchor()).toEqual({ kind: 'waiting', reason: 'pending' });
    clock += REPLACE_AFTER;
    const second = await anchor();
    expect(second).toMatchObject({ kind: 'replaced', batch: 1 });
    expect(await anchor()).toEqual({ kind: 'waiting', reason: 'pending' });
    const [newer, older] = await readTransactions(database.pool, 1);
    expect([newer?.hash, older?.hash]).toEqual([hashOf(second), hashOf(first)]);
    expect(newer?.nonce).toBe(older?.nonce);
    expect((newer?.maxFeePerGas ?? 0n) * 8n).toBeGreaterThanOrEqual((older?.maxFeePerGas ?? 0n) * 9n);
    expect((newer?.maxPriorityFeePerGas ?? 0n) * 8n).toBeGreaterThanOrEqual(
      (older?.maxPriorityFeePerGas ?? 0n) * 9n,
    );
    const nonce = await nonceOfAnchorer();
    await chain.mine();
    expect(await anchored()).toEqual([1]);
    expect(await nonceOfAnchorer()).toBe(nonce + 1);
    const { rows } = await database.pool.query<{ transaction: Buffer }>('select transaction from anchors');
    expect(`0x${rows[0]?.transaction.toString('hex') ?? ''}`).toBe(hashOf(second));
  });

  it('sends a transaction again that the node dropped', async () => {
    await seal();
    await chain.setMining('off');
    const hash = hashOf(await anchor());
    await chain.send('anvil_dropTransaction', [hash]);
    expect(await anchor()).toEqual({ kind: 'resent', batch: 1, transaction: hash });
    await chain.mine();
    expect(await anchored()).toEqual([1]);
  });

  it('sends a new one when the nonce went to another transaction', async () => {
    await seal();
    await chain.setMining('off');
    const hash = hashOf(await anchor());
    await chain.send('anvil_dropTransaction', [hash]);
    const nonce = await nonceOfAnchorer();
    await chain.accounts.anchorer.sendTransaction({ to: chain.accounts.stranger.address, value: 1, nonce });
    await chain.mine();
    await chain.setMining('on-demand');
    expect(await anchor()).toMatchObject({ kind: 'sent' });
    expect((await readTransactions(database.pool, 1)).map((stored) => stored.nonce)).toEqual([
      nonce + 1,
      nonce,
    ]);
    expect(await anchored()).toEqual([1]);
  });

  it('takes a header that the chain has already for what it is, whoever sent it', async () => {
    const header = await seal();
    const ledger = new Contract(deployed.ledger, carbonLedgerAbi, chain.accounts.anchorer);
    await (await ledger.getFunction('anchor').send(header)).wait();
    expect(await anchor()).toEqual({ kind: 'waiting', reason: 'mined' });
    expect(await readTransactions(database.pool, 1)).toEqual([]);
    expect(await anchored()).toEqual([1]);
  });

  it.each([1, 3])(
    'anchors the same headers again, in order, after a reorganisation of %i blocks',
    async (depth) => {
      await chain.mine(3);
      await index();
      const first = await seal();
      await anchor();
      expect(await anchored()).toEqual([1]);
      await seal(first);
      await anchor();
      expect(await anchored()).toEqual([1, 2]);
      await chain.reorg(depth);
      await index();
      for (let round = 0; round < 6 && (await anchored()).length < 2; round++) {
        await anchor();
        await chain.mine();
      }
      expect(await anchored()).toEqual([1, 2]);
      const { rows } = await database.pool.query(
        'select from batches b join anchors a on a.number = b.number and a.header = b.id',
      );
      expect(rows).toHaveLength(2);
    },
  );

  it('lets one of several anchorers act', async () => {
    await seal();
    const steps = await Promise.all([anchor(), anchor(), anchor(), anchor()]);
    expect(steps.filter(({ kind }) => kind === 'sent')).toHaveLength(1);
    expect(await readTransactions(database.pool, 1)).toHaveLength(1);
    expect(await anchored()).toEqual([1]);
  });

  it('pays no more than its cap, and goes on when the chain asks for less', async () => {
    await seal();
    expect(await anchor({ feeCap: 1n })).toMatchObject({ kind: 'blocked', reason: 'fee-cap' });
    expect(await readTransactions(database.pool, 1)).toEqual([]);
    await chain.setMining('off');
    const { baseFeePerGas } = (await chain.send('eth_getBlockByNumber', ['latest', false])) as {
      baseFeePerGas: Hex;
    };
    const feeCap = BigInt(baseFeePerGas) + 1n;
    expect(await anchor({ feeCap })).toMatchObject({ kind: 'sent' });
    clock += REPLACE_AFTER;
    expect(await anchor({ feeCap })).toMatchObject({ kind: 'blocked', reason: 'fee-cap' });
    const [stored] = await readTransactions(database.pool, 1);
    expect(stored?.maxFeePerGas).toBe(feeCap);
  });

  it('says what the contract refuses', async () => {
    await seal();
    const step = await anchor({ signer: chain.accounts.stranger });
    expect(step).toMatchObject({ kind: 'blocked', reason: 'refused' });
    expect('message' in step && step.message).toContain('AccessControlUnauthorizedAccount');
    const ledger = new Contract(deployed.ledger, carbonLedgerAbi, chain.accounts.admin);
    await (await ledger.getFunction('close').send(chain.accounts.stranger.address)).wait();
    const closed = await anchor();
    expect('message' in closed && closed.message).toContain('LedgerClosed');
  });

  it('says that an endpoint can not be reached, and goes on when another can', async () => {
    await seal();
    const dead = openRpc('http://127.0.0.1:9');
    await expect(anchor({ rpcs: [dead] })).rejects.toMatchObject({ name: 'RpcError', code: 'unreachable' });
    expect(await anchor({ rpcs: [dead, openRpc(chain.url)] })).toMatchObject({ kind: 'sent' });
  });

  it('does nothing while the ledger is halted', async () => {
    await seal();
    await haltChain(database.pool, 'unknown-header', 'why');
    expect(await anchor()).toEqual({ kind: 'waiting', reason: 'halted' });
    expect(await readTransactions(database.pool, 1)).toEqual([]);
  });

  it('takes a batch back that can no longer be mined, and lets its records wait again', async () => {
    const header = await seal();
    await insertRecord(1);
    await anchor({ rpcs: [breakAtSending('before')] });
    await chain.send('anvil_setNonce', [chain.accounts.anchorer.address, '0x20']);
    await chain.mineAt(header.sealedAt + MAX_DELAY + 1);
    await index();
    expect(await anchor()).toEqual({ kind: 'woken' });
    for (let round = 0; round < OPEN; round++) {
      await index();
      await anchor();
    }
    expect((await database.pool.query('select from sealed_records')).rowCount).toBe(0);
    const { rows } = await database.pool.query(
      'select r.id = w.record as waits from records r join waiting_records w on w.arrival = r.arrival',
    );
    expect(rows).toEqual([{ waits: true }]);
    expect((await database.pool.query('select from batches')).rowCount).toBe(0);
    expect(await readTransactions(database.pool, 1)).toEqual([]);
    await index();
    await seal();
    expect(await anchor()).toMatchObject({ kind: 'sent', batch: 1 });
    expect(await anchored()).toEqual([1]);
  });

  it('wakes a chain that mines on demand and was quiet, until the final block is recent, when records wait', async () => {
    const { time } = await chain.head();
    await chain.send('evm_setTime', [time + MAX_DELAY]);
    expect(await anchor()).toEqual({ kind: 'waiting', reason: 'nothing' });
    await insertRecord(null);
    let woken = 0;
    while ((await anchor()).kind === 'woken') {
      await index();
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
  it('anchors batch after batch beside an indexer, and stops', async () => {
    const indexer = await startIndexer({
      pool: database.pool,
      config: configOf(chain, deployed),
      log: keepLog(),
    });
    const log = keepLog();
    const anchorer = startAnchorer({
      pool: database.pool,
      rpcs: [openRpc(chain.url)],
      signer: chain.accounts.anchorer,
      log,
      maxDelay: MAX_DELAY,
      feeCap: 500_000_000_000n,
      replaceAfter: REPLACE_AFTER,
      now: () => clock,
      pollMs: 20,
    });
    const isAnchored = async (number: number): Promise<boolean> =>
      (await database.pool.query('select from anchors where number = $1', [number])).rowCount === 1;
    let last: BatchHeader | null = null;
    for (const number of [1, 2, 3]) {
      last = await seal(last);
      await expect.poll(() => isAnchored(number), { interval: 20, timeout: 10_000 }).toBe(true);
    }
    await anchorer.stop();
    await indexer.stop();
    expect(log.lines.filter(({ message }) => message.includes('was sent'))).toHaveLength(3);
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
