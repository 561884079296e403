import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../client/generated/openapi.ts';
import { formatHex, type Hex } from '../../core/encoding/hex.ts';
import { parseBundle } from '../../core/proofs/bundle.ts';
import { hashRecord } from '../../core/records/record.ts';
import {
  ApiError,
  type BoundSubmission,
  type Client,
  createDraft,
  type Draft,
  type DraftParts,
  formatDraft,
  hashParty,
  idOfDraft,
  KINDS,
  openClient,
  parseDraft,
  parseSignedDraft,
  placeAfter,
  type Registered,
  saltEntries,
  signDraft,
  submissionOf,
} from '../../library/client.ts';
import { startCuttingProxy } from '../helpers/cutting-proxy.ts';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { makeKey, TEST_DOMAIN, type TestParty } from '../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../helpers/seeded-ledger.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let client: Client;
let subjects = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
  client = openClient(server.url);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

/** Returns the draft of a private dataset with one figure; each is in a stream of its own unless a place is given. */
function makeDraft(by: TestParty, place = placeAfter(null), subject = `activity/${subjects++}`): Draft {
  return createDraft({ ...partsOf(by, place, subject), ...saltEntries([FIGURE], 'derived', () => SECRET) });
}

const SECRET = new Uint8Array(32).fill(7);
const FIGURE = {
  ...{ key: 'electricity', value: '12.5', unit: 'MW.h', from: 1_704_067_200, until: 1_735_689_600 },
  detail: { row: 'electricity-use', category: 'purchased electricity', geography: 'CN' },
};

function partsOf(
  by: TestParty,
  place = placeAfter(null),
  subject = 'activity/refused',
): Omit<DraftParts, 'entries' | 'secret'> {
  return {
    domain: TEST_DOMAIN,
    record: { party: hashParty(by.identifier), kind: KINDS.dataset, subject, sources: [], ...place },
    statement: { title: `Activity data ${subject}`, period: '2024', standard: '' },
    public: false,
  };
}

const sign = (draft: Draft, by = ledger.company): BoundSubmission =>
  submissionOf(signDraft(draft, by.key.privateKey), true);
const submit = (by = ledger.company): BoundSubmission => sign(makeDraft(by), by);
const submitMany = (count: number): BoundSubmission[] => Array.from({ length: count }, () => submit());
const idOf = ({ record }: BoundSubmission): Hex => hashRecord(record);

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** Returns the code with which a promise is rejected; fails if it is not, or with an error of another class. */
async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return (error as ApiError).code;
}

/** Runs with the URL of a server that gives the same answer to every request. */
async function withAnswer<Out>(
  status: number,
  body: string,
  run: (url: string) => Promise<Out>,
): Promise<Out> {
  const liar = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  liar.listen(0, '127.0.0.1');
  await once(liar, 'listening');
  try {
    return await run(`http://127.0.0.1:${(liar.address() as AddressInfo).port}`);
  } finally {
    liar.closeAllConnections();
    await new Promise((resolve) => liar.close(resolve));
  }
}

describe('openClient', () => {
  it('has a method for each operation of the OpenAPI document', async () => {
    const document = JSON.parse(await readFile(join(ROOT, 'docs/openapi.json'), 'utf8')) as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const operations = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    const own = [
      'registerRecord',
      'registerRecords',
      'signIn',
      'sendDocument',
      'readDocument',
      'events',
      'addWebhook',
      'changeWebhookState',
    ];
    const ofWork = {
      askForWork: client.work.ask,
      changeWorkState: client.work.end,
      deliverUnit: client.work.deliver,
      failUnit: client.work.fail,
      leaseWork: client.work.lease,
      readWorkResult: client.work.readResult,
      renewWork: client.work.renew,
    };
    expect([...Object.keys(OPERATIONS), ...own, ...Object.keys(ofWork)].sort()).toEqual(operations.sort());
    const methods = { ...client, ...ofWork } as unknown as Record<string, unknown>;
    expect(operations.filter((name) => typeof methods[name] !== 'function')).toEqual([]);
  });

  it.each(['ledger.example.org', 'ftp://ledger.example.org', 'http://ledger.example.org/?a=1', ''])(
    'refuses the URL "%s"',
    (url) => {
      expect(() => openClient(url)).toThrow(
        expect.objectContaining({ code: 'server-url', isTemporary: false }),
      );
    },
  );

  it('is bundled for browsers without any module of Node.js', async () => {
    const { metafile } = await build({
      entryPoints: [join(ROOT, 'library/client.ts')],
      ...{ bundle: true, format: 'esm', platform: 'browser', write: false, metafile: true },
    });
    expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
  });
});

