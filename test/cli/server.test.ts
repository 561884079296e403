import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Draft } from '../../client/records/draft.ts';
import { parseBundle } from '../../core/proofs/bundle.ts';
import { formatHex, type Hex } from '../../core/encoding/hex.ts';
import { digestReceipt } from '../../core/records/receipt.ts';
import { recoverAddress } from '../../core/hashing/signature.ts';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { makeKey, TEST_DOMAIN, type TestParty } from '../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../helpers/seeded-ledger.ts';
import { type CliRun, runLine } from './test-terminal.ts';

const CSV = `key,value,unit,from,until,detail
scope1/coal,125.5,t{CO2e},2024-01-01,2025-01-01,"{""gases"":[""CO2""]}"
scope2/location,80,t{CO2e},2024-01-01,2025-01-01,
`;

let folder = '';
let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-server-'));
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
  await writeFile(join(folder, 'figures.csv'), CSV);
  for (const name of ['company', 'auditor', 'exchange'] as const) await writeKey(name, ledger[name]);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
  await rm(folder, { recursive: true });
});

const writeKey = (name: string, { key }: TestParty): Promise<void> =>
  writeFile(join(folder, name), formatHex(key.privateKey), { mode: 0o600 });

const run = (...args: string[]): Promise<CliRun> =>
  runLine(args, { cwd: folder, env: { LEDGER_URL: server.url }, now: 1000 * server.now });

const readDraft = async (name: string): Promise<Draft> =>
  JSON.parse(await readFile(join(folder, name), 'utf8')) as Draft;

/** Builds and signs a record; returns its id. */
async function prepare(file: string, key: string, ...args: string[]): Promise<Hex> {
  const built = await run('record', 'build', '-o', file, '--json', ...args);
  expect({ exit: built.exit, err: built.err }).toEqual({ exit: 0, err: '' });
  const signed = await run('record', 'sign', file, '--key', key, '--json');
  expect({ exit: signed.exit, err: signed.err }).toEqual({ exit: 0, err: '' });
  return (JSON.parse(built.out) as { id: Hex }).id;
}

const INVENTORY = [
  '--party',
  'test:company',
  '--kind',
  'result',
  '--entries',
  'figures.csv',
  '--title',
  'Inventory',
];

/** Seals and anchors what was registered, as the chain would be read. */
async function publish(): Promise<void> {
  await ledger.anchor(await ledger.seal());
  await ledger.finalise();
}

describe('dataset register', () => {
  const DATASET = `key,value,unit,from,until,detail
fuel/a,12.5,t,2024-01-01,2025-01-01,"{""row"":""fuel-use"",""fuel"":""coke"",""category"":""1.A.2"",""geography"":""CN""}"
`;
  const options = ['--party', 'test:company', '--key', 'company', '--subject', 'activity/2024'];

  it('builds, signs and registers the record of a dataset file, its rows checked', async () => {
    await writeFile(join(folder, 'dataset.csv'), DATASET);
    const source = ['--dataset', 'activity', '--provider', 'Company', '--licence', 'internal'];
    const imported = await run('dataset', 'import', 'dataset.csv', ...source, '-o', 'dataset.ndjson');
    expect({ exit: imported.exit, err: imported.err }).toEqual({ exit: 0, err: '' });
    const { exit, out, err } = await run(
      ...['dataset', 'register', 'dataset.ndjson', ...options, '-o', 'dataset.record.json', '--json'],
    );
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const [{ id }] = JSON.parse(out) as [{ id: Hex }];
    const draft = await readDraft('dataset.record.json');
    expect(draft.receipt?.record).toBe(id);
    expect(draft.entries.map(({ key }) => key)).toEqual(['fuel/a', 'source']);
    const shown = await run('dataset', 'show', 'dataset.record.json', '--json');
    expect(JSON.parse(shown.out)).toMatchObject({ record: id, entries: 2 });
  });

  it('refuses rows that are not in order, and a dataset without its source', async () => {
    const line = (await readFile(join(folder, 'dataset.ndjson'), 'utf8')).split('\n');
    await writeFile(join(folder, 'bare.ndjson'), `${line[0]}\n`);
    expect(await run('dataset', 'register', 'bare.ndjson', ...options, '-o', 'x.json')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('no entry source'),
    });
    await writeFile(join(folder, 'wrong.ndjson'), line.join('\n').replace('"CN"', '"XX"'));
    expect(await run('dataset', 'register', 'wrong.ndjson', ...options, '-o', 'x.json')).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/fuel\/a +detail\.geography +bad-place/),
    });
  });
});

