import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signDigest } from '../../../core/hashing/signature.ts';
import { openLog } from '../../../runtime/log.ts';
import { hashPersonalText } from '../../../core/hashing/personal-text.ts';
import { toBytea } from '../../../db/rows/bytea.ts';
import { dumpDatabase } from '../../helpers/dump.ts';
import { type Answered, type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { type TestDatabase, createTestDatabase } from '../../helpers/postgres.ts';
import { TEST_DOMAIN, type TestKey, closeWindow, makeKey, openWindow } from '../../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { type SignedRecord, makeEntry, signRecord } from '../../helpers/signed-record.ts';

const START = SEED_FINAL + 100;

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let secret: SignedRecord;
let open: SignedRecord;
let bare: SignedRecord;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, START);
  secret = signRecord({
    by: ledger.company,
    subject: 'secret',
    entries: [makeEntry('a', '1'), makeEntry('b', '2')],
  });
  open = signRecord({ by: ledger.company, subject: 'open', entries: [makeEntry('a', '1')] });
  bare = signRecord({ by: ledger.company, subject: 'bare', entries: [makeEntry('a', '1')] });
  const { entries: _, ...hashesOnly } = bare.submission;
  await ledger.publish(
    secret,
    { ...open, submission: { ...open.submission, public: true } as SignedRecord['submission'] },
    { ...bare, submission: hashesOnly },
  );
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

interface Words {
  readonly domain: string;
  readonly address: string;
  readonly uri: string;
  readonly version: string;
  readonly chainId: number;
  readonly nonce: string;
  readonly issuedAt: number;
  readonly tail: string;
}

interface Received {
  readonly items: readonly { readonly record: string; readonly grantedAt: number }[];
  readonly next: string | null;
}

const isoOf = (seconds: number): string => new Date(seconds * 1000).toISOString();

async function wordsFor(key: TestKey): Promise<Words> {
  const { body } = await server.call('GET', '/v1/session/nonce');
  return {
    domain: new URL(server.url).host,
    address: key.address,
    uri: server.url,
    version: '1',
    chainId: TEST_DOMAIN.chainId,
    nonce: String(body['nonce']),
    issuedAt: server.now,
    tail: '',
  };
}

function writeMessage({ domain, address, uri, version, chainId, nonce, issuedAt, tail }: Words): string {
  return `${domain} wants you to sign in with your Ethereum account:\n${address}\n\nRead your records.\n\nURI: ${uri}\nVersion: ${version}\nChain ID: ${chainId}\nNonce: ${nonce}\nIssued At: ${isoOf(issuedAt)}${tail}`;
}

function post(message: string, key: TestKey): Promise<Answered> {
  return server.call('POST', '/v1/session', {
    body: { message, signature: signDigest(hashPersonalText(message), key.privateKey) },
  });
}

async function signIn(key: TestKey): Promise<string> {
  const { status, body } = await post(writeMessage(await wordsFor(key)), key);
  expect(status).toBe(201);
  return String(body['token']);
}

describe('signing in', () => {
  it('returns a token, stores only its hash, and returns the parties of the key', async () => {
    const key = ledger.company.key;
    const { status, body } = await post(writeMessage(await wordsFor(key)), key);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      address: key.address,
      expiresAt: START + 3600,
      parties: [ledger.company.party],
    });
    const stored = JSON.stringify(await dumpDatabase(database.pool));
    expect(stored).not.toContain(String(body['token']));
    expect(stored).not.toContain(Buffer.from(String(body['token'])).toString('hex'));
  });

  it('accepts a message without statement and with optional lines, and ends the session when the message expires', async () => {
    const key = ledger.company.key;
    const words = await wordsFor(key);
    const tail = `\nExpiration Time: ${isoOf(START + 60)}\nNot Before: ${isoOf(START)}\nRequest ID: 7\nResources:\n- https://example.org/a`;
    const message = writeMessage({ ...words, tail }).replace('\n\nRead your records.\n', '\n\n');
    expect(await post(message, key)).toMatchObject({ status: 201, body: { expiresAt: START + 60 } });
  });

  it.each<[string, (words: Words) => Partial<Words>]>([
    ['session-domain', () => ({ domain: 'evil.example' })],
    ['session-domain', ({ domain }) => ({ domain: `https://${domain}` })],
    ['session-domain', () => ({ uri: 'http://evil.example/' })],
    ['session-domain', () => ({ chainId: 1 })],
    ['session-nonce', () => ({ nonce: 'abcdefgh12345678' })],
    ['session-expired', () => ({ issuedAt: START - 3600 })],
    ['session-expired', () => ({ issuedAt: START + 3600 })],
    ['session-expired', () => ({ tail: `\nExpiration Time: ${isoOf(START)}` })],
    ['session-expired', () => ({ tail: `\nNot Before: ${isoOf(START + 3600)}` })],
    ['session-message', () => ({ version: '2' })],
    ['session-message', () => ({ tail: '\n' })],
    ['session-message', () => ({ tail: '\nAdmin: true' })],
    ['session-message', () => ({ nonce: 'short' })],
    ['session-signature', () => ({ address: makeKey('another').address })],
    ['address-syntax', ({ address }) => ({ address: address.toLowerCase() })],
  ])('is refused with %s, and nothing is stored', async (code, change) => {
    const words = await wordsFor(ledger.company.key);
    const before = await dumpDatabase(database.pool);
    const { status, body } = await post(writeMessage({ ...words, ...change(words) }), ledger.company.key);
    expect(body).toMatchObject({ code });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(await dumpDatabase(database.pool)).toEqual(before);
  });

  it('succeeds once for each nonce, even if two clients try at the same time', async () => {
    const key = ledger.company.key;
    const message = writeMessage(await wordsFor(key));
    const answers = await Promise.all([post(message, key), post(message, key)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401]);
    expect(await post(message, key)).toMatchObject({ status: 401, body: { code: 'session-nonce' } });
  });

  it('ends after its duration, and on sign-out', async () => {
    const token = await signIn(ledger.company.key);
    const read = (): Promise<Answered> => server.call('GET', `/v1/records/${secret.id}/entries`, { token });
    expect((await read()).status).toBe(200);
    server.now += 3600;
    expect(await read()).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    server.now -= 3600;
    expect((await server.call('DELETE', '/v1/session', { token })).status).toBe(204);
    const after = await read();
    expect(after).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect(after.headers.get('www-authenticate')).toBe('Bearer');
    expect(await server.call('DELETE', '/v1/session', { token })).toMatchObject({ status: 401 });
    expect(await server.call('DELETE', '/v1/session')).toMatchObject({ status: 401 });
  });
});