describe('errors', () => {
  it('have the code of the server', async () => {
    const id: Hex = `0x${'ab'.repeat(32)}`;
    await expect(client.readRecord({ id })).rejects.toMatchObject({ status: 404, code: 'not-found' });
    await expect(client.readRecord({ id: '0x' })).rejects.toMatchObject({ status: 400, code: 'hex-syntax' });
  });

  it('say what is missing in a path', async () => {
    await expect(client.readParty({ party: '' })).rejects.toMatchObject({
      code: 'missing-member',
      path: 'party',
    });
  });

  it('tell no server from another server, and from a slow one', async () => {
    const port = await withAnswer(200, '', (url) => Promise.resolve(url));
    expect(await codeOf(openClient(port).showStatus())).toBe('server-unreachable');
    expect(await withAnswer(502, '<html>', (url) => codeOf(openClient(url).showStatus()))).toBe('http-502');
    expect(await withAnswer(200, '<html>', (url) => codeOf(openClient(url).showStatus()))).toBe(
      'server-answer',
    );
    expect(await withAnswer(200, '{}', (url) => codeOf(collect(openClient(url).records())))).toBe(
      'server-answer',
    );
    expect(await codeOf(openClient(server.url, { timeout: 0 }).showStatus())).toBe('server-unreachable');
  });

  it('never show a private key', async () => {
    const key = `0x${'AB'.repeat(32)}`;
    await expect(client.signIn(key)).rejects.toMatchObject({
      code: 'hex-syntax',
      value: undefined,
      message: expect.not.stringMatching(/abab/i),
    });
    expect(() => signDraft(makeDraft(ledger.company), new Uint8Array(32))).toThrow(
      expect.objectContaining({ code: 'hex-syntax' }),
    );
  });
});

describe('createDraft', () => {
  const create = (change: object, mode: 'derived' | 'none' = 'derived', isPublic = false): Draft =>
    createDraft({
      ...partsOf(ledger.company),
      ...saltEntries([{ ...FIGURE, ...change }], mode),
      public: isPublic,
    });

  it('draws the secret of the salts itself', () => {
    expect(create({}).secret).not.toBe(create({}).secret);
  });

  it.each([
    ['missing-member', { detail: null }],
    ['unknown-unit', { unit: 'bananas' }],
    ['period', { from: Date.UTC(2024, 0), until: Date.UTC(2025, 0) }],
  ])('refuses with %s a row that ledger record build refuses', (code, change) => {
    expect(() => create(change)).toThrow(expect.objectContaining({ code }));
  });

  it('refuses a private figure without a salt, which could be guessed, and an unknown salt mode', () => {
    expect(() => create({}, 'none')).toThrow(expect.objectContaining({ code: 'salt' }));
    expect(() => create({}, 'none', true)).not.toThrow();
    expect(() => saltEntries([FIGURE], 'secret' as 'none')).toThrow(
      expect.objectContaining({ code: 'wrong-type' }),
    );
  });
});

describe('parseSignedDraft', () => {
  it('returns a signed draft from its file, and refuses one that is not signed', () => {
    const draft = makeDraft(ledger.company);
    const signed = signDraft(draft, ledger.company.key.privateKey);
    expect(parseSignedDraft(formatDraft(signed))).toEqual(signed);
    expect(() => parseSignedDraft(formatDraft(draft))).toThrow(
      expect.objectContaining({ code: 'missing-member', path: 'signature' }),
    );
  });
});

