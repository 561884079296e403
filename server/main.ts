import { Wallet } from 'ethers';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { OpenKey } from '../chain/keys/key-file.ts';
import { EXIT_CODES } from '../core/exit-codes.ts';
import { Invariant } from '../core/errors.ts';
import { formatHex } from '../core/encoding/hex.ts';
import { readNextTime } from './anchoring/chain-calls.ts';
import { openAnchorCosts } from './anchoring/costs.ts';
import type { AnchorerDeps } from './anchoring/step.ts';
import { startAnchorer } from './anchoring/anchorer.ts';
import { countJobs, openBulkIntake } from './intake/bulk.ts';
import { openCheckPool } from './intake/check-pool.ts';
import { type ServerConfig, type ServerRole, parseConfig } from './settings/server-settings.ts';
import { type Listening, listen } from './http/listen.ts';
import { openLog } from '../runtime/log.ts';
import { OPERATION_ROUTES, ROUTES } from './http/routes/routes.ts';
import { KeptClosures } from './impact/kept-closures.ts';
import { openIntake } from './intake/intake.ts';
import { readKey } from '../runtime/key-file.ts';
import { type LedgerChain, openChain } from '../runtime/open-chain.ts';
import { describeError } from '../runtime/describe-error.ts';
import { openDatabase } from '../runtime/open-database.ts';
import { StartupError } from '../runtime/startup-error.ts';
import { openPublisher } from './publication/publish.ts';
import { type Scrubber, startScrubber } from './publication/scrub.ts';
import { openRecover, openSign } from './intake/native-signatures.ts';
import { openSlowReads } from './reads/slow-reads.ts';
import { startSealer } from './sealing/sealer.ts';

/** A running server. */
export interface RunningServer {
  /** The URL of HTTP on this machine: the API, or without the role `api` only health, status and metrics. */
  readonly url: string;
  /** Accepts no new requests, finishes the running requests and steps, then ends. A second call waits for the first. */
  stop(): Promise<void>;
}

/** Replacements for log and clock, for tests. */
export interface ServerDeps {
  readonly log?: Logger;
  /** Unix seconds. */
  readonly now?: () => number;
}

/** The keys of the server; null if no role needs them. */
interface ServerKeys {
  readonly operator: OpenKey | null;
  readonly anchorer: OpenKey | null;
}

/** Database connections. Sealer and anchorer have their own, so that HTTP requests never make them wait, and so have slow reads. */
const CONNECTIONS = { http: 12, work: 6, slow: 3 } as const;

type Pools = Readonly<Record<keyof typeof CONNECTIONS, Pool>>;

/** What all parts of a server use. */
interface Parts {
  readonly config: ServerConfig;
  readonly log: Logger;
  readonly now: () => number;
  readonly keys: ServerKeys;
  readonly chain: LedgerChain;
  readonly pools: Pools;
}

/**
 * Starts a server with the configured roles. If something cannot work, it throws an error of one line, and undoes what it has started.
 * @throws StartupError, SchemaRefused
 */
export async function startServer(config: ServerConfig, deps: ServerDeps = {}): Promise<RunningServer> {
  const { log = openLog(config.logLevel), now = readClock } = deps;
  const keys = await readKeys(config);
  const undo: (() => Promise<void>)[] = [];
  try {
    const pools = await openPools(config.databaseUrl, log, undo);
    const chain = await openChain(pools.work, config.chain);
    const { url } = await startParts({ config, log, now, keys, chain, pools }, undo);
    log.info({ url, roles: config.roles, ...chain.domain }, 'The server runs.');
    return { url, stop: stopOnce(undo, log) };
  } catch (error) {
    await runBackwards(undo);
    throw error;
  }
}

async function openPools(url: string, log: Logger, undo: (() => Promise<void>)[]): Promise<Pools> {
  const open = async (max: number): Promise<Pool> => {
    const pool = await openDatabase(url, { max, log });
    undo.push(() => pool.end());
    return pool;
  };
  return {
    work: await open(CONNECTIONS.work),
    http: await open(CONNECTIONS.http),
    slow: await open(CONNECTIONS.slow),
  };
}

function readClock(): number {
  return Math.floor(Date.now() / 1000);
}

/** Starts the parts that the roles need. HTTP starts last, so that it stops first. */
async function startParts(parts: Parts, undo: (() => Promise<void>)[]): Promise<Listening> {
  const { config, log, now, keys, chain, pools } = parts;
  const has = (role: ServerRole): boolean => config.roles.includes(role);
  const shared = { pool: pools.work, now, pollMs: config.chain.pollMilliseconds };
  if (has('sealer')) {
    const { maxRecords, maxAge } = config.seal;
    const sealer = startSealer({
      ...shared,
      log: log.child({ part: 'sealer' }),
      maxRecords,
      maxAge,
      maxDelay: chain.maxDelay,
      readNextTime: () => readNextTime(chain.endpoints, now),
    });
    undo.push(() => sealer.stop());
  }
  if (has('anchorer') && keys.anchorer !== null) {
    const anchorer = startAnchorer({
      ...shared,
      log: log.child({ part: 'anchorer' }),
      ...choosePublishing(parts),
      ...chain.endpoints,
      maxDelay: chain.maxDelay,
      ...config.anchor,
      signer: new Wallet(formatHex(keys.anchorer.privateKey)),
    });
    undo.push(() => anchorer.stop());
  }
  const publication = has('anchorer') ? watchPublication(parts, undo) : null;
  const listening = await startHttp(parts, publication, undo);
  undo.push(() => listening.stop(config.shutdownSeconds));
  return listening;
}

