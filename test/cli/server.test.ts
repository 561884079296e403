import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatDraft, signDraft } from '../../jobs/register/draft.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { parseBundle } from '../../core/proofs/bundle.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { digestReceipt } from '../../core/records/receipt.ts';
import { recoverAddress } from '../../core/hashing/signature.ts';
import { closeWindow, makeKey, openWindow, TEST_DOMAIN } from '../helpers/registry.ts';
import { SEED_FINAL } from '../helpers/seeded-ledger.ts';
import { openSeededCli } from './seeded-cli.ts';
import { formatOecd } from '../tables/mrio/oecd-files.ts';
import { type CliRun, runLine } from './test-terminal.ts';

const CSV = `key,value,unit,from,until,detail
scope1/coal,125.5,t{CO2e},2024-01-01,2025-01-01,"{""gases"":[""CO2""]}"
scope2/location,80,t{CO2e},2024-01-01,2025-01-01,
`;

const cli = await openSeededCli();
const { folder, database, ledger, server, run, prepare, readDraft, publish } = cli;
await writeFile(join(folder, 'figures.csv'), CSV);
afterAll(() => cli.close());

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

  it('refuses rows with problems, and a dataset without its entry source', async () => {
    const line = (await readFile(join(folder, 'dataset.ndjson'), 'utf8')).split('\n');
    await writeFile(join(folder, 'bare.ndjson'), `${line[0]}\n`);
    expect(await run('dataset', 'register', 'bare.ndjson', ...options, '-o', 'x.json')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('no entry "source"'),
    });
    await writeFile(join(folder, 'wrong.ndjson'), line.join('\n').replace('"CN"', '"XX"'));
    expect(await run('dataset', 'register', 'wrong.ndjson', ...options, '-o', 'x.json')).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/fuel\/a +detail\.geography +bad-place/),
    });
  });
});

describe('dataset register of a multi-region table', () => {
  const options = ['--party', 'test:company', '--key', 'company', '--subject', 'mrio/oecd'];
  const read = async (countries: readonly string[], year: number, ...args: string[]): Promise<CliRun> => {
    await writeFile(join(folder, `ICIO2021_${year}.csv`), formatOecd(countries));
    return run(
      'dataset',
      'table',
      'oecd',
      `ICIO2021_${year}.csv`,
      '--licence',
      'x',
      '--out',
      `icio-${year}`,
      ...args,
    );
  };
  const register = (year: number): Promise<CliRun> =>
    run(
      'dataset',
      'register',
      `icio-${year}/table.ndjson`,
      ...options,
      '-o',
      `icio-${year}.record.json`,
      '--json',
    );

  it('refuses a version that lacks a country of the last one, until the table says that it was accepted', async () => {
    await read(['AUS', 'ROU'], 2017);
    const first = await register(2017);
    expect(first).toMatchObject({ exit: 0, err: '' });
    const [{ id }] = JSON.parse(first.out) as [{ id: Hex }];
    await read(['AUS'], 2018);
    const refused = await register(2018);
    expect(refused).toMatchObject({ exit: 2, out: '' });
    expect(JSON.parse(refused.err)).toMatchObject({
      error: { code: 'lost-account', details: { problems: [{ column: 'region/ROU' }] } },
    });
    await rm(join(folder, 'icio-2018'), { recursive: true });
    const before = ['--previous', id, '--key', 'company'];
    expect(await read(['AUS'], 2018, ...before)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('region/ROU'),
    });
    expect(await read(['AUS'], 2018, ...before, '--accept-missing', 'region/ROU')).toMatchObject({ exit: 0 });
    expect(await register(2018)).toMatchObject({ exit: 0, err: '' });
    const { entries } = await readDraft('icio-2018.record.json');
    expect(entries.find(({ key }) => key === 'reading')?.detail).toMatchObject({
      previous: id,
      accepted: ['region/ROU'],
    });
  });

  it('sends the documents of the registered table', async () => {
    const sent = await run('document', 'send', 'icio-2018/Z.parquet', '--key', 'company', '--json');
    expect(sent).toMatchObject({ exit: 0, err: '' });
    expect(JSON.parse(sent.out)).toMatchObject({ isNew: true });
  });
});

