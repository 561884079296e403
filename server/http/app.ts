import { once } from 'node:events';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { HttpConfig } from '../settings/server-settings.ts';
import { parseBody } from '../intake/body-json.ts';
import { describeError } from '../errors/errors.ts';
import { HttpError } from '../errors/http-error.ts';
import { limitIdle, openBytes, openLines, readBody, translateError } from './body.ts';
import { serveDocs } from './docs-page.ts';
import { limitUnread } from './answers.ts';
import { watchBodies } from './arrivals.ts';
import { shareAnswers } from './cors.ts';
import { openLockedRoutes, type RunUnlocked } from './locked-routes.ts';
import { Gate, yieldInTurn } from '../reads/gate.ts';
import { logRequests } from './request-log.ts';
import { type Metrics, openMetrics } from '../metrics/metrics.ts';
import { describeApi } from './openapi.ts';
import { servePortal } from './portal.ts';
import { limitRate, nameClient, type RateLimits } from './rate-limit.ts';
import type { Answer, Cache, HttpContext, Route } from './route.ts';

const CACHE_CONTROL: Readonly<Record<Cache, string>> = {
  immutable: 'public, max-age=31536000, immutable',
  revalidate: 'no-cache',
  private: 'private, no-store',
};

/** Reads of one route, and of all routes, at the same time: each needs a connection to the database. The others of its pool are for writes. */
const READS_OF_ROUTE = 4;
const READS = 8;
/** Reads that may wait for their turn. */
const READS_WAITING = 1_024;

/** What pages of other origins may read, if the configuration names them. */
const SHARED = ['/v1', '/openapi.json'];

/** The `Retry-After` of a 503, in seconds. */
const RETRY_SECONDS = '5';

/** Returns the HTTP application that serves routes, their documentation, and metrics. */
export function createApp(context: HttpContext, routes: readonly Route[]): Express {
  const app = express();
  const metrics = openMetrics(context);
  app.set('trust proxy', context.config.trustProxy);
  app.set('query parser', 'simple');
  app.set('case sensitive routing', true);
  app.use(logRequests(context.log), protect(context.origin), measure(metrics), limitUnread());
  app.use(SHARED, shareAnswers(context.config.corsOrigins));
  const limits = limitRate(context.config);
  app.use(['/metrics', '/openapi.json', '/docs', '/healthz', '/readyz'], limits.operation);
  serveMetrics(app, metrics);
  serveDescription(app, routes);
  serveRoutes(app, context, routes, limits);
  app.use(limits.operation, servePortal(context.config.publicRpcUrls));
  app.use((request, _response, next) =>
    next(
      new HttpError('not-found', `there is no route ${request.path}`, { path: 'url', value: request.path }),
    ),
  );
  app.use(answerError);
  return app;
}

/** Returns the application of a process that still waits for database or chain: it runs, and answers everything with what is missing. */
export function createWaitingApp(
  log: Logger,
  findMissing: () => Error,
  { corsOrigins }: HttpConfig,
): Express {
  const app = express();
  app.use(logRequests(log));
  app.use(SHARED, shareAnswers(corsOrigins));
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.use((_request, _response, next) => next(findMissing()));
  app.use(answerError);
  return app;
}

/** Sets security headers. Over plain HTTP it leaves out those that would send the browser to HTTPS. */
function protect(origin: string): RequestHandler {
  if (origin.startsWith('https:')) return helmet();
  return helmet({
    strictTransportSecurity: false,
    contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } },
  });
}

function measure(metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    response.once('close', () => {
      if (response.locals['isLasting'] === true) return;
      const route = (response.locals['route'] as string | undefined) ?? 'other';
      metrics.observe({
        method: request.method,
        route,
        status: response.statusCode,
        seconds: (performance.now() - start) / 1000,
        code: (response.locals['code'] as string | undefined) ?? null,
      });
    });
    next();
  };
}

function serveMetrics(app: Express, metrics: Metrics): void {
  app.get('/metrics', async (_request, response) => {
    const { type, text } = await metrics.render();
    response.set({ 'Content-Type': type, 'Cache-Control': CACHE_CONTROL.private }).send(text);
  });
}

function serveDescription(app: Express, routes: readonly Route[]): void {
  const document = describeApi(routes);
  app.get(
    '/openapi.json',
    (_request, response) => void response.set('Cache-Control', CACHE_CONTROL.revalidate).json(document),
  );
  app.use(serveDocs());
}

