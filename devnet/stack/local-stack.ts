import { destination } from 'pino';
import { SchemaRefused } from '../../db/migrate.ts';
import { readAwaitedTime } from '../../db/chain/awaited-time.ts';
import { openPool } from '../../db/pool.ts';
import { parseConfig } from '../../server/settings/server-settings.ts';
import { openLog } from '../../runtime/log.ts';
import { type NextStep, startLoop } from '../../runtime/loop.ts';
import { prepareDatabase } from '../../runtime/open-database.ts';
import { startPostgres } from '../postgres/embedded-postgres.ts';
import type { Screen } from '../terminal/screen.ts';
import { type LedgerHome, lockHome } from './ledger-home.ts';
import { writeJson } from '../files/whole-file.ts';
import { startLocalChain } from '../chain/local-chain.ts';
import { makeRandomKey, writeLocalKeys } from './local-keys.ts';
import { findOrDeploy, makePolicy, registerActors } from './local-ledger.ts';
import { startLocalPool } from './local-pool.ts';
import { openRegulator } from './regulator.ts';
import { type Stack, type Undo, startLedger, undoOnFailure } from './stack.ts';
import { DevnetError } from '../terminal/devnet-error.ts';

/** How to start a local ledger. */
export interface LocalOptions {
  readonly home: LedgerHome;
  /** 0 for any free port. */
  readonly port: number;
  readonly screen: Screen;
}

/**
 * Starts a whole ledger on this machine: database, chain, contracts, server and indexer. The first start makes them. Services left
 * running by an earlier start are adopted.
 * @throws DevnetError, StartupError: one line each, that says what to do
 */
export async function startLocalStack(options: LocalOptions): Promise<Stack> {
  return undoOnFailure((undo, stop) => startParts(options, undo, stop));
}

async function startParts(
  { home, port, screen }: LocalOptions,
  undo: Undo,
  stop: () => Promise<void>,
): Promise<Stack> {
  undo.push(await lockHome(home));
  screen.step('Starting PostgreSQL');
  const postgres = await startPostgres({ dataDir: home.postgres });
  undo.push(() => postgres.stop());
  showAdopted(screen, 'PostgreSQL', postgres);
  const log = openLog('info', destination({ dest: home.log, sync: true }));
  await prepareDatabase(postgres.url, { log }).catch((error: unknown) => {
    throw explainRefusal(error, home);
  });
  screen.step('Starting the local chain');
  const pool = openPool(postgres.url);
  undo.push(() => pool.end());
  const chain = await startLocalChain({
    stateFile: home.chainState,
    readAwaitedTime: () => readAwaitedTime(pool, Math.floor(Date.now() / 1000)),
    onError: (err) => log.error({ err }, 'The local chain cannot make or store a block. It tries again.'),
  });
  undo.push(() => chain.stop());
  showAdopted(screen, 'The local chain', chain);
  screen.step('Deploying the contracts');
  const keys = await writeLocalKeys(home.keys, chain.mnemonic);
  const deployment = await findOrDeploy(home, chain.url, keys);
  const { chainId, ledger, registry } = deployment;
  screen.step('Registering the parties');
  const registered = await registerActors(deployment, chain.url, keys, keys.registrar.privateKey);
  const config = parseConfig({
    ...settingsOf(home, deployment, keys),
    DATABASE_URL: postgres.url,
    RPC_URL: chain.url,
    PUBLIC_RPC_URLS: chain.url,
    WEBHOOKS_KEY_FILE: await makeRandomKey(home.keys, 'webhooks'),
    PORT: String(port),
  });
  screen.step('Starting server and indexer');
  const { url, halted } = await startLedger(config, log, undo);
  await writeJson(home.policyFile, await makePolicy(deployment, chain.url, ['regulator']));
  await writeJson(home.ledgerFile, { url, rpcUrl: chain.url, chainId, ledger, registry });
  screen.line(`Open ${url} in a browser: the portal; its HTTP interface is at /docs`);
  screen.line(`Chain at ${chain.url}`);
  screen.line(`CarbonLedger ${ledger} on chain ${chainId}`);
  screen.line(`Log in ${home.log}`);
  startLocalPool({ url, chainId, key: keys.operator, log: log.child({ part: 'worker' }) }, undo);
  const ended = watchServices({ PostgreSQL: postgres, 'The local chain': chain }, undo);
  return {
    url,
    domain: { chainId, ledger },
    keys,
    registered,
    regulator: openRegulator({ url, home, publication: home.publication, key: keys.regulator, log }, undo),
    halted: Promise.race([halted, ended]),
    stop,
  };
}

/** Returns the settings of a server that follow from its folder and its contracts. */
function settingsOf(
  home: LedgerHome,
  { chainId, ledger, startBlock }: Awaited<ReturnType<typeof findOrDeploy>>,
  keys: Awaited<ReturnType<typeof writeLocalKeys>>,
): Record<string, string> {
  return {
    LEDGER_ADDRESS: ledger,
    CHAIN_ID: String(chainId),
    START_BLOCK: String(startBlock),
    OPERATOR_KEY_FILE: keys.operator.file,
    ANCHORER_KEY_FILE: keys.anchorer.file,
    PUBLICATION_DIR: home.publication,
    DOCUMENTS_DIR: home.documents,
    // A receiver for a try is usually on this machine.
    WEBHOOKS_PRIVATE: 'true',
    SEAL_MAX_AGE: '1',
  };
}

/** A folder of another version is left as it is: a ledger for a try is begun again rather than restored. */
function explainRefusal(error: unknown, { folder }: LedgerHome): unknown {
  if (!(error instanceof SchemaRefused)) return error;
  return new DevnetError(
    'other-version',
    `Another version of this program made the ledger in ${folder}. Move this folder away, or set LEDGER_HOME to another one: ` +
      'npm start then begins a new ledger. The keys and proof files in the folder stay yours.',
    error,
  );
}

function showAdopted(screen: Screen, name: string, { adopted }: { readonly adopted: boolean }): void {
  if (adopted) screen.line(`${name} is still running from an earlier start and is used again.`);
}

const WATCH_MS = 1_000;

/** Rejects if a service ends by itself. Otherwise the ledger would wait for it without a message. */
function watchServices(
  services: Readonly<Record<string, { isRunning(): Promise<boolean> }>>,
  undo: Undo,
): Promise<never> {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  ended.catch(() => {});
  const step = async (): Promise<NextStep> => {
    for (const [name, service] of Object.entries(services)) {
      if (await service.isRunning()) continue;
      reject(
        new DevnetError('died', `${name} ended by itself: run npm start again, it continues from here.`),
      );
      return 'none';
    }
    return 'after-pause';
  };
  const loop = startLoop({ step, pollMs: WATCH_MS, onError: reject });
  undo.push(() => loop.stop());
  return ended;
}