describe('registerRecord', () => {
  it('refuses what is not a submission, before anything is sent', async () => {
    const nowhere = openClient('http://127.0.0.1:9');
    const { domain: _, ...unbound } = submit();
    await expect(nowhere.registerRecord(unbound as BoundSubmission)).rejects.toMatchObject({
      code: 'missing-member',
      path: 'domain',
    });
    const single = submit() as unknown as BoundSubmission[];
    await expect(collect(nowhere.registerRecords(single))).rejects.toMatchObject({ code: 'wrong-type' });
  });

  it('returns the receipt and who signed it, and the same receipt for the same record', async () => {
    const submission = submit();
    const first = await client.registerRecord(submission);
    expect(first).toMatchObject({
      ...{ id: idOf(submission), state: 'accepted', created: true },
      ...{ signer: makeKey('operator').address, receipt: { record: idOf(submission) } },
    });
    expect(await client.registerRecord(submission)).toEqual({ ...first, created: false });
  });

  it('takes a draft that was kept in a file', async () => {
    const draft = parseDraft(formatDraft(makeDraft(ledger.company)));
    const key = formatHex(ledger.company.key.privateKey);
    expect(await client.registerRecord(submissionOf(signDraft(draft, key), false))).toMatchObject({
      id: idOfDraft(draft),
    });
  });

  it('sends no secret where it gets a signed draft, alone or among many', async () => {
    const signed = [makeDraft(ledger.company), makeDraft(ledger.company)].map((draft) =>
      signDraft(draft, ledger.company.key.privateKey),
    );
    expect(signed.map(({ secret }) => secret)).toEqual([expect.any(String), expect.any(String)]);
    const received: string[] = [];
    const listen = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => received.push(text));
      request.on('end', () => response.writeHead(422).end('{"code":"statement","message":"refused"}'));
    });
    listen.listen(0, '127.0.0.1');
    await once(listen, 'listening');
    const other = openClient(`http://127.0.0.1:${(listen.address() as AddressInfo).port}`);
    expect(await codeOf(other.registerRecord(signed[0]!))).toBe('statement');
    expect(await codeOf(collect(other.registerRecords([signed[1]!])))).toBe('statement');
    listen.closeAllConnections();
    await new Promise((resolve) => listen.close(resolve));
    const sent = received.join('');
    for (const { signature, secret } of signed) {
      expect(sent).toContain(signature);
      expect(sent).not.toContain(secret);
    }
    expect(await client.registerRecord(signed[0]!)).toMatchObject({
      id: idOfDraft(signed[0]!),
      created: true,
    });
  });

  it('refuses a receipt for another record', async () => {
    const { receipt } = await client.registerRecord(submit());
    const answer = JSON.stringify({ id: receipt.record, receipt, state: 'accepted' });
    const send = (url: string): Promise<string> => codeOf(openClient(url).registerRecord(submit()));
    expect(await withAnswer(201, answer, send)).toBe('receipt');
  });

  it('tries again after a cut connection', async () => {
    const proxy = await startCuttingProxy(server.url, 1, 10);
    const retries: string[] = [];
    const careful = openClient(proxy.url, { onRetry: ({ code }) => retries.push(code) });
    const submission = submit();
    const registered = await careful.registerRecord(submission);
    await proxy.stop();
    expect(registered).toMatchObject({ id: idOf(submission), created: false });
    expect(retries).toEqual(['server-unreachable']);
  });

  it('does not try again what the server refuses', async () => {
    const forged = sign(makeDraft(ledger.company), ledger.auditor);
    const retries: ApiError[] = [];
    const careful = openClient(server.url, { onRetry: (error) => retries.push(error) });
    await expect(careful.registerRecord(forged)).rejects.toMatchObject({ status: 403, code: 'unknown-key' });
    expect(retries).toEqual([]);
  });
});