describe('record register', () => {
  it('registers a record, and keeps a receipt that names it', async () => {
    const id = await prepare('a.json', 'company', ...INVENTORY, '--subject', 'inventory/a');
    const { exit, out } = await run('record', 'register', 'a.json', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toEqual([
      expect.objectContaining({
        id,
        state: 'accepted',
        repeated: false,
        receiptSigner: makeKey('operator').address,
      }),
    ]);
    const { receipt } = await readDraft('a.json');
    expect(receipt!.record).toBe(id);
    expect(recoverAddress(digestReceipt(TEST_DOMAIN, receipt!), receipt!.signature)).toBe(
      makeKey('operator').address,
    );
  });

  it('registers the same again without harm, and says so', async () => {
    const before = await readDraft('a.json');
    const { exit, out } = await run('record', 'register', 'a.json', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toEqual([expect.objectContaining({ repeated: true })]);
    expect(await readDraft('a.json')).toEqual(before);
  });

  it('continues a stream from the record that was accepted last', async () => {
    const first = await prepare('b1.json', 'company', ...INVENTORY, '--subject', 'inventory/b');
    await run('record', 'register', 'b1.json');
    await prepare(
      'b2.json',
      'company',
      ...INVENTORY,
      '--subject',
      'inventory/b',
      '--change',
      'restatement',
      '--reason',
      'factors',
    );
    expect((await readDraft('b2.json')).record).toMatchObject({ sequence: 2, previous: first });
    expect((await run('record', 'register', 'b2.json')).exit).toBe(0);
  });

  it('registers files in order, and tells of each', async () => {
    await prepare('c1.json', 'company', ...INVENTORY, '--subject', 'inventory/c1');
    await prepare('c2.json', 'company', ...INVENTORY, '--subject', 'inventory/c2');
    const { exit, err } = await run('record', 'register', 'c1.json', 'c2.json');
    expect(exit).toBe(0);
    expect(err).toMatch(/\[1\/2\] c1.json\n\[2\/2\] c2.json/);
  });

  it('says on which head to build when another record was first', async () => {
    const first = await prepare('d1.json', 'company', ...INVENTORY, '--subject', 'inventory/d');
    await prepare('d2.json', 'company', ...INVENTORY, '--subject', 'inventory/d');
    await run('record', 'register', 'd1.json');
    const { exit, out, err } = await run('record', 'register', 'd2.json', '--json');
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(JSON.parse(err)).toMatchObject({
      error: { code: 'stream-conflict', details: { head: { sequence: 1, record: first } } },
    });
    expect((await readDraft('d2.json')).receipt).toBeNull();
  });

  it('ends with 1 when the key is not one of the party', async () => {
    await prepare('e.json', 'auditor', ...INVENTORY, '--subject', 'inventory/e');
    const { exit, err } = await run('record', 'register', 'e.json');
    expect(exit).toBe(1);
    expect(err).toContain('error: ');
  });

  it('sends hashes only where that is wanted', async () => {
    const id = await prepare('f.json', 'company', ...INVENTORY, '--subject', 'inventory/f');
    expect((await run('record', 'register', 'f.json', '--no-entries')).exit).toBe(0);
    const { exit, err } = await run('record', 'entries', id, '--key', 'company', '--json');
    expect(exit).toBe(1);
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'entries-not-stored' } });
  });

  it('finds subject and source of an assurance from the record that it answers', async () => {
    const id = await prepare('g.json', 'company', ...INVENTORY, '--subject', 'inventory/g');
    await run('record', 'register', 'g.json');
    const opinion = ['--answers', id, '--level', 'limited', '--scope', 'all', '--opinion', 'unqualified'];
    await prepare('h.json', 'auditor', '--party', 'test:auditor', '--kind', 'assurance', ...opinion);
    expect((await readDraft('h.json')).record.sources).toEqual([id]);
    expect(await run('record', 'register', 'h.json')).toMatchObject({ exit: 0 });
  });

  it('withdraws an assurance with the level and scope it had, unless others are stated', async () => {
    const id = await prepare('w.json', 'company', ...INVENTORY, '--subject', 'inventory/w');
    await run('record', 'register', 'w.json');
    const answer = ['--party', 'test:auditor', '--kind', 'assurance', '--answers', id];
    const withdrawal = [...answer, '--opinion', 'withdrawn'];
    const early = await run('record', 'build', ...withdrawal, '-o', 'w0.json');
    expect(early).toMatchObject({ exit: 2, err: expect.stringContaining('no earlier assurance') });
    const opinion = ['--level', 'limited', '--scope', 'scope 1', '--opinion', 'qualified'];
    await prepare('w1.json', 'auditor', ...answer, ...opinion);
    expect(await run('record', 'register', 'w1.json')).toMatchObject({ exit: 0 });
    await prepare('w2.json', 'auditor', ...withdrawal, '--scope', 'scopes 1 and 2');
    const { statement } = await readDraft('w2.json');
    expect(statement).toMatchObject({ opinion: 'withdrawn', level: 'limited', scope: 'scopes 1 and 2' });
    expect(await run('record', 'register', 'w2.json')).toMatchObject({ exit: 0 });
  });
});

describe('record entries', () => {
  it('reads private entries with a key of their party, and not without', async () => {
    const id = await prepare('p.json', 'company', ...INVENTORY, '--subject', 'inventory/p');
    await run('record', 'register', 'p.json');
    const { exit, out } = await run('record', 'entries', id, '--key', 'company', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toEqual({ id, entries: (await readDraft('p.json')).entries });
    expect((await run('record', 'entries', id, '--key', 'company')).out).toContain('125.5 t{CO2e}');
    const asked = await run('record', 'entries', id);
    expect(asked).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('--key') });
    expect(await run('record', 'entries', id, '--key', 'auditor')).toMatchObject({ exit: 1, out: '' });
  });
});