describe('record sign', () => {
  const read = (file: string): Promise<string> => readFile(join(folder, file), 'utf8');
  const build = async (file: string): Promise<void> => {
    await cli.json('record', 'build', '-o', file, ...INVENTORY, '--subject', `inventory/${file}`);
  };
  const codeOf = ({ exit, out, err }: CliRun): unknown[] => [
    exit,
    out,
    (JSON.parse(err) as { error: { code: string } }).error.code,
  ];
  const openKey = async (name: string, from: number): Promise<string> => {
    const key = makeKey(name);
    await cli.writeKey(name, { ...ledger.company, key });
    await openWindow(database.pool, { party: ledger.company.party, key: key.address }, from);
    return key.address;
  };

  it('refuses a key that the party does not have, and one that was closed, and leaves the file as it is', async () => {
    await build('s1.json');
    const before = await read('s1.json');
    const foreign = await run('record', 'sign', 's1.json', '--key', 'auditor', '--json');
    expect(codeOf(foreign)).toEqual([2, '', 'foreign-key']);
    const key = await openKey('former', 1000);
    await closeWindow(database.pool, { party: ledger.company.party, key }, SEED_FINAL - 10);
    const closed = await run('record', 'sign', 's1.json', '--key', 'former');
    expect(closed).toMatchObject({ exit: 2, err: expect.stringContaining(`${key} of the party`) });
    expect(closed.err).toContain('was closed at 2025-06-15');
    expect(await read('s1.json')).toBe(before);
    await writeFile(join(folder, 's1.ndjson'), JSON.stringify(JSON.parse(before)));
    const bulk = await run('record', 'sign', '--bulk', 's1.ndjson', '--key', 'auditor', '--json');
    expect(codeOf(bulk)).toEqual([2, '', 'foreign-key']);
  });

  it('says from when on a key is valid that was added, and signs with it', async () => {
    await build('s2.json');
    const from = server.now + 86_400;
    await openKey('next', from);
    const { exit, out } = await run('record', 'sign', 's2.json', '--key', 'next');
    expect(exit).toBe(0);
    expect(out).toMatch(/this key becomes valid at 2025-06-16 .*: register the record after that/);
    expect(await cli.json('record', 'sign', 's2.json', '--key', 'next')).toMatchObject({
      keyState: 'later',
      validFrom: from,
    });
  });

  it('says that the key was not checked where no server of the ledger answers', async () => {
    await build('s3.json');
    const url = ['--url', 'http://127.0.0.1:1'];
    const { exit, out } = await run('record', 'sign', 's3.json', '--key', 'auditor', ...url);
    expect(exit).toBe(0);
    expect(out).toContain('not checked whether this is a key of the party: ');
    const again = await run('record', 'sign', 's3.json', '--key', 'company', ...url, '--json');
    expect(codeOf(again)).toEqual([2, '', 'registered-already']);
    expect(await cli.json('record', 'sign', 's3.json', '--key', 'company')).toMatchObject({
      keyState: 'valid',
      old: null,
    });
  });

  it('touches no registered file, by its receipt or by the server, and keeps it whole with --force', async () => {
    await prepare('s4.json', 'company', ...INVENTORY, '--subject', 'inventory/s4');
    await writeFile(join(folder, 's5.json'), await read('s4.json'));
    await run('record', 'register', 's4.json');
    await openKey('second', 1000);
    for (const file of ['s4.json', 's5.json']) {
      const before = await read(file);
      for (const key of ['second', 'company', 'auditor'])
        expect(codeOf(await run('record', 'sign', file, '--key', key, '--json'))).toEqual([
          2,
          '',
          'registered-already',
        ]);
      expect(await read(file)).toBe(before);
      const signed = await run('record', 'sign', file, '--key', 'second', '--force');
      expect(signed.out).toContain(`is ${file}.old`);
      expect(await read(`${file}.old`)).toBe(before);
      expect((await readDraft(file)).receipt).toBeNull();
    }
    const again = ['record', 'sign', 's4.json', '--key', 'company', '--force'];
    expect(await cli.json(...again)).toMatchObject({ old: 's4.json.old-2' });
    expect(await cli.json(...again)).toMatchObject({ old: null });
    await run('record', 'register', 's4.json');
    expect(await read('s4.json')).toBe(await read('s4.json.old'));
    expect(await cli.json(...again)).toMatchObject({ old: null });
    expect(await read('s4.json')).toBe(await read('s4.json.old'));
  });

  it('signs again in many what only it has signed', async () => {
    await prepare('s6.json', 'company', ...INVENTORY, '--subject', 'inventory/s6');
    await writeFile(join(folder, 's6.ndjson'), JSON.stringify(await readDraft('s6.json')));
    await openKey('third', 1000);
    const bulk = (key: string, ...more: string[]): Promise<CliRun> =>
      run('record', 'sign', '--bulk', 's6.ndjson', '--key', key, '--json', ...more);
    expect(await bulk('company')).toMatchObject({ exit: 0, err: '' });
    const before = await read('s6.ndjson');
    expect(codeOf(await bulk('third'))).toEqual([2, '', 'registered-already']);
    expect(await read('s6.ndjson')).toBe(before);
    expect(JSON.parse((await bulk('third', '--force')).out)).toMatchObject({ old: 's6.ndjson.old' });
    expect(await read('s6.ndjson.old')).toBe(before);
  });
});

