import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Pool } from 'pg';
import type { Domain } from '../../core/hashing/domain.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { readChainState } from '../../db/chain/chain-state.ts';
import { migrate } from '../../db/migrate.ts';
import { openPool } from '../../db/pool.ts';
import { openFollowedChain } from '../../indexer/followed-chain.ts';
import { indexOnce } from '../../indexer/index-chain.ts';
import { openLog } from '../../runtime/log.ts';
import { PARTIES, type TestChain, configOf, startTestChain } from '../../test/helpers/chain.ts';
import { startPostgres } from '../../devnet/postgres/embedded-postgres.ts';
import { readCpu } from './process-times.ts';

/** The party that signs records for a ledger. */
export interface Writer {
  readonly domain: Domain;
  readonly party: Hex;
  readonly privateKey: Hex;
}

/** Processor time, in milliseconds. */
export interface Times {
  readonly api: number;
  readonly postgres: number;
}

/** A ledger with an API in its own process and a durable PostgreSQL. Nothing is sealed. */
export interface ServedLedger {
  readonly url: string;
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly writer: Writer;
  /** The process id of the API. */
  readonly pid: number;
  /** Returns the processor time so far. */
  times(): Times;
  stop(): Promise<void>;
}

const ROOT = resolve(import.meta.dirname, '../..');

/** Starts a ledger in a new folder that is deleted at the end; `settings` are those that differ from the defaults. */
export async function serveLedger(settings: Readonly<Record<string, string>>): Promise<ServedLedger> {
  const folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-bench-'));
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true })];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const postgres = await startPostgres({ dataDir: join(folder, 'postgres') });
    undo.push(() => postgres.stop());
    const pool = openPool(postgres.url);
    undo.push(() => pool.end());
    const chain = await startTestChain();
    undo.push(() => chain.stop());
    const deployed = await chain.deploy();
    await chain.registerParties(deployed.registry);
    await readRegistry(pool, chain, deployed);
    const keyFile = join(folder, 'operator');
    await writeFile(keyFile, chain.accounts.operator.privateKey, { mode: 0o600 });
    const api = await startApi({
      ROLES: 'api',
      DATABASE_URL: postgres.url,
      RPC_URL: chain.url,
      LEDGER_ADDRESS: deployed.ledger,
      START_BLOCK: String(deployed.block),
      OPERATOR_KEY_FILE: keyFile,
      PORT: '0',
      ...settings,
    });
    undo.push(() => api.stop());
    const [postmaster] = readFileSync(join(folder, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n');
    return {
      url: api.url,
      databaseUrl: postgres.url,
      pool,
      pid: api.pid,
      writer: {
        domain: { chainId: chain.chainId, ledger: deployed.ledger },
        party: hashParty(PARTIES.company.identifier),
        privateKey: chain.accounts.company.privateKey as Hex,
      },
      times: () => ({ api: readCpu(api.pid), postgres: readCpu(Number(postmaster)) }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Indexes the chain until a block is final that is later than every registration. */
async function readRegistry(
  pool: Pool,
  chain: TestChain,
  deployed: Awaited<ReturnType<TestChain['deploy']>>,
): Promise<void> {
  await migrate(pool);
  const registered = (await chain.head()).time;
  await chain.mineAt(registered + 2);
  await chain.mine(4);
  const context = {
    pool,
    chain: await openFollowedChain(pool, configOf(chain, deployed)),
    log: openLog('silent'),
  };
  while (((await readChainState(pool))?.finalTime ?? 0) <= registered + 1) await indexOnce(context);
}

interface RunningApi {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

async function startApi(settings: Readonly<Record<string, string>>): Promise<RunningApi> {
  const child = spawn(process.execPath, [join(ROOT, 'server/main.ts')], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const url = await Promise.race([readUrl(child), ended.then(() => null)]);
  if (url === null) throw new Error('the API ended before it was ready');
  return {
    url,
    pid: child.pid!,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Reads the URL from the log, and then keeps reading, because a full pipe would stop the process. */
function readUrl({ stdout }: ChildProcess): Promise<string> {
  return new Promise((found) => {
    createInterface(stdout!).on('line', (line) => {
      const { msg, url } = JSON.parse(line) as { msg: string; url?: string };
      if (msg === 'The server runs.') found(url!);
    });
  });
}