function serveRoutes(
  app: Express,
  context: HttpContext,
  routes: readonly Route[],
  { reads, writes }: RateLimits,
): void {
  const read = openReaders(context.config);
  const openRoute = openLockedRoutes();
  const turns = new Gate({ atOnce: READS, waiting: READS_WAITING });
  const paths = Map.groupBy(routes, ({ path }) => path);
  for (const [path, own] of paths) {
    for (const route of own) {
      const limit = route.path.startsWith('/v1/') ? [route.method === 'get' ? reads : writes] : [];
      const body = read(route);
      app[route.method](
        expressPath(path),
        nameRoute(route),
        ...limit,
        ...body,
        runRoute(
          context,
          route,
          isQuickRead(route)
            ? { runUnlocked: openRoute(READS_OF_ROUTE), turns }
            : { runUnlocked: openRoute(Infinity), turns: null },
        ),
      );
    }
    const allowed = own
      .map(({ method }) => (method === 'get' ? 'GET, HEAD' : method.toUpperCase()))
      .join(', ');
    app.all(expressPath(path), refuseMethod(allowed));
  }
}

/** The largest body of a sign-in, in bytes. */
const SIGN_IN_BYTES = 16_384;

/** Returns the handlers that read the body of each route. Sign-ins have limits of their own, so that no other body keeps them out. */
function openReaders({ maxBodyBytes, writesAtOnce, bulk }: HttpConfig): (route: Route) => RequestHandler[] {
  const open = (maxBytes: number): RequestHandler[] => {
    const { arriving, arrived } = watchBodies({ maxBytes, atOnce: writesAtOnce });
    return [arriving, ...readBody(maxBytes), arrived];
  };
  const [others, signIns] = [open(maxBodyBytes), open(Math.min(SIGN_IN_BYTES, maxBodyBytes))];
  return (route) => {
    if (route.line !== undefined) return openLines(bulk.idleSeconds);
    if (route.bytes === 'body') return openBytes(bulk.idleSeconds);
    if (route.bytes === 'answer' || route.mediaType === 'application/x-ndjson')
      return [limitIdle(bulk.idleSeconds)];
    if (route.body === undefined) return [];
    return route.path === '/v1/session' ? signIns : others;
  };
}

/** Slow reads have connections and a queue of their own, and so has what serves operation. */
function isQuickRead({ method, path, isSlow }: Route): boolean {
  return method === 'get' && isSlow !== true && path.startsWith('/v1/');
}

/** Converts a path to the notation of Express. A subject may contain slashes, so it matches the rest of the path. */
function expressPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'subject' ? `*${name}` : `:${name}`));
}

function nameRoute({ path }: Route): RequestHandler {
  return (_request, response, next) => {
    response.locals['route'] = path;
    next();
  };
}

function refuseMethod(allowed: string): RequestHandler {
  return (request, response, next) => {
    response.set('Allow', allowed);
    next(
      new HttpError(
        'method-not-allowed',
        `${request.path} has no method ${request.method}; expected ${allowed}`,
        {
          allowed,
          value: request.method,
        },
      ),
    );
  };
}

/** How the requests of a route are run. */
interface Running {
  readonly runUnlocked: RunUnlocked;
  /** Where they wait for their turn among those of other routes; null: they do not. */
  readonly turns: Gate | null;
}

function runRoute(context: HttpContext, route: Route, { runUnlocked, turns }: Running): RequestHandler {
  return async (request, response) => {
    const visitor = { client: nameClient(request), signal: watchClient(response) };
    const { signal } = visitor;
    const { idleSeconds } = context.config.bulk;
    const input = {
      params: joinParams(request.params),
      query: request.query,
      body: route.body === undefined ? undefined : parseBody(request.body, context.config.maxBodyBytes),
      token: readToken(request),
      lines: route.bytes === 'body' ? keepOpen(request) : request,
      headers: request.headers,
      ...visitor,
    };
    const run = (): Promise<Answer<unknown>> => route.run(context, input);
    const answer = await runUnlocked(visitor, turns === null ? run : () => turns.run(visitor, run)).catch(
      (error: unknown) => {
        if (error === signal.reason) return null;
        throw error;
      },
    );
    if (answer === null) return;
    const isRead = turns !== null && 'lines' in answer;
    const sent = isRead ? { ...answer, lines: yieldInTurn(answer.lines, turns, visitor) } : answer;
    await sendAnswer(request, response, sent, { signal, idleSeconds });
  };
}

/** Returns the body of a request. Who stops reading it can still answer: Node would close the connection. */
function keepOpen(request: Request): AsyncIterable<Uint8Array> & { destroy(error: Error): unknown } {
  return {
    [Symbol.asyncIterator]: () =>
      request.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array, undefined>,
    destroy: (error) => request.destroy(error),
  };
}

/** Returns a signal that is aborted when the client leaves before it has the answer. */
function watchClient(response: Response): AbortSignal {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort(new Error('the client has left'));
  });
  return left.signal;
}

