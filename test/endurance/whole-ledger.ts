import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HDNodeWallet } from 'ethers';
import type { Domain } from '../../core/hashing/domain.ts';
import type { Policy } from '../../core/verify/policy.ts';
import { nameHome } from '../../devnet/stack/ledger-home.ts';
import { type KeyHolder, type LocalKey, writeLocalKeys } from '../../devnet/stack/local-keys.ts';
import { findOrDeploy, makePolicy, registerActors } from '../../devnet/stack/local-ledger.ts';
import { type SilentProxy, startSilentProxy } from '../helpers/silent-proxy.ts';
import type { Part } from './part.ts';
import { planChain, readChainTime } from './plan-chain.ts';
import { planDatabase } from './plan-database.ts';
import { planProgram, type Program, type Settings } from './plan-program.ts';
import type { Random } from './random.ts';
import type { Site } from './site.ts';

/** A whole ledger in which every program is a process of its own. */
export interface WholeLedger {
  /** Database and chain, then the other processes, in the order in which they start. */
  readonly parts: readonly Part[];
  readonly site: Site;
  /** The settings of its programs. */
  readonly settings: Settings;
  readonly keys: Readonly<Record<KeyHolder, LocalKey>>;
  readonly domain: Domain;
  readonly policy: Policy;
  readonly databaseUrl: string;
  readonly rpcUrl: string;
  /** The folder of its publication. */
  readonly publication: string;
  /** The path of each program to the database, by its name, with the option `paths`. */
  readonly paths: ReadonlyMap<string, SilentProxy>;
  /** The time of a block in which every actor is registered, in unix seconds. */
  readonly registeredAt: number;
  /** The URLs of the API processes by name. A killed one stays in the list until it starts again. */
  apis(): ReadonlyMap<string, string>;
  /** The processes that ended by themselves so far. There should be none. */
  losses(): readonly string[];
  stop(): Promise<void>;
}

/** Changes to the usual ledger. */
export interface WholeLedgerOptions {
  /** Settings of PostgreSQL. */
  readonly database?: readonly string[];
  /** Gives each program a path to the database that can go silent. */
  readonly paths?: boolean;
  /** How many of every process but database and chain; two if not given. */
  readonly ofEach?: number;
  /** Settings of all programs, by what they depend on. */
  readonly settings?: (usual: Settings) => Promise<Settings>;
}

/** Returns a whole ledger that runs in a folder. It is deployed, the example's actors are registered, and nothing is sealed yet. */
export async function startWholeLedger(
  folder: string,
  random: Random,
  options: WholeLedgerOptions = {},
): Promise<WholeLedger> {
  const losses: string[] = [];
  const site: Site = { home: nameHome(folder), onLoss: (message) => void losses.push(message) };
  await mkdir(join(folder, 'chain'), { recursive: true });
  await mkdir(join(folder, 'logs'));
  const { part: database, url: databaseUrl } = await planDatabase(site, random, options.database ?? []);
  const phrase = HDNodeWallet.createRandom().mnemonic!.phrase;
  const { part: chain, url: rpcUrl, close } = await planChain(site, phrase);
  const started: Part[] = [];
  const paths = new Map<string, SilentProxy>();
  const start = async (part: Part): Promise<void> => {
    started.push(part);
    await part.start();
  };
  const stop = async (): Promise<void> => {
    const isLast = (part: Part): boolean => part === database || part === chain;
    await Promise.all(started.filter((part) => !isLast(part)).map((part) => part.stop()));
    await close();
    await Promise.all([...paths.values()].map((path) => path.stop()));
    await Promise.all(started.filter(isLast).map((part) => part.stop()));
  };
  try {
    await Promise.all([start(database), start(chain)]);
    const keys = await writeLocalKeys(site.home.keys, phrase);
    const deployment = await findOrDeploy(site.home, rpcUrl, keys);
    await registerActors(deployment, rpcUrl, keys, keys.registrar.privateKey);
    const registeredAt = await readChainTime(rpcUrl);
    const usual: Settings = {
      DATABASE_URL: databaseUrl,
      RPC_URL: rpcUrl,
      LEDGER_ADDRESS: deployment.ledger,
      CHAIN_ID: String(deployment.chainId),
      START_BLOCK: String(deployment.startBlock),
      POLL_INTERVAL: '100',
      PUBLICATION_DIR: site.home.publication,
    };
    const settings = { ...usual, ...(await options.settings?.(usual)) };
    const urls = new Map<string, string>();
    const listed = listPrograms(settings, keys, options.ofEach ?? 2);
    if (options.paths === true)
      for (const { name } of listed) paths.set(name, await startSilentProxy(databaseUrl));
    const programs = listed.map((program) => {
      const url = paths.get(program.name)?.url ?? databaseUrl;
      return planProgram(site, { ...program, settings: { ...program.settings, DATABASE_URL: url } }, urls);
    });
    await Promise.all(programs.map(start));
    return {
      parts: [database, chain, ...programs],
      site,
      settings,
      keys,
      domain: { chainId: deployment.chainId, ledger: deployment.ledger },
      policy: await makePolicy(deployment, rpcUrl),
      databaseUrl,
      rpcUrl,
      publication: settings['PUBLICATION_DIR']!,
      paths,
      registeredAt,
      apis: () => new Map([...urls].filter(([name]) => name.startsWith('api'))),
      losses: () => losses,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Returns the settings of an API process. */
export function settingsOfApi(settings: Settings, { operator }: WholeLedger['keys']): Settings {
  return {
    ...settings,
    ROLES: 'api',
    PORT: '0',
    OPERATOR_KEY_FILE: operator.file,
    RATE_LIMIT_READS: '1000000',
    RATE_LIMIT_WRITES: '1000000',
  };
}

/** Plans so many of every process. */
function listPrograms(settings: Settings, keys: WholeLedger['keys'], ofEach: number): Program[] {
  const sealer = { ...settings, ROLES: 'sealer', PORT: '0', SEAL_MAX_AGE: '1', SEAL_MAX_RECORDS: '60' };
  const anchorer = {
    ...settings,
    ROLES: 'anchorer',
    PORT: '0',
    ANCHORER_KEY_FILE: keys.anchorer.file,
    ANCHOR_REPLACE_AFTER: '10',
  };
  return Array.from({ length: ofEach }, (_, index) => index + 1).flatMap((number): Program[] => [
    { name: `indexer-${number}`, main: 'indexer/main.ts', settings },
    {
      name: `api-${number}`,
      main: 'test/endurance/fixtures/small-batches.ts',
      settings: settingsOfApi(settings, keys),
    },
    { name: `sealer-${number}`, main: 'server/main.ts', settings: sealer },
    { name: `anchorer-${number}`, main: 'server/main.ts', settings: anchorer },
  ]);
}
