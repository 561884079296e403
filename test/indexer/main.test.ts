import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Deployment } from '../../chain/contracts/deploy.ts';
import { readStatus } from '../../db/monitoring/status.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { startGate } from '../helpers/gate.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { PROGRAM_ENV } from '../helpers/program-env.ts';

const PROGRAM = fileURLToPath(new URL('../../indexer/main.ts', import.meta.url));

let chain: TestChain;
let deployed: Deployment;
let database: TestDatabase;
const running: ChildProcess[] = [];

beforeAll(async () => {
  chain = await startTestChain();
  deployed = await chain.deploy();
  await chain.registerParties(deployed.registry);
});

afterAll(async () => chain.stop());

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await database.drop();
});

interface Program {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; out: string; err: string }>;
}

function start(changes: Record<string, string> = {}): Program {
  const env = {
    ...PROGRAM_ENV,
    DATABASE_URL: database.url,
    RPC_URL: chain.url,
    LEDGER_ADDRESS: deployed.ledger,
    START_BLOCK: String(deployed.block),
    POLL_INTERVAL: '50',
    ...changes,
  };
  const child = spawn(process.execPath, [PROGRAM], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, out, err })) };
}

async function waitForHead(): Promise<void> {
  const { number } = await chain.head();
  const read = async (): Promise<number | undefined> => (await readStatus(database.pool)).chain?.head?.number;
  await expect.poll(read, { interval: 50, timeout: 20_000 }).toBe(number);
}

describe('the indexer as a program', () => {
  it('follows the chain, exits with 0 on SIGTERM, and continues at the next start', async () => {
    const first = start();
    await waitForHead();
    first.child.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0, err: '' });
    await chain.mine(3);
    const second = start();
    await waitForHead();
    second.child.kill('SIGINT');
    expect((await second.ended).code).toBe(0);
    expect((await database.pool.query('select from identifiers')).rowCount).toBe(5);
  });

  it('exits with 3 when it halts, and logs the reason', async () => {
    const first = start();
    await waitForHead();
    await chain.reorg(3);
    const { code, out } = await first.ended;
    expect(code).toBe(3);
    expect(out).toContain('reorg-past-finality');
  });

  it.each([
    ['another chain', { CHAIN_ID: '5' }, 'expected chain 5 (CHAIN_ID)'],
    [
      'a missing ledger contract',
      { LEDGER_ADDRESS: '0x000000000000000000000000000000000000dEaD' },
      'Correct LEDGER_ADDRESS',
    ],
    [
      'a missing database',
      { DATABASE_URL: new URL('/none', inject('postgres').serverUrl).href },
      'no database "none"',
    ],
  ])('exits with 1 and reports %s in one line', async (_, changes, line) => {
    const { code, err } = await start(changes).ended;
    expect(code).toBe(1);
    expect(err).toContain(line);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('starts while database and chain are down, says so once, and follows the chain when they answer', async () => {
    const gates = { database: await startGate(database.url), chain: await startGate(chain.url) };
    const { child, ended } = start({ DATABASE_URL: gates.database.url, RPC_URL: gates.chain.url });
    await gates.database.waitForRefusals(3);
    gates.database.open();
    await gates.chain.waitForRefusals(3);
    gates.chain.open();
    await waitForHead();
    child.kill('SIGTERM');
    const { code, out } = await ended;
    expect(code).toBe(0);
    expect(out.match(/"code":"[a-z-]+"/g)).toEqual([
      '"code":"database-unreachable"',
      '"code":"rpc-unreachable"',
    ]);
    for (const gate of Object.values(gates)) await gate.stop();
  });

  it('exits with 0 on SIGTERM while it waits for the database', async () => {
    const gate = await startGate(database.url);
    const { child, ended } = start({ DATABASE_URL: gate.url });
    await gate.waitForRefusals(1);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, err: '' });
    await gate.stop();
  });

  it('reports every wrong setting at once', async () => {
    const { code, err } = await start({
      RPC_URL: 'here',
      LEDGER_ADDRESS: '',
      FINALITY: 'soon',
      LOG_LEVEL: 'loud',
    }).ended;
    expect(code).toBe(1);
    for (const name of ['RPC_URL must', 'LEDGER_ADDRESS is missing', 'FINALITY must', 'LOG_LEVEL must'])
      expect(err).toContain(name);
  });
});
