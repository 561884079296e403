import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { type Socket, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import type { Entry } from '../../../core/records/entry.ts';
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
  const bulk = { atOnce: 4, maxLines: 50, idleSeconds: 600, threads: 1 };
  server = await startHttpServer(database.pool, SEED_FINAL, { maxBodyBytes: LARGEST, trustProxy: 1, bulk });
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const sending of opened) sending.destroy();
  opened = [];
  await server.stop();
  await database.drop();
});

/** Opens a request that announces a body of the largest size and sends the beginning of it, `from` an address. */
function openSlow(
  path: string,
  begin = '{',
  from = '192.0.2.1',
): { sending: ClientRequest; answer: Promise<IncomingMessage | null> } {
  const type = path.endsWith('/bulk') ? 'application/x-ndjson' : 'application/json';
  const length = path.endsWith('/bulk') ? {} : { 'Content-Length': LARGEST };
  const headers = { 'Content-Type': type, 'X-Forwarded-For': from, ...length };
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

  it('hold no place among bulk requests by blank lines: others register meanwhile', async () => {
    const blank = [1, 2, 3, 4].map((at) => openSlow('/v1/records/bulk', '\n'.repeat(600), `192.0.2.${at}`));
    const timer = setInterval(() => blank.forEach(({ sending }) => sending.write('\n'.repeat(600))), 400);
    try {
      await expect.poll(() => server.bulkLoad().requests, WAIT).toBe(4);
      for (let at = 0; at < 5; at++) expect(await registerBulk()).toBe(200);
      expect(server.bulkLoad()).toMatchObject({ requests: 4, lines: 0 });
    } finally {
      clearInterval(timer);
    }
  });

  it('are cut off when a bulk body brings nothing but blank lines for the seconds that a body may be idle', async () => {
    await server.stop();
    const bulk = { atOnce: 4, maxLines: 50, idleSeconds: 1, threads: 1 };
    server = await startHttpServer(database.pool, SEED_FINAL, { bulk });
    const { sending, answer } = openSlow('/v1/records/bulk', ' ');
    const timer = setInterval(() => sending.write(' \n'), 100);
    expect(await answer).toBeNull();
    clearInterval(timer);
    expect(server.bulkLoad().requests).toBe(0);
  });

  it('of one IPv6 network hold no more than 64 bodies that arrive', async () => {
    // Time stands still: a body that is old, as all are on a slow machine, would be cut off for the newest.
    vi.spyOn(performance, 'now').mockReturnValue(performance.now());
    const slow = Array.from({ length: 65 }, (_, at) => openSlow('/v1/records', '{', `2001:db8::${at}`));
    const first = await Promise.race(slow.map(({ answer }) => answer));
    expect([first?.statusCode, first?.headers['retry-after']]).toEqual([503, '5']);
  });
});

describe('clients that do not read their answer', { timeout: 60_000 }, () => {
  let sockets: Socket[] = [];
  let records: SignedRecord[];
  beforeEach(() => {
    const statement = { title: 'x'.repeat(60_000) };
    // Longer together than what the buffers of the system take.
    records = Array.from({ length: 110 }, (_, at) =>
      signRecord({ by: ledger.company, subject: `long/${at}`, statement }),
    );
  });
  afterEach(() => sockets.forEach((socket) => socket.destroy()));

  const neglect = (path: string, times: number): void => {
    const { hostname, port } = new URL(server.url);
    sockets = Array.from({ length: times }, () => {
      const socket = connect(Number(port), hostname).pause();
      socket.on('error', () => {}).write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
      return socket;
    });
  };

  it('are cut off when 128 MiB wait for them', async () => {
    const entries = Array.from({ length: 110 }, (_, at): Entry => {
      const entry = makeEntry(`long/${at}`, '1');
      return { ...entry, detail: { note: 'x'.repeat(60_000) }, salt: ZERO_HASH };
    });
    const long = signRecord({ by: ledger.company, subject: 'long', entries });
    await ledger.accept({
      ...long,
      submission: { ...long.submission, public: true } as SignedRecord['submission'],
    });
    neglect(`/v1/records/${long.id}/entries`, 24);
    await expect.poll(() => server.logged(), WAIT).toContain('the answer was not read in time');
    expect(await register()).toBe(201);
  });

  it('are cut off from lines that are produced while they are read, after the seconds that a reader may be idle', async () => {
    await ledger.publish(...records);
    await server.stop();
    const bulk = { atOnce: 4, maxLines: 50, idleSeconds: 1, threads: 1 };
    server = await startHttpServer(database.pool, SEED_FINAL, { bulk });
    neglect('/v1/batches/1/records', 1);
    await expect.poll(() => server.logged(), WAIT).toContain('GET /v1/batches/1/records');
  });
});

describe('bulk requests of one address', { timeout: 60_000 }, () => {
  it.each([
    ['an IPv4 address', () => '192.0.2.1'],
    ['a network of IPv6', (at: number) => `2001:db8::${at}`],
  ])('may be 64 at the same time: %s', async (_, address) => {
    const slow = Array.from({ length: 65 }, (_, at) => openSlow('/v1/records/bulk', '{', address(at)));
    // The last one is refused, or takes the room of the slowest once it is known how slow that is.
    const ended = await Promise.race(slow.map(({ answer }) => answer));
    expect([503, undefined]).toContain(ended?.statusCode);
    await expect.poll(() => server.bulkLoad().requests, WAIT).toBe(64);
    expect(await registerBulk()).toBe(200);
  });

  it('are cut off, the largest first, where their lines need more memory than 16 of the longest', async () => {
    const most = 'x'.repeat(LARGEST - 1);
    const large = Array.from({ length: 24 }, () => openSlow('/v1/records/bulk', most));
    await expect.poll(() => server.bulkLoad().requests, WAIT).toBeLessThanOrEqual(17);
    expect(await registerBulk()).toBe(200);
    expect(await Promise.race(large.map(({ answer }) => answer))).toBeNull();
  });
});
