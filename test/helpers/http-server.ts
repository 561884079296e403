import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import type { Pool } from 'pg';
import { expect } from 'vitest';
import { recoverByNoble } from '../../core/hashing/signature.ts';
import { type BulkLoad, countJobs, openBulkIntake } from '../../server/intake/bulk.ts';
import { openCheckPool } from '../../server/intake/check-pool.ts';
import type { HttpConfig } from '../../server/settings/server-settings.ts';
import { createApp } from '../../server/http/app.ts';
import { EventHub } from '../../server/events/event-hub.ts';
import { watchEvents } from '../../server/events/watch-events.ts';
import { openReadiness } from '../../server/http/readiness.ts';
import { openLog } from '../../runtime/log.ts';
import type { HttpContext } from '../../server/http/route.ts';
import { ROUTES } from '../../server/http/routes/routes.ts';
import { errorSchema } from '../../server/http/schemas.ts';
import { KeptClosures } from '../../server/impact/kept-closures.ts';
import { openSlowReads } from '../../server/reads/slow-reads.ts';
import { openIntake } from '../../server/intake/intake.ts';
import { TEST_DOMAIN, makeKey } from './registry.ts';

const CONFIG: HttpConfig = {
  host: '127.0.0.1',
  port: 0,
  publicUrl: null,
  publicRpcUrls: [],
  trustProxy: 0,
  corsOrigins: [],
  maxConnections: 1_000,
  maxBodyBytes: 1 << 20,
  readsPerMinute: 100_000,
  writesPerMinute: 100_000,
  writesAtOnce: 10_000,
  events: { streams: 100, streamsPerClient: 50 },
  bulk: { atOnce: 4, maxLines: 50, idleSeconds: 30, threads: 2 },
  maxPage: 500,
  sessionSeconds: 3600,
};

/** Milliseconds between two looks for events. */
const EVENTS_POLL = 100;

/** The parts of a request other than method and path. */
export interface Ask {
  /** Sent as JSON; a string is sent unchanged. */
  readonly body?: unknown;
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

/** An answer. Its body is parsed if it is JSON. */
export interface Answered<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

/** An HTTP server on a database, without chain, sealer and anchorer. */
export interface HttpServer {
  readonly url: string;
  /** Sends a request, and expects that the answer matches the schema of its route. */
  call<Body = Record<string, unknown>>(method: string, path: string, ask?: Ask): Promise<Answered<Body>>;
  /** Returns everything logged so far. */
  readonly logged: () => string;
  /** Returns the current load by bulk requests. */
  bulkLoad: () => BulkLoad;
  /** The server's clock in Unix seconds. Tests can set it. */
  now: number;
  stop: () => Promise<void>;
}

/** Parts of a server that a test brings. */
export interface ServerParts extends Partial<
  Pick<HttpContext, 'metricsPool' | 'slowReads' | 'closures' | 'documents' | 'webhooks' | 'work'>
> {
  /** Whether it looks for events, on the same connections as its answers; true if not given. */
  readonly looksForEvents?: boolean;
  /** Answers requests that are not the ledger's, such as those for a page of a test; false for others. */
  readonly answer?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** Starts an HTTP server on a free port. */
export async function startHttpServer(
  pool: Pool,
  now: number,
  changes: Partial<HttpConfig> = {},
  domain = TEST_DOMAIN,
  { answer = () => false, looksForEvents = true, ...parts }: ServerParts = {},
): Promise<HttpServer> {
  let logged = '';
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      logged += chunk.toString();
      done();
    },
  });
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const running: HttpServer = {
    url,
    now,
    logged: () => logged,
    call: (method, path, ask) => call(url, method, path, ask),
    bulkLoad: () => ({ requests: 0, lines: 0, peakLines: 0, refused: new Map() }),
    stop: () => Promise.resolve(),
  };
  const clock = (): number => running.now;
  const log = openLog('trace', destination);
  const receipts = { operatorKey: makeKey('operator').privateKey, anchorWithin: 3600 };
  const intake = openIntake({ pool, domain, recover: recoverByNoble, now: clock, log, ...receipts });
  const config = { ...CONFIG, ...changes };
  const limits = { ...config.bulk, maxLine: config.maxBodyBytes };
  const checks = openCheckPool(
    {
      domain,
      ...receipts,
      maxBytes: limits.maxLine,
    },
    { threads: limits.threads, maxWaiting: countJobs(limits) },
  );
  running.stop = async () => {
    events.close();
    await looks?.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await checks.close();
  };
  const events = new EventHub(pool, config.events);
  const looks = looksForEvents ? watchEvents(events, { pollMs: EVENTS_POLL, log }) : null;
  const bulk = openBulkIntake({ pool, checks, now: clock, log }, limits);
  running.bulkLoad = bulk.load;
  const app = createApp(
    {
      pool,
      metricsPool: pool,
      slowReads: openSlowReads(pool, pool, { atOnce: 3 }),
      closures: new KeptClosures(),
      documents: null,
      webhooks: null,
      work: null,
      events,
      ...parts,
      domain,
      origin: url,
      config,
      log,
      now: clock,
      readCosts: null,
      publication: null,
      operator: makeKey('operator').address,
      checkReady: openReadiness({ pool, now: clock, needsChain: () => false }),
      submit: (submission) => intake.accept(submission),
      bulk,
    },
    ROUTES,
  );
  server.on('request', (request, response) => {
    if (!answer(request, response)) app(request, response);
  });
  return running;
}

async function call<Body>(
  url: string,
  method: string,
  path: string,
  { body, token, headers = {} }: Ask = {},
): Promise<Answered<Body>> {
  const sent: RequestInit = {
    method,
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...headers,
    },
    redirect: 'manual',
  };
  if (body !== undefined) sent.body = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${url}${path}`, sent);
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json');
  const answered = {
    status: response.status,
    headers: response.headers,
    text,
    body: (isJson && text !== '' ? JSON.parse(text) : text) as Body,
  };
  if (isJson && method !== 'HEAD') checkShape(method, path, answered);
  return answered;
}

/** Expects the shape that all errors have, or the shape of the route's successful answers. */
function checkShape(method: string, path: string, { status, body }: Answered<unknown>): void {
  if (status >= 400) return void errorSchema.parse(body);
  const plain = path.split('?')[0] ?? '';
  const route = ROUTES.find(
    (each) => each.method === method.toLowerCase() && patternOf(each.path).test(plain),
  );
  if (route?.answer == null) return;
  expect(Object.keys(route.answers)).toContain(String(status));
  const result = route.answer.safeParse(body);
  expect(result.error, `${method} ${path}`).toBeUndefined();
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace('{subject}', '.+').replace(/\{\w+\}/g, '[^/]+')}$`);
}
