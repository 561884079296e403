import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Draft, formatDraft } from '../../jobs/register/draft.ts';
import { startCuttingProxy } from '../helpers/cutting-proxy.ts';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { makeKey, TEST_DOMAIN } from '../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../helpers/seeded-ledger.ts';
import { makeEntry, type SignedRecord, signRecord } from '../helpers/signed-record.ts';
import { type CliRun, runLine } from './test-terminal.ts';

let folder = '';
let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let subjects = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-bulk-'));
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
  await rm(folder, { recursive: true });
});

const register = (url: string, ...args: string[]): Promise<CliRun> =>
  runLine(['record', 'register', '--url', url, ...args], { cwd: folder });

const countRecords = async (): Promise<number> =>
  (await database.pool.query<{ n: number }>('select count(*) as n from records')).rows[0]!.n;

/** Returns records, each in a stream of its own. */
const signMany = (count: number): SignedRecord[] =>
  Array.from({ length: count }, () =>
    signRecord({ by: ledger.company, subject: `many/${subjects++}`, entries: [makeEntry('a', '1')] }),
  );

async function writeLines(name: string, records: readonly (SignedRecord | string)[]): Promise<void> {
  const lines = records.map((each) => (typeof each === 'string' ? each : JSON.stringify(each.submission)));
  await writeFile(join(folder, name), `${lines.join('\n')}\n`);
}

const countEntries = async (records: readonly SignedRecord[]): Promise<number> => {
  const ids = records.map(({ id }) => Buffer.from(id.slice(2), 'hex'));
  const { rows } = await database.pool.query<{ n: number }>(
    'select count(*) as n from entries where record = any($1)',
    [ids],
  );
  return rows[0]!.n;
};

function draftOf({ submission }: SignedRecord): Draft {
  const { entries = [], ...rest } = submission;
  const parts = { ...rest, record: { ...rest.record, sources: [...rest.record.sources] }, entries };
  return {
    format: 'carbon-ledger-record/1',
    domain: TEST_DOMAIN,
    ...parts,
    secret: null,
    public: false,
    receipt: null,
  };
}

async function writeDraft(name: string, record: SignedRecord): Promise<string> {
  await writeFile(join(folder, name), formatDraft(draftOf(record)));
  return name;
}

const readResults = async (name: string): Promise<Record<string, unknown>[]> =>
  (await readFile(join(folder, name), 'utf8'))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('record register of many files', () => {
  it('keeps the receipts of all that are taken where one in the middle is refused, and ends with 1', async () => {
    const stranger = signRecord({ by: ledger.company, key: makeKey('stranger'), subject: 'strange' });
    const [first, last] = signMany(2) as [SignedRecord, SignedRecord];
    const files = [
      await writeDraft('1.json', first),
      await writeDraft('2.json', stranger),
      await writeDraft('3.json', last),
    ];
    const { exit, out, err } = await register(server.url, ...files);
    expect(exit).toBe(1);
    expect(out).toContain(first.id);
    expect(out).toContain(last.id);
    expect(err).toMatch(/\[1\/3\] 1.json\n\[2\/3\] 2.json\n\[3\/3\] 3.json\nerror \([a-z-]+\): 2.json: /);
    const drafts = await Promise.all(
      files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as Draft),
    );
    expect(drafts.map(({ receipt }) => receipt?.record ?? null)).toEqual([first.id, null, last.id]);
  });

  it('sends nothing while one of them is not signed', async () => {
    const before = await countRecords();
    const [signed, other] = signMany(2) as [SignedRecord, SignedRecord];
    await writeDraft('signed.json', signed);
    await writeDraft('unsigned.json', other);
    const text = await readFile(join(folder, 'unsigned.json'), 'utf8');
    const draft = { ...(JSON.parse(text) as Draft), signature: null };
    await writeFile(join(folder, 'unsigned.json'), formatDraft(draft));
    expect(await register(server.url, 'signed.json', 'unsigned.json')).toMatchObject({ exit: 2 });
    expect(await countRecords()).toBe(before);
  });

  it('goes on after a cut', async () => {
    const proxy = await startCuttingProxy(server.url, 1, 900);
    const records = signMany(6);
    const files = await Promise.all(records.map((record, at) => writeDraft(`cut-${at}.json`, record)));
    const { exit, out, err } = await register(proxy.url, '--json', ...files);
    await proxy.stop();
    expect({ exit, err, cuts: proxy.cuts() }).toEqual({ exit: 0, err: '', cuts: 1 });
    expect((JSON.parse(out) as { id: string }[]).map(({ id }) => id)).toEqual(records.map(({ id }) => id));
  });
});

