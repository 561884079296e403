import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, createServer, request } from 'node:http';
import { once } from 'node:events';
import { type AddressInfo, type Socket, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encryptKeystoreJson } from 'ethers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatHex } from '../../core/encoding/hex.ts';
import type { Deployment } from '../../chain/contracts/deploy.ts';
import { type ServerConfig, parseConfig } from '../../server/settings/server-settings.ts';
import { openLog } from '../../runtime/log.ts';
import { type RunningServer, startServer } from '../../server/main.ts';
import { readChainState } from '../../db/chain/chain-state.ts';
import { startIndexer } from '../../indexer/start-indexer.ts';
import { type TestChain, configOf, startTestChain } from '../helpers/chain.ts';
import { startGate } from '../helpers/gate.ts';
import { type TestDatabase, createTestDatabase } from '../helpers/postgres.ts';
import { makeKey } from '../helpers/registry.ts';

let chain: TestChain;
let deployment: Deployment;
let database: TestDatabase;
let folder: string;
let operatorFile: string;
let anchorerFile: string;

beforeAll(async () => {
  chain = await startTestChain();
  deployment = await chain.deploy();
  await chain.mine(5);
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-main-'));
  operatorFile = await writeKey('operator');
  anchorerFile = await writeKey('anchorer');
});
afterAll(async () => {
  await database.drop();
  await chain.stop();
  await rm(folder, { recursive: true });
});

async function writeKey(name: string): Promise<string> {
  const file = join(folder, `${name}.key`);
  await writeFile(file, `${formatHex(makeKey(name).privateKey)}\n`, { mode: 0o600 });
  return file;
}

function configure(changes: Record<string, string> = {}): ServerConfig {
  return parseConfig({
    DATABASE_URL: database.url,
    RPC_URL: chain.url,
    LEDGER_ADDRESS: deployment.ledger,
    OPERATOR_KEY_FILE: operatorFile,
    ANCHORER_KEY_FILE: anchorerFile,
    PORT: '0',
    LOG_LEVEL: 'silent',
    POLL_INTERVAL: '50',
    ...changes,
  });
}

const start = (
  changes: Record<string, string> = {},
  limits: Partial<ServerConfig> = {},
): Promise<RunningServer> => startServer({ ...configure(changes), ...limits }, { log: openLog('silent') });

/** Expects that the start fails with one line that says what to correct. */
async function refuse(changes: Record<string, string>, code: string, line: RegExp): Promise<void> {
  const error: unknown = await start(changes).then(
    async ({ stop }) => stop(),
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code });
  const { message } = error as Error;
  expect(message).toMatch(line);
  expect(message).not.toContain('\n');
}