describe('private entries', () => {
  const entriesOf = (record: SignedRecord): string => `/v1/records/${record.id}/entries`;

  it('of a public record can be read by anyone, and cached', async () => {
    const { status, body, headers } = await server.call('GET', entriesOf(open));
    expect([status, body['entries']]).toEqual([200, open.submission.entries]);
    expect(headers.get('cache-control')).toMatch(/^public/);
  });

  it('are not shown to other parties, signed in or not, in whole or in part', async () => {
    const token = await signIn(makeKey('stranger'));
    for (const path of [
      entriesOf(secret),
      `/v1/records/${secret.id}/bundle?entries=all`,
      `/v1/records/${secret.id}/bundle?entries=a`,
      `/v1/records/${secret.id}/bundle?absent=c`,
    ]) {
      expect(await server.call('GET', path)).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
      expect(await server.call('GET', path, { token })).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
      expect(await server.call('GET', path, { token: 'made-up' })).toMatchObject({
        status: 401,
        body: { code: 'unauthorized' },
      });
    }
    const { text } = await server.call('GET', `/v1/records/${secret.id}/bundle`, { token });
    for (const { salt } of secret.submission.entries!) expect(text).not.toContain(salt);
  });

  it('can be read by their party with any open key, but not with a closed or waiting one', async () => {
    const [second, closed, waiting] = [makeKey('second'), makeKey('closed'), makeKey('waits')];
    const { party } = ledger.company;
    await openWindow(database.pool, { party, key: second.address }, 2000);
    await openWindow(database.pool, { party, key: closed.address }, 2000);
    await closeWindow(database.pool, { party, key: closed.address }, 3000);
    await openWindow(database.pool, { party, key: waiting.address }, SEED_FINAL + 5000);
    const status = async (key: TestKey): Promise<number> =>
      (await server.call('GET', entriesOf(secret), { token: await signIn(key) })).status;
    expect(await status(ledger.company.key)).toBe(200);
    expect(await status(second)).toBe(200);
    expect(await status(closed)).toBe(403);
    expect(await status(waiting)).toBe(403);
    const { headers } = await server.call('GET', entriesOf(secret), { token: await signIn(second) });
    expect(headers.get('cache-control')).toBe('private, no-store');
  });

  it('can be read by a party with a grant until that is revoked', async () => {
    const [company, auditor] = [await signIn(ledger.company.key), await signIn(ledger.auditor.key)];
    const grant = `/v1/records/${secret.id}/grants/test:auditor`;
    expect((await server.call('GET', entriesOf(secret), { token: auditor })).status).toBe(403);
    const granted = await server.call('PUT', grant, { token: company });
    expect(granted).toMatchObject({
      status: 200,
      body: { grants: [{ party: ledger.auditor.party, grantedAt: START }] },
    });
    expect((await server.call('PUT', grant, { token: company })).body).toEqual(granted.body);
    const listed = await server.call('GET', `/v1/records/${secret.id}/grants`, { token: company });
    expect(listed.body).toEqual(granted.body);
    expect((await server.call('GET', entriesOf(secret), { token: auditor })).body['entries']).toEqual(
      secret.submission.entries,
    );
    expect(
      (await server.call('GET', `/v1/records/${secret.id}/bundle?entries=a`, { token: auditor })).status,
    ).toBe(200);
    expect(
      (await server.call('GET', entriesOf(secret), { token: await signIn(ledger.exchange.key) })).status,
    ).toBe(403);
    expect(await server.call('DELETE', grant, { token: company })).toMatchObject({
      status: 200,
      body: { grants: [] },
    });
    expect((await server.call('GET', entriesOf(secret), { token: auditor })).status).toBe(403);
    expect(await server.call('DELETE', grant, { token: company })).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  });

  it('is listed for the party that may read it, the last granted first, page by page', async () => {
    const [company, auditor] = [await signIn(ledger.company.key), await signIn(ledger.auditor.key)];
    const received = '/v1/parties/test:auditor/grants';
    const grantOf = ({ id }: SignedRecord): string => `/v1/records/${id}/grants/test:auditor`;
    for (const record of [secret, bare]) await server.call('PUT', grantOf(record), { token: company });
    // Moments have more digits than seconds where another program stored them.
    await database.pool.query(
      "update grants set granted_at = granted_at + interval '1 microsecond' where record = $1",
      [toBytea(bare.id)],
    );
    const first = await server.call<Received>('GET', `${received}?limit=1`, { token: auditor });
    expect(first).toMatchObject({ status: 200, body: { items: [{ record: bare.id, grantedAt: START }] } });
    expect(first.headers.get('cache-control')).toBe('private, no-store');
    const next = `${received}?limit=1&cursor=${first.body.next}`;
    const second = await server.call<Received>('GET', next, { token: auditor });
    expect(second.body).toEqual({ items: [{ record: secret.id, grantedAt: START }], next: null });
    for (const record of [secret, bare]) await server.call('DELETE', grantOf(record), { token: company });
    expect((await server.call('GET', received, { token: auditor })).body).toEqual({ items: [], next: null });
  });

  it('is listed for no other party, and with no other cursor', async () => {
    const auditor = await signIn(ledger.auditor.key);
    const received = '/v1/parties/test:auditor/grants';
    expect(await server.call('GET', received)).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    const company = await signIn(ledger.company.key);
    expect(await server.call('GET', received, { token: company })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect(await server.call('GET', '/v1/parties/test:nobody/grants', { token: auditor })).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
    for (const place of [['2024-13-01T00:00:00.000000Z', secret.id], ['infinity', secret.id], [1], {}]) {
      const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
      expect(await server.call('GET', `${received}?cursor=${cursor}`, { token: auditor })).toMatchObject({
        status: 400,
        body: { code: 'cursor' },
      });
    }
  });

  it('can be granted only by the party of the record, and only to registered parties', async () => {
    const before = await dumpDatabase(database.pool);
    const grant = `/v1/records/${secret.id}/grants/test:auditor`;
    expect(await server.call('PUT', grant)).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect(await dumpDatabase(database.pool)).toEqual(before);
    const [company, auditor] = [await signIn(ledger.company.key), await signIn(ledger.auditor.key)];
    const signedIn = await dumpDatabase(database.pool);
    for (const method of ['PUT', 'DELETE']) {
      expect(await server.call(method, grant, { token: auditor })).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
    }
    expect(await server.call('GET', `/v1/records/${secret.id}/grants`, { token: auditor })).toMatchObject({
      status: 403,
    });
    expect(
      await server.call('PUT', `/v1/records/${secret.id}/grants/test:nobody`, { token: company }),
    ).toMatchObject({ status: 404 });
    expect(
      await server.call('PUT', `/v1/records/0x${'00'.repeat(32)}/grants/test:auditor`, { token: company }),
    ).toMatchObject({ status: 404 });
    expect(await dumpDatabase(database.pool)).toEqual(signedIn);
  });

  it('that were never sent cannot be shown to anyone', async () => {
    const token = await signIn(ledger.company.key);
    expect(await server.call('GET', entriesOf(bare), { token })).toMatchObject({
      status: 409,
      body: { code: 'entries-not-stored' },
    });
    expect(await server.call('GET', `/v1/records/${bare.id}/bundle?entries=all`, { token })).toMatchObject({
      status: 409,
      body: { code: 'entries-not-stored' },
    });
    expect((await server.call('GET', `/v1/records/${bare.id}/bundle`, { token })).status).toBe(200);
  });
});

it('the log contains no token, no signature of a sign-in, no salt and no cookie', async () => {
  const token = await signIn(ledger.company.key);
  await server.call('GET', `/v1/records/${secret.id}/entries`, {
    token,
    headers: { Cookie: 'crumb=secret-cookie' },
  });
  await server.call('GET', `/v1/records/${secret.id}?token=${token}&limit=1`);
  const logged = server.logged();
  expect(logged).toContain(`/v1/records/${secret.id}/entries`);
  expect(logged).toContain(`/v1/records/${secret.id}?token=…&limit=…`);
  for (const word of [
    token,
    'secret-cookie',
    'Bearer',
    ...secret.submission.entries!.map(({ salt }) => salt),
  ])
    expect(logged).not.toContain(word);
});

it('the log hides secrets at any depth of the logged values', () => {
  let text = '';
  const log = openLog('info', { write: (line) => void (text += line) });
  log.info(
    {
      token: 'x1',
      headers: { authorization: 'x2', cookie: 'x3' },
      a: { b: { password: 'x4' } },
      operatorKey: 'x5',
    },
    'said',
  );
  expect(text).toContain('said');
  expect(text).not.toMatch(/x[1-5]/);
});