describe('registerRecords', () => {
  it('yields each result once and in order, however often the connection is cut', async () => {
    const submissions = submitMany(300);
    const refused = sign(makeDraft(ledger.company), ledger.auditor);
    submissions[150] = refused;
    let taken = 0;
    const source = async function* (): AsyncGenerator<BoundSubmission> {
      for (const submission of submissions) {
        taken++;
        yield await Promise.resolve(submission);
      }
    };
    const proxy = await startCuttingProxy(server.url, 3, 20_000);
    const retries: string[] = [];
    const careful = openClient(proxy.url, { onRetry: ({ code }) => retries.push(code) });
    const results = await collect(careful.registerRecords(source()));
    await proxy.stop();
    expect({ taken, cuts: proxy.cuts(), retries: retries.length }).toEqual({
      taken: 300,
      cuts: 3,
      retries: 3,
    });
    expect(results.map(({ submission }) => submission)).toEqual(submissions);
    expect(
      results.map((result) => (result.error === undefined ? result.receipt.record : result.error.code)),
    ).toEqual(submissions.map((submission) => (submission === refused ? 'unknown-key' : idOf(submission))));
    expect(new Set(results.map((result) => ('signer' in result ? result.signer : '')))).toEqual(
      new Set(['', makeKey('operator').address]),
    );
    const { rows } = await database.pool.query<{ n: number }>(
      'select count(*) as n from records where id = any($1)',
      [submissions.map((submission) => Buffer.from(idOf(submission).slice(2), 'hex'))],
    );
    expect(rows[0]!.n).toBe(299);
  });

  it('refuses a receipt for another record', async () => {
    const { receipt } = await client.registerRecord(submit());
    const line = { line: 1, id: receipt.record, receipt, state: 'accepted', created: true };
    const send = (url: string): Promise<string> =>
      codeOf(collect(openClient(url).registerRecords([submit()])));
    expect(await withAnswer(200, `${JSON.stringify(line)}\n`, send)).toBe('receipt');
  });

  it('ends with the error of its source, and closes the source when the reader stops', async () => {
    const failing = function* (): Generator<BoundSubmission> {
      yield submit();
      throw new Error('the table ends in the middle of a row');
    };
    await expect(collect(client.registerRecords(failing()))).rejects.toThrow('in the middle of a row');
    let closed = false;
    const source = function* (): Generator<BoundSubmission> {
      try {
        for (;;) yield submit();
      } finally {
        closed = true;
      }
    };
    for await (const result of client.registerRecords(source())) {
      expect(result).toMatchObject({ created: true });
      break;
    }
    await expect.poll(() => closed).toBe(true);
  });
});

