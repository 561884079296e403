import { randomUUID } from 'node:crypto';
import { Wallet } from 'ethers';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { EXIT_CODES } from '../core/exit-codes.ts';
import { Invariant } from '../core/errors.ts';
import { formatHex } from '../core/encoding/hex.ts';
import type { Domain } from '../core/hashing/domain.ts';
import { readNextTime } from './anchoring/chain-calls.ts';
import { openAnchorCosts } from './anchoring/costs.ts';
import type { AnchorerDeps } from './anchoring/step.ts';
import { startAnchorer } from './anchoring/anchorer.ts';
import type { Endpoints } from '../chain/rpc/quorum.ts';
import { countJobs, openBulkIntake } from './intake/bulk.ts';
import { openCheckPool } from './intake/check-pool.ts';
import { readKeys, type ServerKeys } from './settings/server-keys.ts';
import { type ServerConfig, parseConfig } from './settings/server-settings.ts';
import { HttpError } from './errors/http-error.ts';
import { Refusal } from './errors/refusals.ts';
import { type Listening, listen } from './http/listen.ts';
import { EventHub } from './events/event-hub.ts';
import { watchEvents } from './events/watch-events.ts';
import { openReadiness } from './http/readiness.ts';
import { openLog } from '../runtime/log.ts';
import { OPERATION_ROUTES, ROUTES, WORK_ROUTES } from './http/routes/routes.ts';
import { KeptClosures } from './impact/kept-closures.ts';
import { startCleaner } from './documents/drop-documents.ts';
import { startFactorIndex } from './factors/index-factors.ts';
import { type DocumentRoom, openDocumentRoom } from './documents/document-room.ts';
import { openIntake } from './intake/intake.ts';
import { type LedgerChain, openChain, openSharedEndpoints, readOwnDomain } from '../runtime/open-chain.ts';
import { describeError } from '../runtime/describe-error.ts';
import { SESSION_LIMITS } from '../db/pool.ts';
import { openLoggedPool, prepareDatabase } from '../runtime/open-database.ts';
import { openPatiently, type Patience } from '../runtime/open-patiently.ts';
import { startDocumentPublisher } from './publication/publish-documents.ts';
import { openPublisher } from './publication/publish.ts';
import { type Scrubber, startScrubber } from './publication/scrub.ts';
import { openRecover, openSign } from '../chain/keys/native-signatures.ts';
import { startSelfCheck } from './self-check.ts';
import { openSlowReads } from './reads/slow-reads.ts';
import { startSealer } from './sealing/sealer.ts';
import { startNotifier } from './webhooks/notifier.ts';
import { openSecretBox } from './webhooks/secret-box.ts';
import { startKeeper } from './work/keeper.ts';

/** A running server. */
export interface RunningServer {
  /** The URL of HTTP on this machine: the API, or without the role `api` only health, status and metrics. */
  readonly url: string;
  /** Rejects if the server found out after its start that its configuration is wrong. The caller then stops it. */
  readonly failed: Promise<never>;
  /** Accepts no new requests, finishes the running requests and steps, then ends. A second call waits for the first. */
  stop(): Promise<void>;
}

/** What the caller has already opened, and the clock, for tests. */
export interface ServerDeps {
  readonly log?: Logger;
  /** The endpoints of the chain, where the process uses them for more than the server. */
  readonly endpoints?: Endpoints;
  /** Unix seconds. */
  readonly now?: () => number;
}

/**
 * Database connections. Sealer and anchorer have their own, so that HTTP requests never make them wait; so have slow reads, the check
 * of readiness, and metrics.
 */
const CONNECTIONS = { http: 12, slow: 3, work: 6, ready: 1, metrics: 1 } as const;

type Pools = Readonly<Record<keyof typeof CONNECTIONS, Pool>>;

/** What all parts of a server use. */
interface Shared {
  readonly config: ServerConfig;
  readonly log: Logger;
  readonly now: () => number;
  readonly keys: ServerKeys;
  readonly pools: Pools;
  readonly endpoints: Endpoints;
  readonly undo: Undo;
  /** Aborted when the server begins to stop. */
  readonly stopped: AbortSignal;
}

type Undo = (() => Promise<void>)[];

/** What a server still waits for. */
interface Start {
  missing: 'database' | 'chain' | null;
}