describe('record register', () => {
  it('registers a record and keeps its receipt in the record file', async () => {
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

  it('shows title, party and the meaning of the sealed time when it signs and registers', async () => {
    const built = await run('record', 'build', '-o', 't.json', ...INVENTORY, '--subject', 'inventory/t');
    expect(built.exit).toBe(0);
    const { party: id } = ledger.company;
    const signed = await run('record', 'sign', 't.json', '--key', 'company');
    expect(signed.err).toMatch(/title +Inventory\n/);
    expect(signed.err).toMatch(new RegExp(`party +test:company\n +${id}`));
    const { out } = await run('record', 'register', 't.json');
    expect(out).toMatch(/^Accepted: "Inventory"/);
    expect(out).toMatch(new RegExp(`party +test:company\n +${id}`));
    expect(out).toMatch(/receipt +anchored by .*signed by\s+0x/);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('the sealed time is chain time');
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('says that a record is known already when it is sent again, and keeps the same receipt', async () => {
    const before = await readDraft('a.json');
    const { exit, out } = await run('record', 'register', 'a.json', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toEqual([expect.objectContaining({ repeated: true })]);
    expect(await readDraft('a.json')).toEqual(before);
  });

  it('builds the next version after the newest accepted one', async () => {
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

  it('registers several files in order and prints a line for each', async () => {
    await prepare('c1.json', 'company', ...INVENTORY, '--subject', 'inventory/c1');
    await prepare('c2.json', 'company', ...INVENTORY, '--subject', 'inventory/c2');
    const { exit, err } = await run('record', 'register', 'c1.json', 'c2.json');
    expect(exit).toBe(0);
    expect(err).toMatch(/\[1\/2\] c1.json\n\[2\/2\] c2.json/);
  });

  it('names the head of the stream when another record took the place', async () => {
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

  it('writes no receipt beside a signature that it is not for, and registers the other files', async () => {
    await prepare('e1.json', 'company', ...INVENTORY, '--subject', 'inventory/e');
    await run('record', 'register', 'e1.json');
    const accepted = await readDraft('e1.json');
    const foreign = signDraft({ ...accepted, receipt: null }, ledger.auditor.key.privateKey);
    await writeFile(join(folder, 'e2.json'), formatDraft(foreign));
    const one = await run('record', 'register', 'e2.json');
    expect(one).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('error (other-signature)') });
    expect(one.err).toContain(ledger.company.key.address);
    expect(one.err).toContain(ledger.auditor.key.address);
    await prepare('e3.json', 'company', ...INVENTORY, '--subject', 'inventory/e3');
    const many = await run('record', 'register', 'e2.json', 'e3.json', '--json');
    expect(many.exit).toBe(1);
    expect(JSON.parse(many.err)).toMatchObject({ error: { code: 'other-signature' } });
    expect(await readDraft('e2.json')).toEqual(foreign);
    expect((await readDraft('e3.json')).receipt).not.toBeNull();
  });

  it('sends hashes only with --no-entries', async () => {
    const id = await prepare('f.json', 'company', ...INVENTORY, '--subject', 'inventory/f');
    expect((await run('record', 'register', 'f.json', '--no-entries')).exit).toBe(0);
    const { exit, err } = await run('record', 'entries', id, '--key', 'company', '--json');
    expect(exit).toBe(1);
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'entries-not-stored' } });
  });

  it('takes subject and source of an assurance from the record that it answers', async () => {
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
    const withdrawal = [...answer, '--opinion', 'withdrawn', '--reason', 'an error'];
    const early = await run('record', 'build', ...withdrawal, '-o', 'w0.json');
    expect(early).toMatchObject({ exit: 2, err: expect.stringContaining('no earlier assurance') });
    const change = [...answer, '--change', 'withdrawal', '--reason', 'an error', '-o', 'w0.json'];
    expect(await run('record', 'build', ...change)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('use --opinion withdrawn with --reason'),
    });
    const opinion = ['--level', 'limited', '--scope', 'scope 1', '--opinion', 'qualified'];
    await prepare('w1.json', 'auditor', ...answer, ...opinion);
    expect(await run('record', 'register', 'w1.json')).toMatchObject({ exit: 0 });
    const silent = await run('record', 'build', ...answer, '--opinion', 'withdrawn', '-o', 'w0.json');
    expect(silent).toMatchObject({ exit: 2, err: expect.stringContaining('needs --reason') });
    await prepare('w2.json', 'auditor', ...withdrawal, '--scope', 'scopes 1 and 2');
    const { statement } = await readDraft('w2.json');
    expect(statement).toMatchObject({ opinion: 'withdrawn', level: 'limited', scope: 'scopes 1 and 2' });
    expect(await run('record', 'register', 'w2.json')).toMatchObject({ exit: 0 });
  });
});

describe('record entries', () => {
  it('reads private entries with a key of their party, and refuses without one', async () => {
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

describe('proof', () => {
  it('waits until the record is final, and writes a proof file that shows one figure without the others', async () => {
    const id = await prepare('q.json', 'company', ...INVENTORY, '--subject', 'inventory/q');
    await run('record', 'register', 'q.json');
    expect(await run('proof', id, '-o', 'early.json')).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/^error \([a-z-]+\): /m),
    });
    const waiting = run(
      'proof',
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

  it('says that private entries are left out, unless none were asked for', async () => {
    const { id } = parseBundle(await readFile(join(folder, 'q.proof.json'))).records[0]!;
    const ask = async (file: string, ...options: string[]): Promise<string> =>
      (await run('proof', id, '-o', file, ...options)).out;
    const hint = 'the entries are private: --key with a key that may read them shows them';
    expect(await ask('hidden.proof.json')).toContain(hint);
    expect(await ask('none.proof.json', '--entries', 'none')).not.toContain(hint);
    expect(await ask('shown.proof.json', '--key', 'company')).not.toContain(hint);
  });

  it('shows the answers of judges or proves that there are none, and names them by identifier', async () => {
    const { id } = parseBundle(await readFile(join(folder, 'q.proof.json'))).records[0]!;
    const judge = ['--judge', 'test:auditor', 'test:exchange'];
    expect(await run('proof', id, '-o', 'judged.json', ...judge)).toMatchObject({ exit: 0 });
    const { heads } = parseBundle(await readFile(join(folder, 'judged.json')));
    const [own, ...judged] = heads;
    expect(own!.head!.record).toBe(id);
    expect(judged.map(({ party, kind, head }) => [party, kind, head])).toEqual(
      ['test:auditor', 'test:exchange'].flatMap((name) => [
        [hashParty(name), 4, null],
        [hashParty(name), 5, null],
      ]),
    );
  });

  it('overwrites no file, and refuses text that is not a record id', async () => {
    const before = await readFile(join(folder, 'q.proof.json'));
    const { id } = parseBundle(before).records[0]!;
    expect(await run('proof', id, '-o', 'q.proof.json')).toMatchObject({ exit: 2, out: '' });
    expect(await readFile(join(folder, 'q.proof.json'))).toEqual(before);
    expect(await run('proof', 'inventory')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('inventory is not a record id: expected 0x and 64 hex digits'),
    });
  });

  it('stops waiting for a record that was rejected or does not exist, and when the time is over', async () => {
    const id = await prepare('r.json', 'company', ...INVENTORY, '--subject', 'inventory/r');
    await run('record', 'register', 'r.json');
    expect(await run('proof', id, '--wait', '--timeout', '0')).toMatchObject({
      exit: 4,
      err: expect.stringContaining('not yet final'),
    });
    await database.pool.query(
      `update records set rejected_code = 'closed-key', rejected_message = 'gone' where id = $1`,
      [Buffer.from(id.slice(2), 'hex')],
    );
    expect(await run('proof', id, '--wait')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('rejected: gone'),
    });
    expect(await run('proof', `0x${'00'.repeat(32)}`, '--wait')).toMatchObject({ exit: 1 });
    await expect(stat(join(folder, `${id.slice(2, 14)}.carbon-proof.json`))).rejects.toThrow('ENOENT');
  });
});

describe('status and party show', () => {
  it('shows the state of the ledger with dates, and explains the sealed time', async () => {
    const { exit, out } = await run('status');
    expect(exit).toBe(0);
    expect(out).toContain(TEST_DOMAIN.ledger);
    expect(out).toMatch(/final block {6}\d+, 2025-06-1/);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('it can be earlier than the time when the server accepted');
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(JSON.parse((await run('status', '--json')).out)).toMatchObject({
      chain: { ledger: TEST_DOMAIN.ledger },
    });
  });

  it('shows that the ledger was closed, and its successor', async () => {
    await database.pool.query(
      "insert into endings (number, successor, block_number) select 2, decode(repeat('07', 20), 'hex'), max(number) from blocks",
    );
    const { out } = await run('status');
    expect(out).toMatch(/CLOSED +after batch 2, the ledger\s+0x0707\S+\s+continues/);
    await database.pool.query('update endings set successor = decode(repeat($1, 20), $2)', ['00', 'hex']);
    expect((await run('status')).out).toContain('with no successor');
    await database.pool.query('delete from endings');
  });

  it('shows that the ledger is halted and why, and ends with exit code 3', async () => {
    await database.pool.query(
      "update chain_state set halted_code = 'unknown-header', halted_message = 'Batch 9'",
    );
    const { exit, out } = await run('status');
    expect(exit).toBe(3);
    expect(out).toMatch(/HALTED +unknown-header: Batch 9/);
    await database.pool.query('update chain_state set halted_code = null, halted_message = null');
    expect((await run('status')).exit).toBe(0);
  });

  it('shows roles and keys of a party with the times when they are valid', async () => {
    const { exit, out } = await run('party', 'show', 'test:company');
    expect(exit).toBe(0);
    expect(out).toMatch(/role {2}company {2,}valid since 1970-01-01 00:16:40Z/);
    expect(out).toContain(ledger.company.key.address);
    expect(await run('party', 'show', 'test:nobody')).toMatchObject({ exit: 1, out: '' });
  });

  it('finds the server in .carbon-ledger/ledger.json', async () => {
    const home = await mkdtemp(join(folder, 'home-'));
    await mkdir(join(home, '.carbon-ledger'));
    const { ledger: registry } = TEST_DOMAIN;
    await writeFile(
      join(home, '.carbon-ledger/ledger.json'),
      JSON.stringify({ url: server.url, rpcUrl: 'http://127.0.0.1:1', ...TEST_DOMAIN, registry }),
    );
    expect(await runLine(['status'], { cwd: home })).toMatchObject({ exit: 0 });
  });

  it('says in one line that the server is not reachable, with exit code 4', async () => {
    const result = await run('status', '--url', 'http://127.0.0.1:1');
    expect(result).toMatchObject({
      exit: 4,
      out: '',
      err: expect.stringMatching(
        /^error \(server-unreachable\): http:\/\/127.0.0.1:1 cannot be reached[^\n]*\n$/,
      ),
    });
  });
});