describe('lists', () => {
  let registered: Registered[] = [];

  beforeAll(async () => {
    const results = await collect(
      client.registerRecords(Array.from({ length: 7 }, () => submit(ledger.provider))),
    );
    registered = results.map((result) => result as Registered);
    await ledger.anchor(await ledger.seal());
    await ledger.finalise();
  });

  it('yield the records of all pages, the newest first', async () => {
    const filter = { party: 'test:provider', limit: 3 };
    const ids = registered.map(({ id }) => id).reverse();
    const page = await client.listRecords(filter);
    expect(page.items.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    expect((await client.listRecords({ ...filter, cursor: page.next! })).items.map(({ id }) => id)).toEqual(
      ids.slice(3, 6),
    );
    expect((await collect(client.records(filter))).map(({ id }) => id)).toEqual(ids);
    expect(await collect(client.streamsOfParty(filter))).toHaveLength(7);
  });

  it('yield the versions in a stream, and place the next one after the newest', async () => {
    const name = { party: 'test:company', kind: 'dataset', subject: 'versions' } as const;
    const ids: Hex[] = [];
    for (let sequence = 1; sequence <= 3; sequence++) {
      const { accepted, head } = await client.readStream(name);
      const place = placeAfter(accepted ?? head);
      expect(place.sequence).toBe(sequence);
      const submission = sign(makeDraft(ledger.company, place, 'versions'));
      ids.push((await client.registerRecord(submission)).id);
    }
    expect((await collect(client.versions({ ...name, limit: 1 }))).map(({ id }) => id)).toEqual(ids);
  });

  it('yield the dependents of a record', async () => {
    const source = await client.registerRecord(submit());
    const ids = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        const draft = makeDraft(ledger.company);
        const { entries: _entries, statement: _statement, ...record } = draft.record;
        const dependent = createDraft({
          ...draft,
          record: { ...record, kind: KINDS.result, subject: `result/${name}`, sources: [source.id] },
        });
        return (await client.registerRecord(sign(dependent))).id;
      }),
    );
    const found = await collect(client.dependents({ id: source.id, limit: 2 }));
    expect(found.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect((await client.readImpact({ id: source.id })).total).toBe(3);
  });

  it('yield parties and batches, and the records of a batch line by line', async () => {
    const parties = await collect(client.parties({ limit: 2 }));
    expect(parties.map(({ identifier }) => identifier)).toEqual(
      expect.arrayContaining(['test:company', 'test:provider', 'test:auditor', 'test:exchange']),
    );
    const [newest] = await collect(client.batches({ limit: 1 }));
    const number = newest!.number;
    expect(await client.readBatch({ number })).toEqual(newest);
    const lines = await collect(client.readBatchRecords({ number }));
    expect(lines).toHaveLength(newest!.header.recordCount);
    const ids = lines.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(registered.map(({ id }) => id)));
    expect(lines.map(({ record }) => hashRecord(record))).toEqual(ids);
    await expect(collect(client.readBatchRecords({ number: 999 }))).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('are not the only reads: record, proof file, party and health', async () => {
    const { id } = registered[0]!;
    expect(await client.readRecord({ id })).toMatchObject({ id, state: 'final' });
    expect(await client.readBundle({ id, entries: 'none', depth: 0 })).toMatchObject({
      format: 'carbon-ledger-proof/1',
      records: [{ id }],
    });
    const bytes = await client.readProof({ id, entries: 'none', depth: 0 });
    expect(parseBundle(bytes).records.map((record) => record.id)).toEqual([id]);
    await client.waitFor(id);
    await expect(client.readProof({ id: idOf(submit()) })).rejects.toMatchObject({ code: 'not-found' });
    expect(await client.readDomain()).toEqual(TEST_DOMAIN);
    expect(await client.readParty({ party: 'test:provider' })).toMatchObject({ roles: ['provider'] });
    expect(await client.showHealth()).toEqual({ ok: true });
    expect(await client.showReadiness()).toEqual({ ok: true });
  });

  it('refuse a record that is not the one that was asked for', async () => {
    const [first, second] = registered;
    const view = JSON.stringify(await client.readRecord({ id: first!.id }));
    const read = (url: string): Promise<string> => codeOf(openClient(url).readRecord({ id: second!.id }));
    expect(await withAnswer(200, view, read)).toBe('server-answer');
  });
});

describe('drafts', () => {
  const statement = { title: 'Activity data', period: '2024', standard: '' };
  const sketch = { party: 'test:company', kind: 'dataset', subject: 'activity/drafted', statement } as const;
  const register = async (draft: Draft, by: TestParty): Promise<Hex> =>
    (await client.registerRecord(submissionOf(signDraft(draft, by.key.privateKey), true))).id;

  it('have the next place in their stream, a new secret, and a withdrawal needs no entries', async () => {
    const drafts = [await client.draftNext({ ...sketch, entries: [FIGURE] })];
    const first = await register(drafts[0]!, ledger.company);
    drafts.push(await client.draftNext({ ...sketch, entries: [FIGURE] }));
    expect(drafts[1]!.record).toMatchObject({ sequence: 2, previous: first });
    await register(drafts[1]!, ledger.company);
    expect(drafts[1]!.secret).not.toBe(drafts[0]!.secret);
    const change = { change: 'withdrawal', reason: 'read from another meter' };
    const withdrawal = await client.draftNext({ ...sketch, statement: { ...statement, ...change } });
    await register(withdrawal, ledger.company);
    const { party, kind, subject } = sketch;
    expect(await client.readStream({ party, kind, subject })).toMatchObject({ accepted: { sequence: 3 } });
  });

  it('of rows with problems are refused with all of them', async () => {
    const wrong = { ...FIGURE, unit: 'km' };
    await expect(client.draftNext({ ...sketch, entries: [wrong] })).rejects.toMatchObject({
      name: 'RowsRefused',
      code: 'unit-mismatch',
    });
  });

  it('answer a record in its stream, and a second answer follows the first', async () => {
    const id = await register(
      await client.draftNext({ ...sketch, subject: 'activity/answered', entries: [FIGURE] }),
      ledger.company,
    );
    const assurance = {
      title: 'Assurance',
      period: '2024',
      standard: 'ISO 14064-3',
      level: 'limited',
      scope: 'all',
    };
    const asked = { party: 'test:auditor', kind: 'assurance' } as const;
    const first = await client.draftAnswer(
      { ...asked, statement: { ...assurance, opinion: 'unqualified' } },
      id,
    );
    expect(first).toMatchObject({
      record: { sources: [id], sequence: 1 },
      statement: { answers: id },
      entries: [],
    });
    const answer = await register(first, ledger.auditor);
    const second = await client.draftAnswer(
      { ...asked, statement: { ...assurance, opinion: 'withdrawn' } },
      id,
    );
    expect(second.record).toMatchObject({ subject: first.record.subject, sequence: 2, previous: answer });
    await register(second, ledger.auditor);
  });
});

