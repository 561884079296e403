import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HDNodeWallet, Wallet } from 'ethers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_MAX_DELAY, type Deployment, deployLedger } from '../../chain/contracts/deploy.ts';
import { readChainId } from '../../chain/rpc/chain-id.ts';
import { openProvider } from '../../chain/rpc/provider.ts';
import { openRpc } from '../../chain/rpc/rpc.ts';
import type { BatchHeader } from '../../core/batches/batch.ts';
import { readChainState } from '../../db/chain/chain-state.ts';
import { type RunningIndexer, startIndexer } from '../../indexer/start-indexer.ts';
import { readCommandLine } from '../../devnet/postgres/command-line.ts';
import { type RunningChain, startLocalChain } from '../../devnet/chain/local-chain.ts';
import { startAnchorer } from '../../server/anchoring/anchorer.ts';
import type { Loop } from '../../runtime/loop.ts';
import { insertBareBatch, makeHeader } from '../helpers/batch.ts';
import { configOf } from '../helpers/chain.ts';
import { keepLog } from '../helpers/keep-log.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';

let folder: string;
let database: TestDatabase;
let chain: RunningChain;
let indexer: RunningIndexer;
let anchorer: Loop;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-chain-'));
  database = await createTestDatabase();
});

afterEach(async () => {
  await anchorer.stop();
  await indexer.stop();
  await chain.stop();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function startChain(): Promise<void> {
  chain = await startLocalChain({ stateFile: join(folder, 'chain.json') });
}

async function killChain(): Promise<void> {
  const { pid } = JSON.parse(await readFile(join(folder, 'chain.process.json'), 'utf8')) as { pid: number };
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => readCommandLine(pid), { interval: 10 }).toBe('');
}

function accountOf(index: number): string {
  return HDNodeWallet.fromPhrase(chain.mnemonic, undefined, `m/44'/60'/0'/0/${index}`).privateKey;
}

async function deploy(): Promise<{ ledger: string; block: number }> {
  const provider = openProvider(chain.url, await readChainId(chain.url));
  const [admin, registrar, anchorer] = [0, 1, 2].map((index) => new Wallet(accountOf(index), provider)) as [
    Wallet,
    Wallet,
    Wallet,
  ];
  const powers = { admin: admin.address, registrar: registrar.address, anchorer: anchorer.address };
  const deployed = await deployLedger(admin, powers);
  provider.destroy();
  return deployed;
}

async function seal(last: BatchHeader | null): Promise<BatchHeader> {
  const { finalTime } = (await readChainState(database.pool)) ?? {};
  const header = makeHeader(last, (finalTime ?? 0) - 1);
  await insertBareBatch(database.pool, header);
  return header;
}

async function countAnchored(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    'select count(*) from batches b join anchors a on a.number = b.number and a.header = b.id',
  );
  return rows[0]?.count ?? 0;
}

/** Starts indexer and anchorer, as a program that starts again does. */
async function follow(deployed: Pick<Deployment, 'ledger' | 'block'>): Promise<void> {
  const { pool } = database;
  const config = configOf(chain, deployed, { pollMilliseconds: 100 });
  indexer = await startIndexer({ pool, config, log: keepLog() });
  const now = (): number => Math.floor(Date.now() / 1000);
  const signer = new Wallet(accountOf(2));
  anchorer = startAnchorer({
    pool,
    worker: 'anchorer',
    rpcs: [openRpc(chain.url)],
    quorum: 1,
    signer,
    log: keepLog(),
    maxDelay: DEFAULT_MAX_DELAY,
    feeCap: 500_000_000_000n,
    replaceAfter: 120,
    now,
    pollMs: 100,
  });
}

describe('a local chain that is killed', () => {
  it('comes back without its last moments, and the ledger heals by itself', async () => {
    await startChain();
    const deployed = await deploy();
    await follow(deployed);
    await expect
      .poll(async () => (await readChainState(database.pool))?.finalTime, { timeout: 30_000 })
      .toBeTypeOf('number');
    let last: BatchHeader | null = null;
    for (const number of [1, 2, 3]) {
      last = await seal(last);
      await expect.poll(countAnchored, { timeout: 20_000, interval: 20 }).toBe(number);
      // The block that holds the batch may not be on disk yet.
      await killChain();
      await Promise.all([anchorer.stop(), indexer.stop(), chain.stop()]);
      await startChain();
      await follow(deployed);
    }
    await seal(last);
    await expect.poll(countAnchored, { timeout: 30_000, interval: 50 }).toBe(4);
    expect((await readChainState(database.pool))?.halted).toBeNull();
    const { rows } = await database.pool.query<{ number: number; header: Buffer }>(
      'select number, header from anchors order by number',
    );
    expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  }, 120_000);
});