/** Opens the publication, or logs once that there is no second copy. */
function choosePublishing({ config, log, chain, pools }: Parts): Pick<AnchorerDeps, 'publish'> {
  const folder = config.publicationFolder;
  if (folder === null) {
    log.warn(
      {},
      'PUBLICATION_DIR is not set: batches are not published, and if the database is lost, the ledger is lost. Set PUBLICATION_DIR to keep a second copy.',
    );
    return {};
  }
  log.info({ folder }, 'Each batch is published before it is anchored.');
  const publisher = openPublisher(pools.work, folder, chain.domain);
  return { publish: (batch) => publisher.publish(batch) };
}

/** Milliseconds between two batches of the publication that are checked. */
const SCRUB_PAUSE = 5_000;

/** Starts to check the publication; null if there is none. */
function watchPublication({ config, log, pools }: Parts, undo: (() => Promise<void>)[]): Scrubber | null {
  const folder = config.publicationFolder;
  if (folder === null) return null;
  const scrubber = startScrubber({
    ...{ pool: pools.work, folder, pauseMs: SCRUB_PAUSE },
    log: log.child({ part: 'publication' }),
  });
  undo.push(() => scrubber.loop.stop());
  return scrubber;
}

function startHttp(
  { config, log, now, keys, chain, pools }: Parts,
  publication: Scrubber | null,
  undo: (() => Promise<void>)[],
): Promise<Listening> {
  const { domain } = chain;
  const pool = pools.http;
  const readCosts =
    keys.anchorer === null ? null : openAnchorCosts(chain.endpoints.rpcs, keys.anchorer.address);
  const slowReads = openSlowReads(pools.slow, pool, { atOnce: CONNECTIONS.slow });
  const closures = new KeptClosures();
  const context = {
    pool,
    slowReads,
    closures,
    domain,
    log: log.child({ part: 'http' }),
    now,
    readCosts,
    publication,
  };
  if (keys.operator === null) return listen(config.http, { ...context, ...NO_INTAKE }, OPERATION_ROUTES);
  const receipts = { operatorKey: keys.operator.privateKey, anchorWithin: config.seal.anchorBy };
  const intake = openIntake({ ...context, recover: openRecover(log), ...receipts, sign: openSign() });
  const limits = { ...config.http.bulk, maxLine: config.http.maxBodyBytes };
  const checks = openCheckPool(
    { domain, ...receipts, maxBytes: limits.maxLine },
    { threads: limits.threads, maxWaiting: countJobs(limits) },
  );
  undo.push(() => checks.close());
  const bulk = openBulkIntake({ ...context, checks }, limits);
  return listen(config.http, { ...context, submit: (submission) => intake.accept(submission), bulk }, ROUTES);
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

/** Reads the keys that the roles need. They must differ: no account may have two powers. */
async function readKeys({ roles, keys }: ServerConfig): Promise<ServerKeys> {
  const read = async (role: ServerRole, setting: string, path: string | null): Promise<OpenKey | null> =>
    roles.includes(role) && path !== null ? readKey(setting, path, keys.passwordFile) : null;
  const operator = await read('api', 'OPERATOR_KEY_FILE', keys.operatorFile);
  const anchorer = await read('anchorer', 'ANCHORER_KEY_FILE', keys.anchorerFile);
  if (operator !== null && anchorer !== null && operator.address === anchorer.address) {
    throw new StartupError(
      'same-key',
      `OPERATOR_KEY_FILE and ANCHORER_KEY_FILE contain the same key, ${operator.address}. No account may have two powers: create another key with ledger key new.`,
    );
  }
  return { operator, anchorer };
}

function stopOnce(undo: (() => Promise<void>)[], log: Logger): () => Promise<void> {
  let stopping: Promise<void> | null = null;
  return () => {
    stopping ??= runBackwards(undo).then(() => log.info('The server has stopped.'));
    return stopping;
  };
}

async function runBackwards(undo: (() => Promise<void>)[]): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step();
}

/** Runs a server configured by environment variables until a signal stops it. A second signal ends it at once. */
async function runServer(): Promise<void> {
  const { stop } = await startServer(parseConfig(process.env));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(EXIT_CODES.failed));
      void stop().then(() => process.exit(EXIT_CODES.ok));
    });
  }
}

if (import.meta.main) {
  runServer().catch((error: unknown) => {
    process.stderr.write(`${describeError(error)}\n`);
    process.exitCode = EXIT_CODES.failed;
  });
}
