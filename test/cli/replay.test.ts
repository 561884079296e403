import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openApi } from '../../client/http/api.ts';
import { createFollowState, followReplay } from '../../jobs/replay/follow-replay.ts';
import { type RegisteredReplay, registerReplay } from '../../jobs/replay/register-replay.ts';
import { formatMetrics } from '../../jobs/replay/replay-metrics.ts';
import { openReplay, type ReplayReport } from '../../jobs/replay/run-replay.ts';
import { formatHex } from '../../core/encoding/hex.ts';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import { hashHeader } from '../../core/batches/batch.ts';
import { nameRecordsFile } from '../../core/publication/format.ts';
import { type ChainedLedger, deployChainedLedger } from '../helpers/chained-ledger.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { chainOf, replayIn } from '../helpers/replayed-chain.ts';
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
  // The last number of threads counts.
  const line = ['replay', '--publication', 'publication', ...where, '--threads', '1', ...args];
  return runLine(line, { cwd: folder });
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
    ['the state is not JSON', (state: string) => writeFile(join(state, 'state.json'), '{'), 'state-damaged'],
  ])('refuses a state in which %s', async (_what, damage, code) => {
    await replay('--state', 'state');
    await damage(join(folder, 'state'));
    const { exit, err } = await run('--state', 'state');
    expect(exit).toBe(2);
    expect(err).toContain(`error (${code})`);
    expect(err).toContain('--fresh');
  });

  it('says what to check where the state cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    const { exit, err } = await run('--state', 'file/state');
    expect(exit, err).toBe(4);
    expect(err).toMatch(/error \(state-unusable\)[^]*permissions[^]*--state/);
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

  it.each(['{"for', '{}', ''])(
    'ends with 3 for a copy whose ledger.json is half written: %s',
    async (half) => {
      await writeFile(join(folder, 'publication/ledger.json'), half);
      const { exit, err } = await run();
      expect([exit, err]).toEqual([
        3,
        expect.stringContaining('error (copy-damaged): ledger.json is damaged: '),
      ]);
      expect(err).toContain('. Find another copy');
    },
  );

  it.each([
    ['--every', '60'],
    ['--metrics-port', '9103'],
    ['--party', 'demo:auditor'],
    ['--key', 'auditor.key'],
  ])('refuses %s where nothing would use it', async (option, value) => {
    const { exit, err } = await run(option, value);
    const needed = option.startsWith('--party') || option === '--key' ? '--register' : '--follow';
    expect([exit, err]).toEqual([
      2,
      expect.stringMatching(new RegExp(`error \\(option\\): .*${option}.* needs? ${needed}`)),
    ]);
  });

  it('says how many records are new, and what to do next', async () => {
    const first = await run();
    expect(first.out).toContain('6, all replayed in this run\n');
    expect(first.out).toContain('\nnext: the same command with --register');
    expect((await run()).out).toContain('6, none of them new in this run\n');
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

describe('ledger replay --register', () => {
  let server: HttpServer;

  beforeAll(async () => {
    server = await startHttpServer(database.pool, (await chain.head()).time, {}, ledger.domain);
  });

  afterAll(() => server.stop());

  beforeEach(async () => {
    for (const name of ['auditor', 'company'] as const)
      await writeFile(join(folder, `${name}.key`), formatHex(ledger.parties[name].key.privateKey), {
        mode: 0o600,
      });
  });

  const as = (name: 'auditor' | 'company'): string[] => {
    const who = ['--party', ledger.parties[name].identifier, '--key', `${name}.key`, '--kind', 'assurance'];
    return ['--register', ...who, '--url', server.url];
  };

  it('registers the replay of the newest final batch once', async () => {
    const { exit, out, err } = await run(...as('auditor'), '--json');
    expect(exit, err).toBe(0);
    const { number, header, registered } = JSON.parse(out) as ReplayReport & { registered: RegisteredReplay };
    expect(registered).toMatchObject({ number, header, created: true });
    const { body } = await server.call('GET', `/v1/records/${registered.id}`);
    expect(body).toMatchObject({
      record: { subject: 'replay', kind: 4 },
      statement: { replay: { number, header } },
    });
    const again = await run(...as('auditor'));
    expect(again.out).toContain(
      `Registered already: the replay of batch ${number} by demo:auditor is record ${registered.id}`,
    );
    expect(again.out).toContain('\nnext: ledger policy init --replay-party demo:auditor');
  });

  it('registers nothing after a fault, or without an end', async () => {
    await rm(fileOf(3));
    const { exit, out } = await run(...as('auditor'), '--json');
    expect(exit).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'incomplete', registered: null });
  });

  it('refuses a party that may not register replays before it replays anything', async () => {
    const { identifier } = ledger.parties.company;
    const { exit, out, err } = await run(...as('company'));
    expect([exit, out]).toEqual([1, '']);
    expect(err).toContain(
      `error (replayer-refused): ${identifier} has the role company, and --kind assurance needs the role auditor`,
    );
    const kind = await run(...as('auditor'), '--kind', 'decision');
    expect([kind.exit, kind.out]).toEqual([1, '']);
    expect(kind.err).toContain(
      'demo:auditor has the role auditor, and --kind decision needs the role exchange or regulator. Use --kind assurance',
    );
  });

  it('refuses a key of somebody else and a party that is not registered, also when there is nothing new', async () => {
    expect((await run(...as('auditor'))).exit).toBe(0);
    const wrongKey = await run(...as('auditor'), '--key', 'company.key');
    expect([wrongKey.exit, wrongKey.out]).toEqual([1, '']);
    expect(wrongKey.err).toContain(
      `error (replayer-refused): The key ${ledger.parties.company.key.address} is not an open key of demo:auditor`,
    );
    const unknown = await run(...as('auditor'), '--party', 'demo:auditr');
    expect([unknown.exit, unknown.out]).toEqual([1, '']);
    expect(unknown.err).toContain('error (replayer-refused): demo:auditr is not in the registry');
  });

  it('asks the server before it replays anything', async () => {
    const { exit, out, err } = await run(...as('auditor'), '--url', 'http://127.0.0.1:9');
    expect([exit, out, err]).toEqual([4, '', expect.stringContaining('error (server-unreachable)')]);
  });

  describe('with --follow', () => {
    const PROGRAM = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

    /** Follows in a process of its own until it printed a text, ends it, and returns what it printed. */
    async function followUntil(
      text: string,
      ...args: string[]
    ): Promise<{ err: string; exit: number | null }> {
      const where = ['--publication', 'publication', '--rpc', chain.url, '--ledger', ledger.domain.ledger];
      const child = spawn('node', [PROGRAM, 'replay', '--follow', ...where, '--threads', '1', ...args], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let err = '';
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        err += chunk;
        if (err.includes(text)) child.kill('SIGTERM');
      });
      await once(child, 'close');
      return { err, exit: child.exitCode };
    }

    it('says what it follows and waits for, with the time', async () => {
      const { err, exit } = await followUntil('waiting for batch 4');
      expect(exit, err).toBe(0);
      expect(err).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z following publication, without registering/m);
      expect(err).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z waiting for batch 4, looking every 15 s$/m);
    });

    it('continues with a copy that is half written, and with a key that is not the party’s, and says so', async () => {
      await writeFile(join(folder, 'publication/ledger.json'), '{"for');
      const { err, exit } = await followUntil('copy-damaged', ...as('auditor'), '--key', 'company.key');
      expect(exit, err).toBe(0);
      expect(err).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z error \(replayer-refused\): The key /m);
      expect(err).toMatch(
        /^\d{4}-\d\d-\d\dT[\d:.]+Z error \(copy-damaged\): ledger.json is damaged: .*; trying again in 15 s$/m,
      );
    });
  });

  it('replays at the next look what was half written at this one', async () => {
    const ledgerFile = join(folder, 'publication/ledger.json');
    const whole = await readFile(ledgerFile);
    await writeFile(ledgerFile, whole.subarray(0, 20));
    const ending = new AbortController();
    const failures: Error[] = [];
    const replay = openReplay(
      { chain: chainOf(ledger, [chain.url]), publication: join(folder, 'publication'), isFresh: false },
      replayIn(join(folder, 'state')),
    );
    const state = createFollowState();
    await followReplay({
      replay: {
        close: () => replay.close(),
        run: async () => {
          if (failures.length > 0) await writeFile(ledgerFile, whole);
          return replay.run();
        },
      },
      register: null,
      lookEvery: 1,
      pause: () => Promise.resolve(),
      registerEvery: 60_000,
      now: () => 5_000,
      signal: ending.signal,
      state,
      onReport: () => ending.abort(),
      onRegistered: () => {},
      onFailure: (error) => failures.push(error),
    });
    await replay.close();
    expect(failures).toEqual([expect.objectContaining({ code: 'copy-damaged' })]);
    expect(state.report).toMatchObject({ verdict: 'replayed', replayedNow: state.report!.records });
  });

  it('needs a party and a key', async () => {
    const { exit, err } = await run('--register', '--url', server.url);
    expect(exit).toBe(2);
    expect(err).toContain('--party and --key');
  });

  it('follows the ledger: replays a new batch, registers on a schedule, and outlives an endpoint that is away', async () => {
    const ending = new AbortController();
    const state = createFollowState();
    const reports: number[] = [];
    const registered: RegisteredReplay[] = [];
    const by = {
      party: ledger.parties.auditor.party,
      name: 'demo:auditor',
      kind: 'assurance' as const,
      privateKey: ledger.parties.auditor.key.privateKey,
    };
    const api = openApi(server.url);
    let clock = 1_000_000;
    const replay = openReplay(
      { chain: chainOf(ledger, [chain.url]), publication: join(folder, 'publication'), isFresh: false },
      replayIn(join(folder, 'state')),
    );
    let looks = 0;
    await followReplay({
      replay: {
        close: () => replay.close(),
        run: async () => {
          looks++;
          if (looks === 2) throw new ReaderError('rpc-unreachable', 'the endpoint is away');
          if (looks === 3) await publishMore();
          if (looks === 4) clock += 60_000;
          return replay.run();
        },
      },
      register: (report) => registerReplay(api, report, by, () => {}),
      lookEvery: 1,
      pause: () => Promise.resolve(),
      registerEvery: 60_000,
      now: () => clock,
      signal: ending.signal,
      state,
      onReport: ({ number }) => reports.push(number),
      onRegistered: (each) => {
        registered.push(each);
        if (registered.length === 2) ending.abort();
      },
      onFailure: () => {},
    });
    await replay.close();
    expect(reports).toHaveLength(2);
    expect(reports[1]).toBe(reports[0]! + 1);
    expect(registered.map(({ number }) => number)).toEqual(reports);
    expect(looks).toBe(4);
    const metrics = formatMetrics(state);
    expect(metrics).toContain(`carbon_ledger_replay_batch ${reports[1]}\n`);
    expect(metrics).toContain(`carbon_ledger_replay_registered_batch ${reports[1]}\n`);
    expect(metrics).toContain('carbon_ledger_replay_failures_total 1\n');
    expect(metrics).toContain(`carbon_ledger_replay_checked_timestamp_seconds ${clock / 1000}\n`);
  });

  /** Seals what waits, with another record, into the folder that is followed. */
  async function publishMore(): Promise<void> {
    const record = ledger.sign({ by: ledger.parties.company, subject: 'more' });
    await ledger.publish(database.pool, published, record);
    await cp(published, join(folder, 'publication'), { recursive: true });
  }
});

/** Changes one byte of a file. */
async function change(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[20] = bytes[20]! ^ 1;
  await writeFile(path, bytes);
}