describe('startServer', () => {
  it('serves HTTP for the ledger on the chain, and stops', async () => {
    const server = await start();
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ ok: true });
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    await Promise.all([server.stop(), server.stop()]);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });

  it('logs once at the start where batches are published, or that they are not', async () => {
    const linesOf = async (changes: Record<string, string>): Promise<string[]> => {
      const lines: string[] = [];
      const log = openLog('info', { write: (line: string) => void lines.push(line) });
      const server = await startServer(configure(changes), { log });
      await server.stop();
      return lines.filter((line) => line.includes('published'));
    };
    const [unset, set] = [await linesOf({}), await linesOf({ PUBLICATION_DIR: join(folder, 'published') })];
    expect(unset).toEqual([expect.stringContaining('PUBLICATION_DIR is not set: batches are not published')]);
    expect(set).toEqual([expect.stringContaining(join(folder, 'published'))]);
  });

  it('serves only health, status and metrics without the role api', async () => {
    const server = await start({ ROLES: 'sealer' });
    const status = async (path: string): Promise<number> => (await fetch(`${server.url}${path}`)).status;
    expect(await status('/healthz')).toBe(200);
    expect(await status('/v1/status')).toBe(200);
    expect(await status('/metrics')).toBe(200);
    expect(await status('/v1/records')).toBe(404);
    await server.stop();
  });

  it('cuts a bulk request that is still running when it is stopped, and ends its threads', async () => {
    const threads = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
    const before = threads();
    const server = await start({}, { shutdownSeconds: 1 });
    const sending = request(`${server.url}/v1/records/bulk`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-ndjson' },
    });
    sending.on('error', () => {});
    sending.write('broken\n');
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    const [result] = (await once(response, 'data')) as [Buffer];
    expect(JSON.parse(result.toString())).toMatchObject({ line: 1, error: { code: 'json-syntax' } });
    expect(threads()).toBeGreaterThan(before);
    response.on('error', () => {});
    const gone = new Promise((resolve) => response.once('close', resolve));
    await server.stop();
    await gone;
    expect(response.complete).toBe(false);
    expect(threads()).toBe(before);
  });

  it('ends the streams of events when it is stopped, so that their clients go on elsewhere', async () => {
    const server = await start();
    const response = await fetch(`${server.url}/v1/events?after=0`);
    expect(response.status).toBe(200);
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain(
      '\ncarbon_ledger_event_streams 1\n',
    );
    const text = response.text();
    // A stream that was cut off would throw.
    await Promise.all([server.stop(), text]);
    expect(await text).toMatch(/^retry: \d+\nid: /);
  });

  it('closes the longest idle connection for a new one at its limit, and keeps those with a request', async () => {
    const server = await start({ MAX_CONNECTIONS: '3' });
    const { hostname, port } = new URL(server.url);
    const open = async (text: string): Promise<Socket> => {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.write(text);
      return socket;
    };
    const busy = await open(
      'POST /v1/records HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{',
    );
    const health = async (): Promise<number> =>
      (await fetch(`${server.url}/healthz`, { headers: { Connection: 'close' } })).status;
    expect(await health()).toBe(200);
    const [first, second] = [await open('GET /healthz HTTP/1.1\r\n'), await open('')];
    const closed = once(first, 'close');
    expect(await health()).toBe(200);
    await closed;
    expect(second.closed).toBe(false);
    busy.write('}');
    const [answer] = (await once(busy, 'data')) as [Buffer];
    expect(answer.toString()).toContain('missing-member');
    for (const socket of [busy, second]) socket.destroy();
    await server.stop();
  });

  it('finishes a running request when it is stopped, and accepts no new one', async () => {
    const server = await start();
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const body = '{}';
    socket.write(
      `POST /v1/records HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n{`,
    );
    await (await fetch(`${server.url}/healthz`)).text();
    const stopped = server.stop();
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    socket.write('}');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 [^]*missing-member/);
    await stopped;
  });

  it('cuts off requests that take longer than its shutdown time', async () => {
    const server = await start({}, { shutdownSeconds: 1 });
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.on('error', () => {});
    socket.write(
      'POST /v1/records HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{',
    );
    await (await fetch(`${server.url}/healthz`)).text();
    const closed = once(socket, 'close');
    await server.stop();
    await closed;
  });
});

/** What `/readyz`, or another path, answers. */
async function ask(
  { url }: RunningServer,
  path = '/readyz',
): Promise<{ status: number; code?: string; details?: unknown }> {
  const response = await fetch(`${url}${path}`);
  const text = await response.text();
  const { code, details } = (text.startsWith('{') ? JSON.parse(text) : {}) as {
    code?: string;
    details?: unknown;
  };
  return { status: response.status, ...(code === undefined ? {} : { code, details }) };
}

/** Lets an indexer read the whole chain into a database. */
async function index({ pool }: TestDatabase): Promise<void> {
  const config = configOf(chain, deployment);
  const indexer = await startIndexer({ pool, config, log: openLog('silent') });
  await expect
    .poll(async () => (await readChainState(pool))?.finalNumber)
    .toBe((await chain.head()).number - 2);
  await indexer.stop();
}

