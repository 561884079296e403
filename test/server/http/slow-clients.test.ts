import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { makeEntry, type SignedRecord, signRecord } from '../../helpers/signed-record.ts';

const WAIT = { timeout: 60_000, interval: 50 };
const LARGEST = 1 << 20;

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let opened: ClientRequest[] = [];
let count = 0;

beforeEach(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL, { maxBodyBytes: LARGEST });
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const sending of opened) sending.destroy();
  opened = [];
  await server.stop();
  await database.drop();
});

/** Opens a request that announces a body of the largest size and sends the beginning of it. */
function openSlow(
  path: string,
  begin = '{',
): { sending: ClientRequest; answer: Promise<IncomingMessage | null> } {
  const type = path.endsWith('/bulk') ? 'application/x-ndjson' : 'application/json';
  const length = path.endsWith('/bulk') ? {} : { 'Content-Length': LARGEST };
  const headers = { 'Content-Type': type, ...length };
  const sending = request(`${server.url}${path}`, { method: 'POST', headers, agent: false });
  const answer = Promise.race([
    once(sending, 'response').then(([response]) => response as IncomingMessage),
    once(sending, 'close').then(() => null),
  ]).catch(() => null);
  sending.on('error', () => {});
  sending.write(begin);
  opened.push(sending);
  return { sending, answer };
}

const next = (): SignedRecord =>
  signRecord({ by: ledger.company, subject: `honest/${count++}`, entries: [makeEntry('a', '1')] });

async function register(): Promise<number> {
  return (await server.call('POST', '/v1/records', { body: next().submission })).status;
}

async function registerBulk(): Promise<number> {
  const body = `${JSON.stringify(next().submission)}\n`;
  const headers = { 'Content-Type': 'application/x-ndjson' };
  return (await server.call<string>('POST', '/v1/records/bulk', { body, headers })).status;
}

describe('clients that send a body slowly', { timeout: 120_000 }, () => {
  it('take no place by what they announce: others register and sign in meanwhile', async () => {
    for (let at = 0; at < 40; at++) openSlow('/v1/records');
    for (let at = 0; at < 5; at++) expect(await register()).toBe(201);
    // A wrong message is read and refused as such.
    const body = { message: 'x', signature: `0x${'00'.repeat(65)}` };
    expect((await server.call('POST', '/v1/session', { body })).body).not.toMatchObject({
      code: 'overloaded',
    });
  });

  it('are cut off with 408 when the body stands still', async () => {
    const response = await openSlow('/v1/records').answer;
    expect(response?.statusCode).toBe(408);
    expect(response?.headers.connection).toBe('close');
    const [chunk] = (await once(response!, 'data')) as [Buffer];
    expect(JSON.parse(chunk.toString())).toMatchObject({ code: 'body-too-slow' });
  });

  it('cause one line in the log, and nothing on the console', async () => {
    const printed = vi.spyOn(console, 'error');
    // Express prints nothing in tests.
    vi.stubEnv('NODE_ENV', 'production');
    await server.stop();
    server = await startHttpServer(database.pool, SEED_FINAL);
    const { sending, answer } = openSlow('/v1/records');
    await answer;
    await once(sending, 'close');
    await expect.poll(() => server.logged(), WAIT).toContain('POST /v1/records 408');
    expect(printed).not.toHaveBeenCalled();
  });

  it('make room for new bodies once an address has too many of them', async () => {
    const slow = Array.from({ length: 64 }, () => openSlow('/v1/records'));
    await expect.poll(register, WAIT).toBe(201);
    const ended = await Promise.race(slow.map(({ answer }) => answer));
    expect(ended?.statusCode).toBe(408);
  });

  it('hold no more than 16 bodies of the largest size in memory, the slowest are cut off for others', async () => {
    const most = ' '.repeat(LARGEST - 1);
    const slow = Array.from({ length: 24 }, () => openSlow('/v1/records', most));
    await expect.poll(register, WAIT).toBe(201);
    let ended = 0;
    for (const { answer } of slow) void answer.then((response) => (ended += response === null ? 0 : 1));
    await expect.poll(() => ended, WAIT).toBeGreaterThanOrEqual(8);
  });

  it('lose their place among bulk requests to another that needs it', async () => {
    const dripping = Array.from({ length: 4 }, () => openSlow('/v1/records/bulk', '{'));
    const timer = setInterval(() => dripping.forEach(({ sending }) => sending.write(' ')), 500);
    try {
      await expect.poll(() => server.bulkLoad().requests, WAIT).toBe(4);
      expect(await registerBulk()).toBe(503);
      await expect.poll(registerBulk, WAIT).toBe(200);
      expect(await Promise.race(dripping.map(({ answer }) => answer))).toBeNull();
    } finally {
      clearInterval(timer);
    }
  });
});
