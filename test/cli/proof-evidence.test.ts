import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryForPolicy } from '../../jobs/verify/policy-evidence.ts';
import { formatHex } from '../../core/encoding/hex.ts';
import { type Bundle, formatBundle, parseBundle } from '../../core/proofs/bundle.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { parsePolicy, type Policy } from '../../core/verify/policy.ts';
import { type ChainedLedger, deployChainedLedger } from '../helpers/chained-ledger.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import type { SignedRecord } from '../helpers/signed-record.ts';
import { type CliRun, runLine } from './test-terminal.ts';

let chain: TestChain;
let ledger: ChainedLedger;
let database: TestDatabase;
let server: HttpServer;
let folder: string;
let record: SignedRecord;

beforeAll(async () => {
  chain = await startTestChain();
  ledger = await deployChainedLedger(chain);
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'proof-evidence-'));
  const { company, auditor } = ledger.parties;
  await writeFile(join(folder, 'auditor.key'), formatHex(auditor.key.privateKey), { mode: 0o600 });
  await ledger.index(database.pool);
  const first = ledger.sign({ by: company, kind: 'result', subject: 'inventory/2023' });
  record = ledger.sign({
    by: company,
    kind: 'result',
    subject: 'inventory/2023',
    after: first,
    statement: { change: 'correction', reason: 'a typo' },
  });
  await publish(first, ledger.sign({ by: company, subject: 'activity/2023' }));
  await publish(record);
  server = await startHttpServer(database.pool, (await chain.head()).time, {}, ledger.domain);
});

afterAll(async () => {
  await server.stop();
  await database.drop();
  await chain.stop();
  await rm(folder, { recursive: true });
});

/** Publishes records, and whatever waits, in a batch that can be verified. */
async function publish(...records: readonly SignedRecord[]): Promise<void> {
  await ledger.publish(database.pool, join(folder, 'publication'), ...records);
  // Authority is checked as of a final block later than the anchoring.
  await chain.mineAt((await chain.head()).time + 60);
  await chain.mine(4);
  await ledger.index(database.pool);
}

async function run(...args: string[]): Promise<CliRun> {
  const setting = { cwd: folder, env: { LEDGER_URL: server.url }, now: 1000 * (await chain.head()).time };
  return runLine(args, setting);
}

async function passes(...args: string[]): Promise<string> {
  const { exit, out, err } = await run(...args);
  expect(exit, `${out}\n${err}`).toBe(0);
  return out;
}

const readFileOf = async (name: string): Promise<Bundle> => parseBundle(await readFile(join(folder, name)));

