import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { NonceManager, Wallet } from 'ethers';
import type { z } from 'zod';
import { openProvider } from '../../chain/rpc/provider.ts';
import { openRegistryWriter } from '../../chain/contracts/registry.ts';
import { EXIT_CODES } from '../../core/exit-codes.ts';
import { openApi } from '../../client/http/api.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { ROLES } from '../../core/records/kind.ts';
import type { Policy } from '../../core/verify/policy.ts';
import { statusSchema } from '../../server/http/schemas.ts';
import { type RunningPostgres, startPostgres } from '../../devnet/postgres/embedded-postgres.ts';
import { type LedgerHome, type LocalDeployment, nameHome } from '../../devnet/stack/ledger-home.ts';
import { startLocalChain } from '../../devnet/chain/local-chain.ts';
import { findOrDeploy, makePolicy, registerActors } from '../../devnet/stack/local-ledger.ts';
import { writeLocalKeys } from '../../devnet/stack/local-keys.ts';
import { type ProgramPlan, type RunningProgram, startProgram } from './program.ts';
import { type LoadParty, makeLoadParty } from './records.ts';

/** A whole ledger in a folder with the layout of `npm start`. Every part runs in its own process. */
export interface BenchLedger {
  readonly home: LedgerHome;
  readonly domain: Domain;
  readonly policy: Policy;
  readonly postgres: RunningPostgres;
  /** The running programs. */
  readonly programs: {
    readonly api: RunningProgram;
    readonly sealer: RunningProgram;
    readonly indexer: RunningProgram;
  };
  /** The URL of the API. */
  readonly url: string;
  status(): Promise<z.infer<typeof statusSchema>>;
  /** Stops the three programs, starts them again and returns the ledger with the new ones. */
  restart(): Promise<BenchLedger>;
  /** Stops everything; a second call waits for the first. */
  stop(): Promise<void>;
}

/** Settings that differ from the defaults. All clients share one address, so the limits of an address are out of reach. */
const SETTINGS = {
  RATE_LIMIT_READS: '10000000',
  RATE_LIMIT_WRITES: '10000000',
  PORT: '0',
};
const READY_MS = 120_000;
const POLL_MS = 250;

/** Steps that undo a start, in the order of the start. They run in reverse. */
type Undo = (() => Promise<void>)[];

/**
 * Starts a ledger with this many parties: deploys the contracts, registers the parties and waits until their keys are valid.
 * A signal that ends this process also stops the ledger, because database and chain would outlive it.
 */
export async function startBenchLedger(folder: string, parties: number): Promise<BenchLedger> {
  const undo: Undo = [];
  let stopped: Promise<void> | null = null;
  const stopOnce = async (): Promise<void> => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
    for (const step of undo.splice(0).reverse()) await step().catch(printFailure);
  };
  const stop = (): Promise<void> => (stopped ??= stopOnce());
  const onSignal = (): void => void stop().then(() => process.exit(EXIT_CODES.signalled));
  for (const signal of SIGNALS) process.once(signal, onSignal);
  try {
    return await startParts(folder, parties, undo, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Prints that one part could not be stopped, so that the others still are. */
function printFailure(error: unknown): void {
  process.stderr.write(`${String(error)}\n`);
}

async function startParts(
  folder: string,
  parties: number,
  undo: Undo,
  stop: () => Promise<void>,
): Promise<BenchLedger> {
  const home = nameHome(folder);
  const logs = join(folder, 'logs');
  await mkdir(logs, { recursive: true });
  const postgres = await startPostgres({ dataDir: home.postgres });
  undo.push(() => postgres.stop());
  const chain = await startLocalChain({ stateFile: home.chainState });
  undo.push(() => chain.stop());
  const keys = await writeLocalKeys(home.keys, chain.mnemonic);
  const deployment = await findOrDeploy(home, chain.url, keys);
  // `npm start` on this folder then has nothing left to set up.
  await registerActors(deployment, chain.url, keys, keys.registrar.privateKey);
  const all = Array.from({ length: parties }, (_, index) => makeLoadParty(index));
  const registeredAt = await registerParties(deployment, chain.url, keys.registrar.privateKey, all);
  const { chainId, ledger, startBlock } = deployment;
  const env = {
    ...SETTINGS,
    DATABASE_URL: postgres.url,
    RPC_URL: chain.url,
    LEDGER_ADDRESS: ledger,
    CHAIN_ID: String(chainId),
    START_BLOCK: String(startBlock),
    OPERATOR_KEY_FILE: keys.operator.file,
    ANCHORER_KEY_FILE: keys.anchorer.file,
    PUBLICATION_DIR: home.publication,
  };
  const common = {
    home,
    domain: { chainId, ledger },
    policy: await makePolicy(deployment, chain.url),
    postgres,
  };
  const ledgerOf = (programs: BenchLedger['programs']): BenchLedger => {
    const { url } = JSON.parse(programs.api.line) as { url: string };
    return {
      ...common,
      programs,
      url,
      status: () => openApi(url).get('/v1/status', statusSchema),
      async restart() {
        for (const program of Object.values(programs)) await program.stop();
        return ledgerOf(await startPrograms(env, logs, undo));
      },
      stop,
    };
  };
  const started = ledgerOf(await startPrograms(env, logs, undo));
  await waitUntilValid(started, registeredAt);
  return started;
}

/** Registers the parties of a load and returns the last block with a registration. */
async function registerParties(
  { chainId, registry }: LocalDeployment,
  rpcUrl: string,
  registrarKey: string,
  parties: readonly LoadParty[],
): Promise<number> {
  const provider = openProvider(rpcUrl, chainId);
  const writer = openRegistryWriter(registry, new NonceManager(new Wallet(registrarKey, provider)));
  try {
    const written = await Promise.all(
      parties.map(({ identifier, address }) =>
        writer.registerParty({ identifier, key: address, roles: [ROLES.company] }),
      ),
    );
    const last = await provider.getBlock(Math.max(...written.map(({ block }) => block)));
    return last!.timestamp;
  } finally {
    provider.destroy();
  }
}

async function startPrograms(
  env: ProgramPlan['env'],
  logs: string,
  undo: Undo,
): Promise<BenchLedger['programs']> {
  const start = async (
    name: string,
    script: string,
    roles: string,
    ready: string,
  ): Promise<RunningProgram> => {
    const program = await startProgram({ name, args: [script], env: { ...env, ROLES: roles }, logs, ready });
    undo.push(() => program.stop());
    return program;
  };
  const server = 'server/main.ts';
  return {
    indexer: await start('indexer', 'indexer/main.ts', '', 'The indexer follows the chain.'),
    api: await start('api', server, 'api', 'The server runs.'),
    sealer: await start('sealer', server, 'sealer,anchorer', 'The server runs.'),
  };
}

/** A key is valid once the final block has a later time than the block that opened its window, in unix seconds (§6). */
async function waitUntilValid(ledger: BenchLedger, openedAt: number): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (((await ledger.status()).chain?.final?.time ?? 0) <= openedAt) {
    if (performance.now() > deadline)
      throw new Error(`the final block is not later than ${openedAt} after ${READY_MS / 1000} s`);
    await wait(POLL_MS);
  }
}