describe('record register --bulk', () => {
  it('writes the result of each line, and tells how many were refused', async () => {
    const records = signMany(120);
    await writeLines('a.ndjson', [...records.slice(0, 60), '{"record":', '', ...records.slice(60)]);
    const { exit, out, err } = await register(server.url, '--bulk', 'a.ndjson');
    expect({ exit, out }).toEqual({
      exit: 1,
      out: '120 accepted, 1 refused; each result is in a.ndjson.results.ndjson\n',
    });
    expect(err).toMatch(
      /error \(json-syntax\): refused 1 of 121 lines: 61\. The reasons are in a\.ndjson\.results\.ndjson; line 61: .*\. Correct these lines/,
    );
    const results = await readResults('a.ndjson.results.ndjson');
    expect(results.filter(({ id }) => id !== undefined).map(({ id }) => id)).toEqual(
      records.map(({ id }) => id),
    );
    expect(results[60]).toMatchObject({ line: 61, error: { code: 'json-syntax' } });
    expect(results[61]).toMatchObject({ line: 63, receipt: { record: records[60]!.id } });
  });

  it('ends with every record once and every receipt kept, however often the connection is cut', async () => {
    const before = await countRecords();
    const records = signMany(400);
    await writeLines('b.ndjson', records);
    const proxy = await startCuttingProxy(server.url, 3, 30_000);
    const { exit, out, err } = await register(proxy.url, '--bulk', 'b.ndjson', '--json');
    await proxy.stop();
    expect({ exit, err, cuts: proxy.cuts() }).toEqual({ exit: 0, err: '', cuts: 3 });
    expect(JSON.parse(out)).toMatchObject({ accepted: 400, refused: 0 });
    expect((await readResults('b.ndjson.results.ndjson')).map(({ id }) => id)).toEqual(
      records.map(({ id }) => id),
    );
    expect(await countRecords()).toBe(before + 400);
  });

  it('sends what is missing after a run that was killed, and skips what has a receipt', async () => {
    const records = signMany(30);
    await writeLines('c.ndjson', records.slice(0, 20));
    expect(await register(server.url, '--bulk', 'c.ndjson')).toMatchObject({ exit: 0 });
    const whole = await readFile(join(folder, 'c.ndjson.results.ndjson'), 'utf8');
    await writeFile(join(folder, 'c.ndjson.results.ndjson'), whole.slice(0, -40));
    await writeLines('c.ndjson', records);
    const { exit, out, err } = await register(server.url, '--bulk', 'c.ndjson');
    expect({ exit, out }).toEqual({
      exit: 0,
      out: '11 accepted (1 of them known already), 19 accepted before, 0 refused; each result is in c.ndjson.results.ndjson\n',
    });
    expect(err).toContain('skips 19 records that have a receipt in c.ndjson.results.ndjson');
    const results = await readResults('c.ndjson.results.ndjson');
    expect(results.map(({ line, id }) => [line, id])).toEqual(records.map(({ id }, at) => [at + 1, id]));
  });

  it('sends a line again that was refused and then corrected, and no other', async () => {
    const records = signMany(5);
    const [, second] = records as [SignedRecord, SignedRecord];
    const wrong = JSON.stringify({ ...second.submission, statement: { title: 'Another' } });
    await writeLines('f.ndjson', [records[0]!, wrong, ...records.slice(2)]);
    const first = await register(server.url, '--bulk', 'f.ndjson', '--json');
    expect(first.exit).toBe(1);
    expect(JSON.parse(first.out)).toMatchObject({ accepted: 4, refused: 1, refusedLines: [2] });
    await writeLines('f.ndjson', records);
    const { exit, out } = await register(server.url, '--bulk', 'f.ndjson', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ accepted: 1, repeated: 0, acceptedBefore: 4, refused: 0 });
    const results = await readResults('f.ndjson.results.ndjson');
    expect(results.filter((result) => 'error' in result)).toEqual([]);
    expect(results.map(({ id }) => id).sort()).toEqual(records.map(({ id }) => id).sort());
  });

  it('sends a refused line again that is unchanged, and a line that holds another record now', async () => {
    const records = signMany(4);
    const bad = '{"record":';
    await writeLines('g.ndjson', [records[0]!, bad, records[1]!, records[2]!]);
    expect(await register(server.url, '--bulk', 'g.ndjson')).toMatchObject({ exit: 1 });
    await writeLines('g.ndjson', [records[0]!, bad, records[3]!, records[2]!]);
    const { exit, out, err } = await register(server.url, '--bulk', 'g.ndjson', '--json');
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ accepted: 1, acceptedBefore: 2, refused: 1, refusedLines: [2] });
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'json-syntax' } });
    const ids = (await readResults('g.ndjson.results.ndjson')).flatMap(({ id }) =>
      id === undefined ? [] : [id],
    );
    expect(ids).toEqual([records[0]!, records[1]!, records[2]!, records[3]!].map(({ id }) => id));
  });

  it('takes record files as lines and sends their entries, but never their secret', async () => {
    const records = signMany(2);
    const lines = records.map((record) =>
      JSON.stringify({ ...draftOf(record), secret: `0x${'5e'.repeat(32)}` }),
    );
    await writeLines('i.ndjson', lines);
    // The server refuses a submission with a member `secret`.
    expect(await register(server.url, '--bulk', 'i.ndjson')).toMatchObject({ exit: 0, err: '' });
    expect(await countEntries(records)).toBe(2);
    const stray = JSON.stringify({ ...signMany(1)[0]!.submission, secret: `0x${'5e'.repeat(32)}` });
    const before = await countRecords();
    await writeLines('j.ndjson', [stray]);
    const { exit, err } = await register(server.url, '--bulk', 'j.ndjson');
    expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining('line 1 has a secret') });
    expect(await countRecords()).toBe(before);
  });

  it('sends no entries of any line with --no-entries', async () => {
    const records = signMany(2);
    await writeLines('k.ndjson', [records[0]!, JSON.stringify(draftOf(records[1]!))]);
    const run = await register(server.url, '--bulk', 'k.ndjson', '--no-entries');
    expect(run).toMatchObject({ exit: 0, err: '' });
    expect(await countEntries(records)).toBe(0);
  });

  it('overwrites no file that holds anything else than results', async () => {
    await writeLines('h.ndjson', signMany(2));
    await writeFile(join(folder, 'precious.json'), '{"key": "secret"}\n');
    const { exit, err } = await register(server.url, '--bulk', 'h.ndjson', '--results', 'precious.json');
    expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining('precious.json') });
    expect(await readFile(join(folder, 'precious.json'), 'utf8')).toBe('{"key": "secret"}\n');
  });

  it('refuses results of other lines, files beside --bulk, and no file at all', async () => {
    await writeLines('d.ndjson', signMany(30));
    const other = ['--results', 'c.ndjson.results.ndjson'];
    const { exit, err } = await register(server.url, '--bulk', 'd.ndjson', ...other);
    expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining('--results') });
    expect(await register(server.url, '--bulk', 'd.ndjson', '1.json')).toMatchObject({ exit: 2 });
    expect(await register(server.url)).toMatchObject({ exit: 2 });
    expect(await register(server.url, '--bulk', 'absent.ndjson')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('absent.ndjson'),
    });
  });

  it('says in one line that a server takes no more now', async () => {
    await writeLines('e.ndjson', signMany(1));
    await database.pool.query(`update chain_state set halted_code = 'x', halted_message = 'stopped'`);
    const run = register(server.url, '--bulk', 'e.ndjson');
    await expect.poll(() => server.logged()).toContain('ledger-halted');
    await database.pool.query('update chain_state set halted_code = null');
    const { exit, err } = await run;
    expect(exit).toBe(0);
    expect(err).toContain('the ledger is halted: stopped; again in 0.5 s');
  });
});
