import { Wallet } from 'ethers';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { OpenKey } from '../chain/keys/key-file.ts';
import { EXIT_CODES } from '../core/exit-codes.ts';
import { Invariant } from '../core/errors.ts';
import { formatHex } from '../core/encoding/hex.ts';
import { readNextTime } from './anchoring/anchor-chain.ts';
import { openAnchorCosts } from './anchoring/anchor-costs.ts';
import type { AnchorerDeps } from './anchoring/anchor-step.ts';
import { startAnchorer } from './anchoring/anchorer.ts';
import { countJobs, openBulkIntake } from './intake/bulk.ts';
import { openCheckPool } from './intake/check-pool.ts';
import { type ServerConfig, type ServerRole, parseConfig } from './settings/server-settings.ts';
import { type Listening, listen } from './http/listen.ts';
import { openLog } from '../runtime/log.ts';
import { OPERATION_ROUTES, ROUTES } from './http/routes/routes.ts';
import { openIntake } from './intake/intake.ts';
import { readKey } from '../runtime/key-file.ts';
import { type LedgerChain, openChain } from '../runtime/open-chain.ts';
import { describeError } from '../runtime/describe-error.ts';
import { openDatabase } from '../runtime/open-database.ts';
import { StartupError } from '../runtime/startup-error.ts';
import { openPublisher } from './publication/publish.ts';
import { openRecover, openSign } from './intake/native-signatures.ts';
import { startSealer } from './sealing/sealer.ts';

/** A server that runs. */
export interface RunningServer {
  /** Where HTTP is served on this machine: the API, or without the role `api` health, status and metrics alone. */
  readonly url: string;
  /** Takes no new requests, finishes requests and steps under way, then ends. A second call waits for the first. */
  stop(): Promise<void>;
}

/** What may be put in place of the usual. */
export interface ServerDeps {
  readonly log?: Logger;
  /** Unix seconds. */
  readonly now?: () => number;
}

/** Null where no role needs the key. */
interface ServerKeys {
  readonly operator: OpenKey | null;
  readonly anchorer: OpenKey | null;
}

/** Connections of their own for sealer and anchorer, so that a load of HTTP requests never makes them wait. */
const CONNECTIONS = { http: 12, work: 6 } as const;

type Pools = Readonly<Record<keyof typeof CONNECTIONS, Pool>>;

/** What the parts of a server share. */
interface Parts {
  readonly config: ServerConfig;
  readonly log: Logger;
  readonly now: () => number;
  readonly keys: ServerKeys;
  readonly chain: LedgerChain;
  readonly pools: Pools;
}

/**
 * Returns a server that does what the roles of its configuration say. Whatever can't work is told at once, in one line each; what
 * had begun is undone.
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
  return { work: await open(CONNECTIONS.work), http: await open(CONNECTIONS.http) };
}

function readClock(): number {
  return Math.floor(Date.now() / 1000);
}

/** Starts what the roles say; HTTP is stopped first, since it is started last. */
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
  const listening = await startHttp(parts, undo);
  undo.push(() => listening.stop(config.shutdownSeconds));
  return listening;
}

/** What anchoring without a second copy means is said once, at the start. */
function choosePublishing({ config, log, chain, pools }: Parts): Pick<AnchorerDeps, 'publish'> {
  const folder = config.publicationFolder;
  if (folder === null) {
    log.warn(
      {},
      'PUBLICATION_DIR is not set: nothing is published before it is anchored, and without the database the ledger is lost.',
    );
    return {};
  }
  log.info({ folder }, 'What a batch holds is published before it is anchored.');
  const publisher = openPublisher(pools.work, folder, chain.domain);
  return { publish: (batch) => publisher.publish(batch) };
}

function startHttp(
  { config, log, now, keys, chain, pools }: Parts,
  undo: (() => Promise<void>)[],
): Promise<Listening> {
  const { domain } = chain;
  const pool = pools.http;
  const readCosts =
    keys.anchorer === null ? null : openAnchorCosts(chain.endpoints.rpcs, keys.anchorer.address);
  const context = { pool, domain, log: log.child({ part: 'http' }), now, readCosts };
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

/** What a process without the role `api` has in place of intake. */
const NO_INTAKE = {
  submit: refuseSubmission,
  bulk: {
    load: () => ({ requests: 0, lines: 0, peakLines: 0, refused: new Map() }),
    answer: refuseSubmission,
  },
};

function refuseSubmission(): never {
  throw new Invariant('a process without the role api takes no records');
}

/** Reads the keys that the roles need. No account may hold two powers. */
async function readKeys({ roles, keys }: ServerConfig): Promise<ServerKeys> {
  const read = async (role: ServerRole, setting: string, path: string | null): Promise<OpenKey | null> =>
    roles.includes(role) && path !== null ? readKey(setting, path, keys.passwordFile) : null;
  const operator = await read('api', 'OPERATOR_KEY_FILE', keys.operatorFile);
  const anchorer = await read('anchorer', 'ANCHORER_KEY_FILE', keys.anchorerFile);
  if (operator !== null && anchorer !== null && operator.address === anchorer.address) {
    throw new StartupError(
      'same-key',
      `OPERATOR_KEY_FILE and ANCHORER_KEY_FILE hold the same key, ${operator.address}: no account may hold two powers; make another (ledger key new).`,
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

/** Runs a server by environment variables until it is told to stop; a second signal ends it at once. */
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