describe('a server that starts while something is down', () => {
  let own: TestDatabase;
  beforeEach(async () => {
    own = await createTestDatabase();
  });
  afterEach(() => own.drop());

  it('serves what the database has while the chain is down, and does its other work when the chain answers', async () => {
    await index(own);
    const gate = await startGate(chain.url);
    const lines: string[] = [];
    const log = openLog('info', { write: (line: string) => void lines.push(line) });
    const config = configure({ DATABASE_URL: own.url, RPC_URL: gate.url });
    const server = await startServer(config, { log });
    await gate.waitForRefusals(4);
    expect(await ask(server)).toEqual({ status: 200 });
    expect(await ask(server, '/v1/parties')).toEqual({ status: 200 });
    expect(await ask(server, '/metrics')).toEqual({ status: 200 });
    const rejected = await fetch(`${server.url}/v1/records`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
    expect(rejected.status).toBe(400);
    const said = (): string[] => lines.filter((line) => line.includes('rpc-unreachable'));
    expect(said()).toEqual([expect.stringContaining('tries again')]);
    gate.open();
    await expect.poll(() => lines.join('')).toContain('The server runs.');
    expect(said().length).toBe(1);
    await server.stop();
    await gate.stop();
  });

  it('is not ready without the role api until the chain answers', async () => {
    await index(own);
    const gate = await startGate(chain.url);
    const server = await start({ DATABASE_URL: own.url, RPC_URL: gate.url, ROLES: 'sealer' });
    expect(await ask(server)).toEqual({ status: 503, code: 'not-ready', details: { part: 'chain' } });
    expect(await ask(server, '/v1/status')).toEqual({ status: 200 });
    gate.open();
    await expect.poll(() => ask(server), { timeout: 5_000 }).toEqual({ status: 200 });
    await server.stop();
    await gate.stop();
  });

  it('says what is missing while the database is down, or while it is new and the chain is down', async () => {
    const gates = { database: await startGate(own.url), chain: await startGate(chain.url) };
    const server = await start({ DATABASE_URL: gates.database.url, RPC_URL: gates.chain.url });
    expect(await ask(server, '/healthz')).toEqual({ status: 200 });
    const unavailable = { status: 503, code: 'unavailable', details: { part: 'database' } };
    for (const path of ['/readyz', '/v1/records', '/metrics'])
      expect(await ask(server, path)).toEqual(unavailable);
    gates.database.open();
    const notReady = { status: 503, code: 'not-ready', details: { part: 'chain' } };
    await expect.poll(() => ask(server, '/v1/records'), { timeout: 5_000 }).toEqual(notReady);
    gates.chain.open();
    await expect.poll(() => ask(server, '/v1/records'), { timeout: 5_000 }).toEqual({ status: 200 });
    expect(await ask(server)).toEqual({ status: 503, code: 'not-ready', details: { part: 'indexer' } });
    await index(own);
    expect(await ask(server)).toEqual({ status: 200 });
    await server.stop();
    for (const gate of Object.values(gates)) await gate.stop();
  });

  it('migrates a database that is still empty when it answers', async () => {
    await own.pool.query('drop schema public cascade');
    await own.pool.query('create schema public');
    const gate = await startGate(own.url);
    const server = await start({ DATABASE_URL: gate.url });
    gate.open();
    await expect.poll(() => ask(server, '/v1/records'), { timeout: 5_000 }).toEqual({ status: 200 });
    await server.stop();
    await gate.stop();
  });

  it.each([
    ['another chain', 'wrong-chain', { CHAIN_ID: '1' }],
    ['a chain without the ledger', 'no-ledger', { LEDGER_ADDRESS: makeKey('nobody').address }],
  ])('fails with its code when %s answers later', async (_, code, changes) => {
    const gate = await startGate(chain.url);
    const server = await start({ DATABASE_URL: own.url, RPC_URL: gate.url, ...changes });
    await gate.waitForRefusals(2);
    gate.open();
    await expect(server.failed).rejects.toMatchObject({ code });
    await server.stop();
    await gate.stop();
  });
});

describe('/readyz', () => {
  let own: TestDatabase;
  beforeEach(async () => {
    own = await createTestDatabase();
    await index(own);
  });
  afterEach(() => own.drop());

  it('answers 503 while the database can be read but not written', async () => {
    await own.pool.query(
      `do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$`,
    );
    const server = await start({ DATABASE_URL: own.url });
    expect(await ask(server, '/v1/records')).toEqual({ status: 200 });
    const details = { part: 'database', reason: '25006' };
    expect(await ask(server)).toEqual({ status: 503, code: 'unavailable', details });
    await server.stop();
  });

  it('answers 503 within about two seconds while a write hangs', async () => {
    const server = await start({ DATABASE_URL: own.url });
    const client = await own.pool.connect();
    await client.query('begin; lock table write_checks');
    const began = performance.now();
    const answers = await Promise.all([ask(server), ask(server), ask(server)]);
    expect(performance.now() - began).toBeLessThan(4_000);
    for (const { status, code } of answers)
      expect({ status, code }).toEqual({ status: 503, code: 'unavailable' });
    await client.query('rollback');
    client.release();
    await expect.poll(() => ask(server), { timeout: 5_000 }).toEqual({ status: 200 });
    await server.stop();
  });

  it('does not wait for requests that use up all other connections', async () => {
    const server = await start({ DATABASE_URL: own.url });
    const client = await own.pool.connect();
    await client.query('begin; lock table records');
    // All reads together have eight connections at most, those of one route four.
    const paths = ['/v1/records', `/v1/records/0x${'0'.repeat(64)}`];
    const reads = Array.from({ length: 20 }, (_, at) => fetch(`${server.url}${paths[at % 2]!}`));
    const waiting = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await expect
      .poll(async () => (await own.pool.query<{ n: number }>(waiting)).rows[0]!.n)
      .toBeGreaterThanOrEqual(8);
    expect(await ask(server)).toEqual({ status: 200 });
    expect(await ask(server, '/metrics')).toEqual({ status: 200 });
    await client.query('rollback');
    client.release();
    const statuses = (await Promise.all(reads)).map(({ status }) => status);
    // 503 where the lock was held for too long.
    expect([200, 404, 503]).toEqual(expect.arrayContaining(statuses));
    await server.stop();
  });
});

describe('a server that cannot start reports the reason in one line', () => {
  it('when the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await refuse(
      { PORT: String(port) },
      'port-in-use',
      new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use\\. Stop`),
    );
    await new Promise((resolve) => other.close(resolve));
  });

  it('when HTTP cannot be served at the address', async () => {
    await refuse({ HOST: '203.0.113.1' }, 'address-unusable', /Correct HOST or PORT/);
  });

  it('when the database rejects the login, or has another version', async () => {
    const absent = new URL('/absent', database.url).href;
    await refuse({ DATABASE_URL: absent }, 'database-refused', /has no database "absent"/);
    const newer = await createTestDatabase();
    await newer.pool.query(
      "insert into schema_migrations (number, name, digest) values (9999, '9999-future.sql', '')",
    );
    await refuse({ DATABASE_URL: newer.url }, 'database-newer', /newer than this program/);
    await newer.drop();
  });

  it('when the chain is another chain, or has no ledger', async () => {
    await refuse({ CHAIN_ID: '1' }, 'wrong-chain', /serves chain 31337, expected chain 1 \(CHAIN_ID\)/);
    await refuse(
      { LEDGER_ADDRESS: makeKey('nobody').address },
      'no-ledger',
      /^There is no CarbonLedger contract at 0x.*npm run deploy/,
    );
  });

  it('when the database belongs to another ledger', async () => {
    const other = await createTestDatabase();
    await other.pool.query(
      "insert into chain_state (chain_id, ledger, registry, start_block, max_delay) values (1, decode(repeat('00', 20), 'hex'), decode(repeat('00', 20), 'hex'), 0, 1)",
    );
    await refuse({ DATABASE_URL: other.url }, 'other-ledger', /Name another database/);
    await other.drop();
  });

  it('when a key file cannot be read, is readable by others, or has two powers', async () => {
    await refuse(
      { OPERATOR_KEY_FILE: join(folder, 'absent') },
      'key-file',
      /^OPERATOR_KEY_FILE: the file can't be read/,
    );
    const open = await writeKey('open');
    await chmod(open, 0o644);
    await refuse({ OPERATOR_KEY_FILE: open }, 'key-file', /chmod 600/);
    const noKey = join(folder, 'no-key');
    await writeFile(noKey, 'hello', { mode: 0o600 });
    await refuse(
      { ANCHORER_KEY_FILE: noKey },
      'key-file',
      /^ANCHORER_KEY_FILE: .*expected an encrypted keystore or a private key/,
    );
    const copy = join(folder, 'copy');
    await writeFile(copy, formatHex(makeKey('operator').privateKey), { mode: 0o600 });
    await refuse({ ANCHORER_KEY_FILE: copy }, 'same-key', /contain the same key/);
  });

  it('when the key of webhooks is not 32 bytes in hex, or others may read it', async () => {
    const file = join(folder, 'webhooks');
    await writeFile(file, 'a password\n', { mode: 0o600 });
    await refuse(
      { WEBHOOKS_KEY_FILE: file },
      'key-file',
      /^WEBHOOKS_KEY_FILE: .*32 bytes in hex.*openssl rand/,
    );
    await writeFile(file, `${'5e'.repeat(32)}\n`);
    await chmod(file, 0o640);
    await refuse({ WEBHOOKS_KEY_FILE: file }, 'key-file', /chmod 600/);
    await chmod(file, 0o600);
    await (await start({ WEBHOOKS_KEY_FILE: file })).stop();
  });

  it('when its password does not open a keystore, and starts with the right one', async () => {
    const { address, privateKey } = makeKey('operator');
    const keystore = join(folder, 'operator.json');
    const scrypt = { N: 1024, r: 8, p: 1 };
    await writeFile(
      keystore,
      await encryptKeystoreJson({ address, privateKey: formatHex(privateKey) }, 'right', { scrypt }),
    );
    const password = join(folder, 'password');
    await writeFile(password, 'wrong\n');
    await refuse({ OPERATOR_KEY_FILE: keystore }, 'key-file', /KEY_PASSWORD_FILE/);
    await refuse({ OPERATOR_KEY_FILE: keystore, KEY_PASSWORD_FILE: password }, 'key-file', /does not open/);
    await writeFile(password, 'right\n');
    await (await start({ OPERATOR_KEY_FILE: keystore, KEY_PASSWORD_FILE: password })).stop();
  });

  it('and closes all it has opened', async () => {
    const sessions = async (): Promise<number> =>
      (
        await database.pool.query<{ n: number }>(
          'select count(*)::int as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        )
      ).rows[0]!.n;
    await refuse({ HOST: '203.0.113.1' }, 'address-unusable', /./);
    await expect.poll(sessions).toBe(0);
  });
});