/**
 * Starts a server with the configured roles. While database or chain do not answer, it serves what it can, and starts the rest once
 * they do. If something cannot work, it throws an error of one line, and undoes what it has started.
 * @throws StartupError, SchemaRefused
 */
export async function startServer(config: ServerConfig, deps: ServerDeps = {}): Promise<RunningServer> {
  const {
    log = openLog(config.logLevel),
    now = readClock,
    endpoints = openSharedEndpoints(config.chain),
  } = deps;
  const keys = await readKeys(config);
  const undo: Undo = [];
  const start: Start = { missing: 'database' };
  const listening = await listen(config.http, log.child({ part: 'http' }), () => describeMissing(start));
  const pools = openPools(config.databaseUrl, log, undo);
  const stopping = new AbortController();
  const waits = Promise.withResolvers<null>();
  const patience = {
    ...{ log, pollMs: config.chain.pollMilliseconds, signal: stopping.signal },
    onWait: () => waits.resolve(null),
  };
  const opened = startParts(
    { config, log, now, keys, pools, endpoints, undo, stopped: stopping.signal },
    { start, listening, patience },
  );
  const stop = async (): Promise<void> => {
    stopping.abort();
    await opened.catch(() => {});
    await listening.stop(config.shutdownSeconds);
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    await Promise.race([opened, waits.promise]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: listening.url, failed: watchStart(opened, stopping.signal), stop: stopOnce(stop, log) };
}

/** Returns a promise that rejects with the error of the start, unless the server was stopped before. It never resolves. */
function watchStart(opened: Promise<void>, stopped: AbortSignal): Promise<never> {
  const failed = opened.catch((error: unknown) => {
    if (!stopped.aborted) throw error;
  });
  const forever = failed.then(() => new Promise<never>(() => {}));
  forever.catch(() => {});
  return forever;
}

function describeMissing({ missing }: Start): Error {
  if (missing === 'database')
    return new HttpError('unavailable', 'the database has not answered yet', { part: 'database' });
  return new Refusal('not-ready', 'the chain has not answered yet, and the database is new', {
    part: 'chain',
  });
}

function openPools(url: string, log: Logger, undo: Undo): Pools {
  const open = (use: keyof Pools): Pool => {
    const pool = openLoggedPool(url, { max: CONNECTIONS[use], limits: SESSION_LIMITS[use], log });
    undo.push(() => pool.end());
    return pool;
  };
  return {
    work: open('work'),
    http: open('http'),
    slow: open('slow'),
    ready: open('ready'),
    metrics: open('metrics'),
  };
}

/**
 * Waits for database and chain, and starts each part that the roles need as soon as it can work. HTTP needs the database; it needs the
 * chain only where the database is new.
 */
async function startParts(
  shared: Shared,
  { start, listening, patience }: { start: Start; listening: Listening; patience: Patience },
): Promise<void> {
  const { config, log, pools, endpoints } = shared;
  await openPatiently(() => prepareDatabase(config.databaseUrl, { log }), patience);
  const known = await openPatiently(() => readOwnDomain(pools.work, config.chain), patience);
  start.missing = 'chain';
  startNotifying(shared);
  startKeeping(shared);
  if (known !== null) serveHttp(shared, known, start, listening);
  const chain = await openPatiently(() => openChain(pools.work, config.chain, endpoints), patience);
  start.missing = null;
  startWork(shared, chain);
  if (known === null) serveHttp(shared, chain.domain, start, listening);
  log.info({ url: listening.url, roles: config.roles, ...chain.domain }, 'The server runs.');
}

function readClock(): number {
  return Math.floor(Date.now() / 1000);
}

/** Starts to deliver webhooks if that is among the roles. It needs no chain. */
function startNotifying({ config, log, now, keys, pools, undo }: Shared): void {
  if (!config.roles.includes('notifier') || keys.webhooks === null) return;
  const { allowsPrivate, timeout, atOnce, retry } = config.webhooks;
  const notifier = startNotifier({
    ...{ pool: pools.work, now, atOnce, retry, box: openSecretBox(keys.webhooks) },
    ...{ rules: { allowsPrivate, timeout }, pollMs: config.chain.pollMilliseconds },
    log: log.child({ part: 'notifier' }),
  });
  undo.push(() => notifier.stop());
}

/** Starts to keep work on pools in order if that is among the roles. It needs no chain. */
function startKeeping({ config, log, pools, undo }: Shared): void {
  if (!config.roles.includes('work')) return;
  const keeper = startKeeper({
    ...{ pool: pools.work, offer: config.work, pollMs: config.chain.pollMilliseconds },
    log: log.child({ part: 'work' }),
  });
  undo.push(() => keeper.stop());
}

/** Starts sealer and anchorer if they are among the roles. */
function startWork(shared: Shared, chain: LedgerChain): void {
  const { config, log, now, keys, pools, undo } = shared;
  const common = { pool: pools.work, now, pollMs: config.chain.pollMilliseconds };
  if (config.roles.includes('sealer')) {
    const { maxRecords, maxAge } = config.seal;
    const sealer = startSealer({
      ...common,
      log: log.child({ part: 'sealer' }),
      maxRecords,
      maxAge,
      maxDelay: chain.maxDelay,
      readNextTime: () => readNextTime(chain.endpoints, now),
    });
    undo.push(() => sealer.stop());
  }
  if (keys.anchorer === null) return;
  const worker = randomUUID();
  publishNewDocuments(shared, chain, worker);
  const anchorer = startAnchorer({
    ...common,
    worker,
    log: log.child({ part: 'anchorer' }),
    ...choosePublishing(shared, chain),
    ...chain.endpoints,
    maxDelay: chain.maxDelay,
    ...config.anchor,
    signer: new Wallet(formatHex(keys.anchorer.privateKey)),
  });
  undo.push(() => anchorer.stop());
}

/** Opens the publication, or logs once that there is no second copy. */
function choosePublishing(
  { config, log, pools }: Shared,
  { domain }: LedgerChain,
): Pick<AnchorerDeps, 'publish'> {
  const folder = config.publicationFolder;
  if (folder === null) {
    log.warn(
      {},
      'PUBLICATION_DIR is not set: batches are not published, and if the database is lost, the ledger is lost. Set PUBLICATION_DIR to keep a second copy.',
    );
    return {};
  }
  log.info({ folder }, 'Each batch is published before it is anchored.');
  const publisher = openPublisher(pools.work, folder, domain);
  return { publish: (batch, turn) => publisher.publish(batch, turn) };
}

/** Starts to publish documents if this process keeps them and publishes. */
function publishNewDocuments(
  { config, log, now, pools, undo }: Shared,
  { domain }: LedgerChain,
  worker: string,
): void {
  const { publicationFolder: folder, documents } = config;
  if (folder === null || documents.folder === null) return;
  const publisher = startDocumentPublisher({
    ...{ pool: pools.work, domain, folder, documents: documents.folder, now, worker },
    ...{ log: log.child({ part: 'publication' }), pauseMs: config.chain.pollMilliseconds },
  });
  undo.push(() => publisher.stop());
}

/** Milliseconds between two batches of the publication that are checked. */
const SCRUB_PAUSE = 5_000;

/** Starts to check the publication; null if this process does not publish. */
function watchPublication({ config, log, keys, pools, undo }: Shared): Scrubber | null {
  const folder = config.publicationFolder;
  if (folder === null || keys.anchorer === null) return null;
  const scrubber = startScrubber({
    ...{ pool: pools.work, folder, pauseMs: SCRUB_PAUSE },
    log: log.child({ part: 'publication' }),
  });
  undo.push(() => scrubber.loop.stop());
  return scrubber;
}

/** Serves the routes of the roles, and starts what answers need: checks, documents, events. */
function serveHttp(shared: Shared, domain: Domain, start: Start, listening: Listening): void {
  const { config, log, now, keys, pools, endpoints, undo } = shared;
  const pool = pools.http;
  const readCosts = keys.anchorer === null ? null : openAnchorCosts(endpoints.rpcs, keys.anchorer.address);
  const operator = keys.operator?.address ?? null;
  const publication = watchPublication(shared);
  // Without the role `api`, the process works on the chain: it is not ready before that answers.
  const needsChain = (): boolean => keys.operator === null && start.missing !== null;
  const checkReady = openReadiness({ pool: pools.ready, now, needsChain });
  const selfCheck = startSelfCheck({ pool: pools.work, log, now, operator });
  undo.push(() => selfCheck.stop());
  const events = new EventHub(pool, config.http.events);
  const context = {
    pool,
    metricsPool: pools.metrics,
    events,
    slowReads: openSlowReads(pools.slow, pool, { atOnce: CONNECTIONS.slow }),
    closures: new KeptClosures(),
    domain,
    log: log.child({ part: 'http' }),
    now,
    readCosts,
    publication,
    operator,
    checkReady,
    documents: openDocuments(shared),
    webhooks: keys.webhooks === null ? null : { ...config.webhooks, box: openSecretBox(keys.webhooks) },
    work: config.roles.includes('work') ? config.work : null,
  };
  const others = context.work === null ? OPERATION_ROUTES : [...WORK_ROUTES, ...OPERATION_ROUTES];
  if (keys.operator === null) return listening.serve({ ...context, ...NO_INTAKE }, others);
  followEvents(shared, events);
  readFactors(shared);
  const receipts = { operatorKey: keys.operator.privateKey, anchorWithin: config.seal.anchorBy };
  const intake = openIntake({ ...context, recover: openRecover(log), ...receipts, sign: openSign() });
  const limits = { ...config.http.bulk, maxLine: config.http.maxBodyBytes };
  const checks = openCheckPool(
    { domain, ...receipts, maxBytes: limits.maxLine },
    { threads: limits.threads, maxWaiting: countJobs(limits) },
  );
  undo.push(() => checks.close());
  const bulk = openBulkIntake({ ...context, checks }, limits);
  listening.serve({ ...context, submit: (submission) => intake.accept(submission), bulk }, ROUTES);
}

/** Looks for events while the server runs. When it stops, the streams end first, so that their clients go to another process. */
function followEvents({ config, log, undo, stopped }: Shared, events: EventHub): void {
  const looks = watchEvents(events, {
    pollMs: config.chain.pollMilliseconds,
    log: log.child({ part: 'events' }),
  });
  undo.push(() => looks.stop());
  if (stopped.aborted) events.close();
  else stopped.addEventListener('abort', () => events.close(), { once: true });
}

/** Reads the rows of datasets for searches while the server runs. */
function readFactors({ config, log, pools, undo }: Shared): void {
  const index = startFactorIndex({
    ...{ pool: pools.work, pollMs: config.chain.pollMilliseconds },
    log: log.child({ part: 'factors' }),
  });
  undo.push(() => index.stop());
}

/** Milliseconds between two looks for documents that nobody needs. */
const DOCUMENTS_PAUSE = 600_000;

/** Opens the documents and starts to drop those that nobody needs; null if this process keeps none. */
function openDocuments({ config, log, now, keys, pools, undo }: Shared): DocumentRoom | null {
  const { folder, ...limits } = config.documents;
  if (folder === null || keys.operator === null) return null;
  const cleaner = startCleaner({
    ...{ pool: pools.work, now, folder, pauseMs: DOCUMENTS_PAUSE },
    log: log.child({ part: 'documents' }),
  });
  undo.push(() => cleaner.stop());
  return openDocumentRoom(folder, limits);
}

/** Replaces intake in a process without the role `api`. */
const NO_INTAKE = {
  submit: refuseSubmission,
  bulk: {
    load: () => ({ requests: 0, lines: 0, peakLines: 0, refused: new Map() }),
    answer: refuseSubmission,
  },
};

function refuseSubmission(): never {
  throw new Invariant('a process without the role api cannot register records');
}

function stopOnce(stop: () => Promise<void>, log: Logger): () => Promise<void> {
  let stopping: Promise<void> | null = null;
  return () => {
    stopping ??= stop().then(() => log.info('The server has stopped.'));
    return stopping;
  };
}

/** Runs a server until a signal stops it. A second signal ends it at once. */
export async function runServer(config: ServerConfig): Promise<void> {
  const { stop, failed } = await startServer(config);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(EXIT_CODES.failed));
      void stop().then(() => process.exit(EXIT_CODES.ok));
    });
  }
  await failed.catch(async (error: unknown) => {
    await stop();
    throw error;
  });
}

async function runConfigured(): Promise<void> {
  await runServer(parseConfig(process.env));
}

if (import.meta.main) {
  runConfigured().catch((error: unknown) => {
    process.stderr.write(`${describeError(error)}\n`);
    process.exitCode = EXIT_CODES.failed;
  });
}
