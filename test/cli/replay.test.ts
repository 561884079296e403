import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReplayReport } from '../../client/replay/run-replay.ts';
import { hashHeader } from '../../core/batches/batch.ts';
import { nameRecordsFile } from '../../core/publication/format.ts';
import { type ChainedLedger, deployChainedLedger } from '../helpers/chained-ledger.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { type PlayedBatches, playBatches } from '../helpers/played-batches.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { type CliRun, runLine } from './test-terminal.ts';

let chain: TestChain;
let ledger: ChainedLedger;
let database: TestDatabase;
let home: string;
let published: string;
let played: PlayedBatches;
let folder: string;

beforeAll(async () => {
  chain = await startTestChain();
  ledger = await deployChainedLedger(chain);
  database = await createTestDatabase();
  home = await mkdtemp(join(tmpdir(), 'replay-cli-'));
  published = join(home, 'published');
  played = await playBatches(ledger, database.pool, published);
});

afterAll(async () => {
  await database.drop();
  await chain.stop();
  await rm(home, { recursive: true });
});

beforeEach(async () => {
  folder = await mkdtemp(join(home, 'run-'));
  await cp(published, join(folder, 'publication'), { recursive: true });
});

function run(...args: string[]): Promise<CliRun> {
  const where = ['--rpc', chain.url, '--ledger', ledger.domain.ledger];
  return runLine(['replay', '--publication', 'publication', ...where, ...args], { cwd: folder });
}

async function replay(...args: string[]): Promise<ReplayReport> {
  const { out, err } = await run(...args, '--json');
  expect(err).toBe('');
  return JSON.parse(out) as ReplayReport;
}

/** The file with the records of a batch. */
function fileOf(number: number): string {
  const id = hashHeader(played.headers[number - 1]!);
  return join(folder, 'publication', nameRecordsFile({ number, id }));
}

const PARALLEL = ['--threads', '2'];

describe('ledger replay', () => {
  it.each([['--threads', '1'], PARALLEL])(
    'recomputes what an honest server sealed, with %s %s',
    async (...threads) => {
      const { exit, out } = await run(...threads);
      expect(exit, out).toBe(0);
      expect(out).toContain('REPLAYED');
      expect(await replay('--fresh', ...threads)).toMatchObject({
        verdict: 'replayed',
        number: 3,
        header: hashHeader(played.headers[2]!),
        records: 6,
        replayedNow: 6,
        counts: {},
      });
    },
  );

  it('continues where the last run ended: a batch that was replayed is not read again', async () => {
    const late = fileOf(3);
    await rm(late);
    const first = await run('--threads', '1');
    expect(first.exit).toBe(3);
    expect(first.out).toMatch(/INCOMPLETE[^]*copy-lacks/);
    await cp(published, join(folder, 'publication'), { recursive: true });
    for (const number of [1, 2]) await rm(fileOf(number));
    expect(await replay(...PARALLEL)).toMatchObject({
      verdict: 'replayed',
      number: 3,
      records: 6,
      replayedNow: 1,
    });
    expect(await replay()).toMatchObject({ verdict: 'replayed', records: 6, replayedNow: 0 });
    expect(await replay('--fresh')).toMatchObject({ verdict: 'incomplete', number: 0 });
  });

  it('ignores rows that a crash left behind the last saved state', async () => {
    await replay('--state', 'state');
    await writeFile(join(folder, 'state/records'), Buffer.alloc(100, 1), { flag: 'a' });
    await writeFile(join(folder, 'state/parties'), Buffer.alloc(7, 1), { flag: 'a' });
    expect(await replay('--state', 'state')).toMatchObject({ verdict: 'replayed', replayedNow: 0 });
  });

  it('keeps the faults that an earlier run found', async () => {
    await replay();
    const path = join(
      folder,
      '.carbon-ledger/replay',
      `${ledger.domain.chainId}-${ledger.domain.ledger}`,
      'state.json',
    );
    const state = JSON.parse(await readFile(path, 'utf8')) as { progress: { counts: object } };
    state.progress.counts = { 'heads-differ': 1 };
    await writeFile(path, JSON.stringify(state));
    expect((await run()).exit).toBe(1);
  });

  it.each([
    ['a row is missing', (state: string) => truncate(join(state, 'records'), 10), 'state-damaged'],
    ['a record was changed', (state: string) => change(join(state, 'records')), 'state-damaged'],
    ['the state is no JSON', (state: string) => writeFile(join(state, 'state.json'), '{'), 'state-damaged'],
  ])('refuses a state in which %s', async (_what, damage, code) => {
    await replay('--state', 'state');
    await damage(join(folder, 'state'));
    const { exit, err } = await run('--state', 'state');
    expect(exit).toBe(2);
    expect(err).toContain(`error (${code})`);
    expect(err).toContain('--fresh');
  });

  it('reports a damaged copy as not checked', async () => {
    await change(fileOf(2));
    const { exit, out } = await run('--json');
    expect(exit).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'incomplete',
      number: 1,
      counts: { 'copy-damaged': 1 },
    });
  });

  it('ends with 4 when publication or chain cannot be reached, and with 2 for the wrong ledger', async () => {
    const elsewhere = await runLine(
      ['replay', '--publication', 'http://127.0.0.1:9', '--rpc', chain.url, '--ledger', ledger.domain.ledger],
      { cwd: folder },
    );
    expect(elsewhere).toMatchObject({ exit: 4, err: expect.stringContaining('copy-unreadable') as string });
    const other = await deployChainedLedger(chain);
    const wrong = await runLine(
      ['replay', '--publication', 'publication', '--rpc', chain.url, '--ledger', other.domain.ledger],
      { cwd: folder },
    );
    expect(wrong).toMatchObject({ exit: 2, err: expect.stringContaining('wrong-ledger') as string });
  });
});

/** Changes one byte of a file. */
async function change(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[20] = bytes[20]! ^ 1;
  await writeFile(path, bytes);
}