function joinParams(params: Readonly<Record<string, string | string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : value.join('/'),
    ]),
  );
}

/** Returns the bearer token, null if there is no Authorization. Any other Authorization gives an empty token, which is never valid. */
function readToken({ headers: { authorization } }: Request): string | null {
  if (authorization === undefined) return null;
  return /^Bearer ([A-Za-z0-9_-]{1,128})$/i.exec(authorization)?.[1] ?? '';
}

/** How an answer is read: whether the client is there, and for how many seconds it may take nothing. */
interface Reading {
  readonly signal: AbortSignal;
  readonly idleSeconds: number;
}

async function sendAnswer(
  request: Request,
  response: Response,
  answer: Answer<unknown>,
  { signal, idleSeconds }: Reading,
): Promise<void> {
  const bytes =
    'openBytes' in answer && request.method !== 'HEAD' ? answer.openBytes(() => cut(response)) : null;
  response.status(answer.status).set({ 'Cache-Control': CACHE_CONTROL[answer.cache], ...answer.headers });
  if ('value' in answer) response.json(answer.value);
  else if ('text' in answer) response.type('json').send(answer.text);
  else if ('empty' in answer) response.end();
  else if ('events' in answer) await sendEvents(request, response, answer, { signal, idleSeconds });
  else if ('openBytes' in answer) await sendBytes(response, bytes, answer.length, signal);
  else await sendLines(request, response, answer, signal);
}

async function sendLines(
  request: Request,
  response: Response,
  { lines, etag }: { lines: AsyncIterable<string>; etag?: string },
  signal: AbortSignal,
): Promise<void> {
  response.type('application/x-ndjson');
  if (etag !== undefined) response.set('ETag', etag);
  if (request.fresh) return void response.status(304).end();
  if (request.method === 'HEAD') return void response.end();
  await writeLines(response, lines, signal);
}

/** Sends events until the client leaves, or takes none for some seconds. They are not counted among the requests that have a duration. */
async function sendEvents(
  request: Request,
  response: Response,
  { events, leave }: { events: AsyncIterable<string>; leave: () => void },
  { signal, idleSeconds }: Reading,
): Promise<void> {
  response.locals['isLasting'] = true;
  response.type('text/event-stream');
  try {
    if (request.method === 'HEAD') return void response.end();
    response.flushHeaders();
    await writeLines(response, events, signal, async () => {
      const timer = setTimeout(() => cut(response), idleSeconds * 1000);
      await waitForRoom(response, signal).finally(() => clearTimeout(timer));
    });
  } finally {
    leave();
  }
}

function cut(response: Response): void {
  response.err = new Error('the answer was not read in time');
  response.destroy();
}

/** Sends bytes of a known length; only the headers without bytes. */
async function sendBytes(
  response: Response,
  bytes: AsyncIterable<Uint8Array> | null,
  length: number,
  signal: AbortSignal,
): Promise<void> {
  response.type('application/octet-stream').set('Content-Length', String(length));
  if (bytes === null) return void response.end();
  await writeLines(response, bytes, signal);
}

async function waitForRoom(response: Response, signal: AbortSignal): Promise<void> {
  await once(response, 'drain', { signal });
}

/**
 * Writes texts or bytes as fast as they are read; the next one is asked for when this one has room, because it can be as long as many lines. It ends
 * when the client leaves. A pipeline of Node would add seven listeners to each answer, and Node warns of more than ten.
 */
async function writeLines(
  response: Response,
  lines: AsyncIterable<string | Uint8Array>,
  signal: AbortSignal,
  wait = waitForRoom,
): Promise<void> {
  try {
    for await (const text of lines) {
      if (signal.aborted || response.destroyed) return;
      if (!response.write(text)) await wait(response, signal);
    }
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }
  response.end();
}

/** Answers an error. Express recognises an error handler by its four parameters. */
const answerError: ErrorRequestHandler = (thrown: unknown, request, response, _next) => {
  if (response.headersSent) {
    // A stream failed, or its reader left. What was sent cannot be changed, only cut off.
    if (!response.destroyed) response.destroy();
    return;
  }
  const error = translateError(thrown);
  const { status, body } = describeError(error, request.id as string);
  response.locals['code'] = body.code;
  if (status >= 500) response.err = error instanceof Error ? error : new Error(String(error));
  if (status === 416) response.set('Content-Range', `bytes */${String(body.details['size'])}`);
  if (status === 401) response.set('WWW-Authenticate', 'Bearer');
  if (status === 503) response.set('Retry-After', RETRY_SECONDS);
  response.status(status).set('Cache-Control', CACHE_CONTROL.private).json(body);
};
