import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readChainState } from '../../db/chain/chain-state.ts';
import { OPERATOR_CODES } from '../../operator/operator-error.ts';
import { PUBLICATION_CODES } from '../../core/publication/publication-error.ts';
import { type ChainedLedger, deployChainedLedger } from '../helpers/chained-ledger.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { PROGRAM_ENV } from '../helpers/program-env.ts';

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

/** Runs the program as a process, with the settings of the test's ledger and these changes. */
function run(args: readonly string[], changes: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const env = {
    ...PROGRAM_ENV,
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

function expectWords(out: string): void {
  expect(out).toBe(
    'Done. The ledger is no longer halted (it was halted with unknown-header). Imported 1 batch with 1 record from the ' +
      'publication. The newest batch is 1. Start the indexer again.\n',
  );
}

function expectJson(out: string): void {
  const imported = { batches: 1, records: 1, rejected: 0, newest: 1 };
  expect(JSON.parse(out)).toEqual({
    halted: null,
    resolved: 'unknown-header',
    voidedFrom: null,
    ...imported,
  });
}

describe('npm run operator', () => {
  it.each([
    ['restore', 'EMPTY database'],
    ['reconcile', 'The chain wins'],
  ])('explains %s and the exit codes with --help', async (command, words) => {
    const all = await run(['--help']);
    expect(all).toMatchObject({ exit: 0 });
    expect(all.out).toContain('Exit codes');
    const one = await run([command, '--help']);
    expect(one).toMatchObject({ exit: 0 });
    expect(one.out).toContain(words);
  });

  it('exits with 1 when it refuses, 2 on wrong usage or configuration, 4 when something is not reachable, and stores nothing', async () => {
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

  it('restores, reports each batch and prints the result as JSON; a second run has nothing to do', async () => {
    const first = await run(['restore', '--json', '--from', 'publication'], { PUBLICATION_DIR: '' });
    expect(first.exit).toBe(0);
    expect(JSON.parse(first.out)).toEqual({
      ...{ batches: 1, records: 1, rejected: 0, newest: 1 },
      ...{ documents: 0, documentsDamaged: 0 },
    });
    expect(first.err).toContain('Imported batch 1 with 1 record: all roots match the chain.');
    const second = await run(['restore']);
    expect(second).toMatchObject({ exit: 0 });
    expect(second.out).toBe(
      'Done. The database already holds every published batch. The newest batch is 1.\n',
    );
    const idle = await run(['reconcile'], { DATABASE_URL: database.url });
    expect(idle.out).toBe(
      'Done. The ledger is not halted: there is nothing to reconcile. The newest batch is 1.\n',
    );
    expect(idle.exit).toBe(0);
  });

  it.each([
    ['in words', [], expectWords],
    ['as JSON', ['--json'], expectJson],
  ] as const)(
    'reports %s that a ledger is no longer halted after reconcile',
    async (_, options, expectResult) => {
      const halted = await createTestDatabase();
      await ledger.index(halted.pool);
      expect((await readChainState(halted.pool))?.halted?.code).toBe('unknown-header');
      const done = await run(['reconcile', ...options], { DATABASE_URL: halted.url });
      expect(done.exit).toBe(0);
      expectResult(done.out);
      expect((await readChainState(halted.pool))?.halted).toBeNull();
      await halted.drop();
    },
  );

  it('gives no error code two meanings', () => {
    const codes = [...Object.keys(OPERATOR_CODES), ...Object.keys(PUBLICATION_CODES)];
    expect(new Set(codes).size).toBe(codes.length);
  });
});