describe('signIn', () => {
  it('opens private entries to the party, and to others by a grant until it is revoked', async () => {
    const { id } = await client.registerRecord(submit());
    const company = await client.signIn(ledger.company.key.privateKey);
    const auditor = await client.signIn(formatHex(ledger.auditor.key.privateKey));
    expect((await company.readRecordEntries({ id })).entries.map(({ value }) => value)).toEqual(['12.5']);
    expect(await codeOf(client.readRecordEntries({ id }))).toBe('unauthorized');
    expect(await codeOf(auditor.readRecordEntries({ id }))).toBe('forbidden');
    const grants = await company.grantReading({ id, party: 'test:auditor' });
    expect(grants.grants.map(({ party }) => party)).toEqual([ledger.auditor.party]);
    expect(await company.readGrants({ id })).toEqual(grants);
    expect((await auditor.readRecordEntries({ id })).public).toBe(false);
    expect((await company.revokeReading({ id, party: 'test:auditor' })).grants).toEqual([]);
    expect(await codeOf(auditor.readRecordEntries({ id }))).toBe('forbidden');
  });

  it('waits for a server that has not read the chain', async () => {
    const send = (url: string): Promise<string> =>
      codeOf(openClient(url).signIn(ledger.company.key.privateKey));
    const status: unknown = await (await fetch(`${server.url}/v1/status`)).json();
    const unread = JSON.stringify(Object.assign({}, status, { chain: null }));
    expect(await withAnswer(200, unread, send)).toBe('not-ready');
  });

  it('ends with signOut', async () => {
    const company = await client.signIn(ledger.company.key.privateKey);
    await company.signOut();
    expect(await codeOf(company.signOut())).toBe('unauthorized');
  });
});

describe('docs/examples/register.mjs', () => {
  it('registers a record and keeps it with its receipt; a second run sends the same record', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ledger-example-'));
    const text = await readFile(join(ROOT, 'docs/examples/register.mjs'), 'utf8');
    expect(text).toContain("'carbon-ledger/client'");
    await writeFile(
      join(folder, 'register.mjs'),
      text.replaceAll("'carbon-ledger/client'", JSON.stringify(join(ROOT, 'library/client.ts'))),
    );
    const run = async (): Promise<string> => {
      const env = {
        ...process.env,
        LEDGER_URL: server.url,
        PARTY: 'test:company',
        PARTY_KEY: formatHex(ledger.company.key.privateKey),
      };
      return (await promisify(execFile)(process.execPath, ['register.mjs'], { cwd: folder, env })).stdout;
    };
    const first = await run();
    const file = join(folder, 'activity-2025.record.json');
    const draft = parseDraft(await readFile(file));
    const id = idOfDraft(draft);
    expect(draft.receipt?.record).toBe(id);
    expect(first).toContain(`registered ${id}`);
    expect(await client.readRecord({ id })).toMatchObject({ state: 'accepted', statement: draft.statement });
    expect(await run()).toContain(`the ledger has ${id}`);
    expect(parseDraft(await readFile(file))).toEqual(draft);
    await rm(folder, { recursive: true });
  });
});