describe('a proof file for a policy that asks for a replay, order and completeness', () => {
  it('cannot be fetched before a replay, and the error says what to wait for', async () => {
    const { auditor, exchange } = ledger.parties;
    const where = ['--rpc', chain.url, '--ledger', ledger.domain.ledger];
    const replays = ['--replay-party', auditor.identifier, '--require', 'order', 'completeness'];
    await passes('policy', 'init', ...where, ...replays, '--judge', exchange.identifier, '-o', 'policy.json');
    const { exit, err } = await run('proof', record.id, '--policy', 'policy.json');
    expect([exit, err]).toEqual([1, expect.stringContaining('error (not-replayed)')]);
    expect(err).toContain(`${auditor.identifier} none`);
    const waited = await run('proof', record.id, '--policy', 'policy.json', '--wait', '--timeout', '0');
    expect([waited.exit, waited.err]).toEqual([1, expect.stringContaining('error (not-replayed)')]);
  });

  it('holds that evidence after a replay, says so, and is verified', async () => {
    const { auditor } = ledger.parties;
    const where = ['--rpc', chain.url, '--ledger', ledger.domain.ledger];
    const as = ['--party', auditor.identifier, '--kind', 'assurance', '--key', 'auditor.key'];
    await passes('replay', '--publication', 'publication', ...where, '--register', ...as);
    const waiting = run(
      'proof',
      record.id,
      '--policy',
      'policy.json',
      '--wait',
      '-o',
      'waited.carbon-proof.json',
    );
    await publish();
    expect(await waiting).toMatchObject({
      exit: 0,
      err: expect.stringContaining('not yet replayed') as string,
    });
    const printed = await passes(
      'proof',
      record.id,
      '--policy',
      'policy.json',
      '-o',
      'whole.carbon-proof.json',
    );
    expect(printed).toContain(`  as of     batch 2, replayed by ${auditor.identifier}\n`);
    expect(printed).toContain('  order     2 versions, down to sequence 1\n');
    expect(printed).toContain('  complete  all 2 streams of the party\n');
    expect(printed).toContain('\nnext: ledger verify whole.carbon-proof.json --policy policy.json\n');
    const whole = await readFileOf('whole.carbon-proof.json');
    expect(whole.heads.map(({ next }) => next?.header.number)).toEqual([3, 3, 3]);
    const verified = await passes('verify', 'whole.carbon-proof.json', '--policy', 'policy.json', '--full');
    expect(verified).toMatch(/✓ order +every version .* replayed by 1/s);
    expect(verified).toMatch(/✓ completeness +all 2 streams of the party as of batch 2/);
    expect(verified).toContain('! genuine, shows no figures');
  });

  it('is not verified once a piece is removed, nor is a file without that evidence', async () => {
    const whole = await readFileOf('whole.carbon-proof.json');
    const lesser: readonly (readonly [string, Bundle])[] = [
      ['order', { ...whole, history: [] }],
      ['completeness', { ...whole, parties: [] }],
      [
        'currentness',
        { ...whole, records: whole.records.filter((each) => each.record.subject !== 'replay') },
      ],
      ['answers', { ...whole, heads: whole.heads.slice(0, 2) }],
    ];
    for (const [check, bundle] of lesser) {
      await writeFile(join(folder, 'lesser.carbon-proof.json'), formatBundle(bundle));
      const { exit, out } = await run('verify', 'lesser.carbon-proof.json', '--policy', 'policy.json');
      expect([check, exit]).toEqual([check, 3]);
      expect(out).toMatch(new RegExp(`– unchecked: .*${check}`));
    }
    await passes('proof', record.id, '-o', 'plain.carbon-proof.json');
    expect((await run('verify', 'plain.carbon-proof.json', '--policy', 'policy.json')).exit).toBe(3);
    // Where verify would find that policy, the command says so.
    const setting = { cwd: folder, env: { LEDGER_URL: server.url, LEDGER_HOME: folder } };
    const plain = ['proof', record.id, '-o', 'remarked.carbon-proof.json'];
    const path = join(folder, 'policy.json');
    const { exit, err } = await runLine(plain, setting);
    expect([exit, err]).toEqual([0, expect.stringContaining(`asks for more: --policy ${path} fetches it`)]);
    const asked = await runLine(
      ['proof', record.id, '--policy', path, '-o', 'asked.carbon-proof.json'],
      setting,
    );
    expect([asked.exit, asked.err]).toEqual([0, '']);
  });

  it('is asked for by each of these names without a policy', async () => {
    const { auditor, provider } = ledger.parties;
    const absent = ['--absent-stream', 'result/inventory/2022', `${provider.identifier}/dataset/factors`];
    const more = ['--history', '--complete', '--replayed-by', auditor.identifier];
    const printed = await passes('proof', record.id, ...more, ...absent, '-o', 'named.carbon-proof.json');
    expect(printed).toContain('  absent    result/inventory/2022, as of batch 2\n');
    expect(printed).toContain('  absent    demo:provider/dataset/factors, as of batch 2\n');
    const named = await readFileOf('named.carbon-proof.json');
    expect([named.history.length, named.parties.length, named.heads.length]).toEqual([1, 1, 3]);
    const json = await passes('proof', record.id, ...more, ...absent, '-o', 'b.carbon-proof.json', '--json');
    expect(JSON.parse(json)).toMatchObject({
      evidence: { batch: 2, replayedBy: [auditor.party], versions: 2, streams: 2 },
    });
    const where = ['--rpc', chain.url, '--ledger', ledger.domain.ledger];
    expect(await passes('verify', 'named.carbon-proof.json', ...where)).toContain(
      '  absent    no stream result/inventory/2022, as of batch 2, as the file says; on\n',
    );
  });

  it('is not waited for where a party whose replay it needs is not registered', async () => {
    const { auditor } = ledger.parties;
    const asked = ['--replayed-by', auditor.identifier, 'demo:auditr', '--wait'];
    const { exit, err } = await run('proof', record.id, ...asked, '-o', 'no.carbon-proof.json');
    expect([exit, err]).toEqual([
      2,
      expect.stringContaining('error (not-registered): --replayed-by demo:auditr'),
    ]);
    const policy = JSON.parse(await readFile(join(folder, 'policy.json'), 'utf8')) as Policy;
    const parties = [hashParty('demo:auditr')];
    await writeFile(
      join(folder, 'typo.json'),
      JSON.stringify({ ...policy, replays: { parties, quorum: 1 } }),
    );
    const ofPolicy = await run(
      'proof',
      record.id,
      '--policy',
      'typo.json',
      '--wait',
      '-o',
      'no.carbon-proof.json',
    );
    expect([ofPolicy.exit, ofPolicy.err]).toEqual([2, expect.stringContaining('typo.json')]);
    expect(ofPolicy.err).toContain(`error (not-registered): `);
  });

  it('is not written for a stream that exists, or with a wrong option', async () => {
    const ask = (...args: string[]): Promise<CliRun> =>
      run('proof', record.id, ...args, '-o', 'no.carbon-proof.json');
    const exists = await ask('--absent-stream', 'dataset/activity/2023');
    expect([exists.exit, exists.err]).toEqual([2, expect.stringContaining('error (stream-exists)')]);
    for (const wrong of [
      ['--absent-stream', 'inventory/2023'],
      ['--absent-stream', 'result/inventory 2023'],
      ['--replay-quorum', '1'],
      ['--policy', 'missing.json'],
    ])
      expect((await ask(...wrong)).exit, wrong.join(' ')).toBe(2);
    await expect(readFileOf('no.carbon-proof.json')).rejects.toThrow('ENOENT');
  });
});

it('a policy asks for exactly the evidence that it needs', async () => {
  const policy = parsePolicy(await readFile(join(folder, 'policy.json')));
  const { auditor, exchange } = ledger.parties;
  const nothing = { judges: undefined, replays: undefined, quorum: undefined, history: undefined };
  const others = { complete: undefined, reperformable: undefined, depth: undefined };
  expect(queryForPolicy(policy)).toEqual({
    ...others,
    judges: exchange.party,
    replays: auditor.party,
    quorum: 1,
    history: 'true',
    complete: 'true',
  });
  const plain = { ...policy, require: [], judges: [], replays: { parties: [auditor.party], quorum: 0 } };
  expect(queryForPolicy(plain)).toEqual({ ...nothing, ...others });
  expect(queryForPolicy({ ...plain, require: ['reperformance'], depth: 3 })).toMatchObject({
    reperformable: 'true',
    depth: 3,
  });
});
