import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATOR_CODES } from '../../operator/operator-error.ts';
import { PUBLICATION_CODES } from '../../server/publication/publication-error.ts';
import { type ChainedLedger, deployChainedLedger } from '../helpers/chained-ledger.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';

let chain: TestChain;
let ledger: ChainedLedger;
let database: TestDatabase;
let empty: TestDatabase;
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'operator-'));
  chain = await startTestChain();
  ledger = await deployChainedLedger(chain);
  database = await createTestDatabase();
  empty = await createTestDatabase();
  await ledger.index(database.pool);
  const record = ledger.sign({ by: ledger.parties.provider });
  await ledger.publish(database.pool, join(home, 'publication'), record);
});

afterAll(async () => {
  await empty.drop();
  await database.drop();
  await chain.stop();
  await rm(home, { recursive: true });
});

interface Ended {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the program as its own process, with the settings of the test's ledger unless told otherwise. */
function run(args: readonly string[], changes: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: empty.url,
    RPC_URL: chain.url,
    LEDGER_ADDRESS: ledger.deployment.ledger,
    PUBLICATION_DIR: join(home, 'publication'),
    INIT_CWD: home,
    ...changes,
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['operator/main.ts', ...args], { env }, (_, out, err) =>
      resolve({ exit: child.exitCode ?? -1, out, err }),
    );
  });
}

describe('npm run operator', () => {
  it.each([
    ['restore', 'EMPTY database'],
    ['reconcile', 'The chain wins'],
  ])('says with --help what %s does, and how it ends', async (command, words) => {
    const all = await run(['--help']);
    expect(all).toMatchObject({ exit: 0 });
    expect(all.out).toContain('Exit codes');
    const one = await run([command, '--help']);
    expect(one).toMatchObject({ exit: 0 });
    expect(one.out).toContain(words);
  });

  it('refuses before anything is stored: 1 refused, 2 wrong usage or configuration, 4 not reachable', async () => {
    expect(await run([])).toMatchObject({ exit: 2 });
    expect(await run(['undo'])).toMatchObject({ exit: 2 });
    expect(await run(['restore'], { LEDGER_ADDRESS: '' })).toMatchObject({ exit: 2 });
    const unnamed = await run(['restore', '--json'], { PUBLICATION_DIR: '' });
    expect(unnamed.exit).toBe(2);
    expect(JSON.parse(unnamed.err)).toMatchObject({ error: { code: 'no-publication' } });
    expect(await run(['restore', '--from', 'nowhere'])).toMatchObject({ exit: 4 });
    const other = ledger.deployment.registry;
    expect(await run(['restore'], { LEDGER_ADDRESS: other })).toMatchObject({ exit: 2 });
    expect(await run(['restore'], { RPC_URL: 'http://127.0.0.1:1' })).toMatchObject({ exit: 4 });
    expect(await run(['reconcile'])).toMatchObject({ exit: 1, out: '' });
    expect((await empty.pool.query('select from records')).rowCount).toBe(0);
  });

  it('restores, tells each batch, and prints the result as JSON; a second run has nothing to do', async () => {
    const first = await run(['restore', '--json', '--from', 'publication'], { PUBLICATION_DIR: '' });
    expect(first.exit).toBe(0);
    expect(JSON.parse(first.out)).toEqual({ batches: 1, records: 1, rejected: 0, newest: 1 });
    expect(first.err).toContain('Batch 1: 1 records, all roots as on chain.');
    const second = await run(['restore']);
    expect(second).toMatchObject({ exit: 0 });
    expect(second.out).toContain('batches: 0');
    const idle = await run(['reconcile'], { DATABASE_URL: database.url });
    expect(idle.err).toContain('nothing to reconcile');
    expect(idle.exit).toBe(0);
  });

  it('has no code twice', () => {
    const codes = [...Object.keys(OPERATOR_CODES), ...Object.keys(PUBLICATION_CODES)];
    expect(new Set(codes).size).toBe(codes.length);
  });
});
