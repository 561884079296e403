import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openLog } from '../../../runtime/log.ts';
import { HttpError } from '../../../server/errors/http-error.ts';
import { createWaitingApp } from '../../../server/http/app.ts';
import { parseConfig } from '../../../server/settings/server-settings.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { type TestDatabase, createTestDatabase } from '../../helpers/postgres.ts';
import { SEED_FINAL, seedLedger } from '../../helpers/seeded-ledger.ts';

const PORTAL = 'https://portal.example';
const OTHER = 'https://other.example';

const SETTINGS = {
  DATABASE_URL: 'postgres://me@localhost:5432/ledger',
  RPC_URL: 'http://127.0.0.1:8545',
  LEDGER_ADDRESS: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
  OPERATOR_KEY_FILE: 'operator.key',
  ANCHORER_KEY_FILE: 'anchorer.key',
};

let database: TestDatabase;
let server: HttpServer;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedLedger(database.pool);
});
afterEach(() => server.stop());
afterAll(() => database.drop());

const start = async (...corsOrigins: string[]): Promise<void> =>
  void (server = await startHttpServer(database.pool, SEED_FINAL + 100, { corsOrigins }));

/** The headers of an answer that browsers read before a page may. */
async function sharedHeaders(
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<Record<string, string>> {
  const answer = await server.call(method, path, { headers });
  return Object.fromEntries(
    [...answer.headers].filter(([name]) => /^(access-control|vary|cross-origin-resource)/.test(name)),
  );
}

const PREFLIGHT = {
  'Access-Control-Request-Method': 'PUT',
  'Access-Control-Request-Headers': 'authorization',
};

describe('CORS', () => {
  it('without the setting, no page of another origin may read anything', async () => {
    await start();
    expect(await sharedHeaders('GET', '/v1/records', { Origin: PORTAL })).toEqual({
      'cross-origin-resource-policy': 'same-origin',
    });
    const preflight = await server.call('OPTIONS', '/v1/records', {
      headers: { Origin: PORTAL, ...PREFLIGHT },
    });
    expect(preflight.status).toBe(405);
  });

  it('lets a page of a listed origin read answers and errors, and says that others get another answer', async () => {
    await start(PORTAL, 'http://localhost:5173');
    for (const path of ['/v1/records', '/v1/records/nothing', '/v1/nowhere', '/openapi.json']) {
      expect(await sharedHeaders('GET', path, { Origin: PORTAL }), path).toEqual({
        'access-control-allow-origin': PORTAL,
        'access-control-expose-headers': expect.stringContaining('ETag, Location, Retry-After') as string,
        'cross-origin-resource-policy': 'cross-origin',
        vary: 'Origin',
      });
      const refused = { 'cross-origin-resource-policy': 'same-origin', vary: 'Origin' };
      expect(await sharedHeaders('GET', path, { Origin: OTHER }), path).toEqual(refused);
      expect(await sharedHeaders('GET', path, {}), path).toEqual(refused);
    }
  });

  it('compares origins whole: neither a longer name, another scheme or port, nor null is a listed one', async () => {
    await start(PORTAL);
    for (const origin of [
      `${PORTAL}.evil.example`,
      'https://evil-portal.example',
      'http://portal.example',
      `${PORTAL}:8443`,
      'null',
    ])
      expect(await sharedHeaders('GET', '/v1/records', { Origin: origin }), origin).not.toHaveProperty(
        'access-control-allow-origin',
      );
  });

  it('answers a preflight with the methods and headers that routes take, and never allows cookies', async () => {
    await start(PORTAL);
    const preflight = await server.call('OPTIONS', '/v1/documents/x', {
      headers: { Origin: PORTAL, ...PREFLIGHT },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.text).toBe('');
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': PORTAL,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
      'access-control-allow-headers':
        'Authorization, Content-Type, Content-Range, Range, If-None-Match, If-Range, Last-Event-ID',
      'access-control-max-age': '7200',
    });
    expect(preflight.headers.has('access-control-allow-credentials')).toBe(false);
    const refused = await server.call('OPTIONS', '/v1/records', { headers: { Origin: OTHER, ...PREFLIGHT } });
    expect(refused.status).toBe(405);
    expect(refused.headers.has('access-control-allow-methods')).toBe(false);
  });

  it('with *, lets every page read, that of a file too', async () => {
    await start('*');
    for (const origin of [OTHER, 'null'])
      expect(await sharedHeaders('GET', '/v1/status', { Origin: origin })).toMatchObject({
        'access-control-allow-origin': '*',
      });
  });

  it('shares neither metrics nor the documentation', async () => {
    await start('*');
    for (const path of ['/metrics', '/docs/', '/healthz'])
      expect(await sharedHeaders('GET', path, { Origin: OTHER }), path).toEqual({
        'cross-origin-resource-policy': 'same-origin',
      });
  });

  it('tells a page whose requests are too many to wait', async () => {
    server = await startHttpServer(database.pool, SEED_FINAL + 100, {
      corsOrigins: [PORTAL],
      readsPerMinute: 1,
    });
    const ask = () => server.call('GET', '/v1/records', { headers: { Origin: PORTAL } });
    await ask();
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('access-control-allow-origin')).toBe(PORTAL);
  });

  it('tells a page too that a server waits for its database', async () => {
    await start();
    const missing = new HttpError('unavailable', 'the database has not answered yet');
    const config = parseConfig({ ...SETTINGS, CORS_ORIGINS: PORTAL }).http;
    const waiting = createServer(createWaitingApp(openLog('silent'), () => missing, config));
    waiting.listen(0, '127.0.0.1');
    await once(waiting, 'listening');
    const { port } = waiting.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/v1/status`, { headers: { Origin: PORTAL } });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('access-control-allow-origin')).toBe(PORTAL);
    await new Promise((resolve) => waiting.close(resolve));
  });
});