describe('bundle', () => {
  it('waits until the record is final, and writes what shows one figure without the others', async () => {
    const id = await prepare('q.json', 'company', ...INVENTORY, '--subject', 'inventory/q');
    await run('record', 'register', 'q.json');
    expect(await run('bundle', id, '-o', 'early.json')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('error:'),
    });
    const waiting = run(
      'bundle',
      id,
      '--wait',
      '--entries',
      'scope1/coal',
      '--absent',
      'scope3',
      '--key',
      'company',
      '-o',
      'q.proof.json',
    );
    await publish();
    expect(await waiting).toMatchObject({ exit: 0 });
    const bundle = parseBundle(await readFile(join(folder, 'q.proof.json')));
    expect(bundle.records[0]).toMatchObject({
      id,
      entries: { all: false, shown: [{ key: 'scope1/coal' }], absent: [{ key: 'scope3' }] },
    });
    expect(JSON.stringify(bundle)).not.toContain('scope2/location');
  });

  it('overwrites nothing, and refuses what is no id', async () => {
    const before = await readFile(join(folder, 'q.proof.json'));
    const { id } = parseBundle(before).records[0]!;
    expect(await run('bundle', id, '-o', 'q.proof.json')).toMatchObject({ exit: 2, out: '' });
    expect(await readFile(join(folder, 'q.proof.json'))).toEqual(before);
    expect(await run('bundle', 'inventory')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('no record id'),
    });
  });

  it('stops waiting at a record that was rejected, at one that does not exist, and when time is over', async () => {
    const id = await prepare('r.json', 'company', ...INVENTORY, '--subject', 'inventory/r');
    await run('record', 'register', 'r.json');
    expect(await run('bundle', id, '--wait', '--timeout', '0')).toMatchObject({
      exit: 4,
      err: expect.stringContaining('not yet final'),
    });
    await database.pool.query(
      `update records set rejected_code = 'closed-key', rejected_message = 'gone' where id = $1`,
      [Buffer.from(id.slice(2), 'hex')],
    );
    expect(await run('bundle', id, '--wait')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('rejected: gone'),
    });
    expect(await run('bundle', `0x${'00'.repeat(32)}`, '--wait')).toMatchObject({ exit: 1 });
    await expect(stat(join(folder, `${id.slice(2, 14)}.carbon-proof.json`))).rejects.toThrow('ENOENT');
  });
});

describe('status and party show', () => {
  it('tells how the ledger stands, in dates', async () => {
    const { exit, out } = await run('status');
    expect(exit).toBe(0);
    expect(out).toContain(TEST_DOMAIN.ledger);
    expect(out).toMatch(/final block {6}\d+, 2025-06-1/);
    expect(JSON.parse((await run('status', '--json')).out)).toMatchObject({
      chain: { ledger: TEST_DOMAIN.ledger },
    });
  });

  it('tells that the ledger ended, and who goes on', async () => {
    await database.pool.query(
      "insert into endings (number, successor, block_number) select 2, decode(repeat('07', 20), 'hex'), max(number) from blocks",
    );
    const { out } = await run('status');
    expect(out).toMatch(/CLOSED +after batch 2, the ledger 0x0707\S+ goes on/);
    await database.pool.query('update endings set successor = decode(repeat($1, 20), $2)', ['00', 'hex']);
    expect((await run('status')).out).toContain('with no successor');
    await database.pool.query('delete from endings');
  });

  it('tells roles and keys of a party with the times in which they hold', async () => {
    const { exit, out } = await run('party', 'show', 'test:company');
    expect(exit).toBe(0);
    expect(out).toMatch(/role {2}company {2,}open since 1970-01-01 00:16:40Z/);
    expect(out).toContain(ledger.company.key.address);
    expect(await run('party', 'show', 'test:nobody')).toMatchObject({ exit: 1, out: '' });
  });

  it('finds the server by .carbon-ledger/ledger.json too', async () => {
    const { chainId, ledger: address } = TEST_DOMAIN;
    const home = await mkdtemp(join(folder, 'home-'));
    await mkdir(join(home, '.carbon-ledger'));
    await writeFile(
      join(home, '.carbon-ledger/ledger.json'),
      JSON.stringify({ url: server.url, chainId, ledger: address }),
    );
    expect(await runLine(['status'], { cwd: home })).toMatchObject({ exit: 0 });
  });

  it('says in one line that a server is not there, with exit code 4', async () => {
    const result = await run('status', '--url', 'http://127.0.0.1:1');
    expect(result).toMatchObject({
      exit: 4,
      out: '',
      err: expect.stringMatching(/^error: http:\/\/127.0.0.1:1 cannot be reached[^\n]*\n$/),
    });
  });
});
