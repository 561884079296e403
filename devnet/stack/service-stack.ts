import { openKey } from '../../cli/options/key-file.ts';
import { openTerminal } from '../../cli/terminal/terminal.ts';
import { formatHex } from '../../core/encoding/hex.ts';
import { readChainId } from '../../chain/rpc/chain-id.ts';
import { openRpcReader } from '../../chain/rpc-reader.ts';
import { type ServerConfig, parseConfig } from '../../server/settings/server-settings.ts';
import { openLog } from '../../runtime/log.ts';
import type { Screen } from '../terminal/screen.ts';
import { type LedgerHome, lockHome } from './ledger-home.ts';
import { writeJson } from '../files/whole-file.ts';
import { makePolicy, registerActors } from './local-ledger.ts';
import { readOrMakeMnemonic, writeLocalKeys } from './local-keys.ts';
import { openRegulator } from './regulator.ts';
import { type Stack, type Undo, startLedger, undoOnFailure } from './stack.ts';
import { DevnetError } from '../terminal/devnet-error.ts';

/** How to start a ledger on an existing database and chain. */
export interface ServiceOptions {
  readonly home: LedgerHome;
  readonly example: 'played' | 'not-played';
  readonly screen: Screen;
}

/**
 * Starts a ledger on DATABASE_URL and RPC_URL: server and indexer in this process. It deploys nothing. For the example it also
 * registers the actors with the registrar's key.
 * @throws ConfigError, StartupError, ReaderError, SchemaRefused, DevnetError
 */
export async function startServiceStack(options: ServiceOptions): Promise<Stack> {
  return undoOnFailure((undo, stop) => startParts(options, undo, stop));
}

async function startParts(
  { home, example, screen }: ServiceOptions,
  undo: Undo,
  stop: () => Promise<void>,
): Promise<Stack> {
  const config = parseConfig(process.env);
  const { ledger, rpcUrls } = config.chain;
  const chainId = config.chain.chainId ?? (await readChainId(rpcUrls[0]!));
  const actors =
    example === 'played' ? await prepareExample(config, chainId, home, undo) : { keys: null, registered: [] };
  const log = openLog(config.logLevel);
  const { url, halted } = await startLedger(config, log, undo);
  screen.line(`Open ${url} in a browser: the portal; its HTTP interface is at /docs`);
  const { publicationFolder: publication } = config;
  if (example === 'played') {
    const registry = await readRegistry(config, chainId);
    await writeJson(
      home.policyFile,
      await makePolicy(
        { chainId, ledger, registry, startBlock: config.chain.startBlock },
        rpcUrls[0]!,
        publication === null ? [] : ['regulator'],
      ),
    );
    await writeJson(home.ledgerFile, { url, rpcUrl: rpcUrls[0], chainId, ledger, registry });
  }
  const key = actors.keys?.regulator;
  const regulator =
    key === undefined || publication === null
      ? null
      : openRegulator({ url, home, publication, key, log }, undo);
  return { url, domain: { chainId, ledger }, ...actors, regulator, halted, stop };
}

async function prepareExample(
  config: ServerConfig,
  chainId: number,
  home: LedgerHome,
  undo: Undo,
): Promise<Pick<Stack, 'keys' | 'registered'>> {
  undo.push(await lockHome(home));
  const keyFile = process.env['REGISTRAR_KEY_FILE'];
  if (keyFile === undefined)
    throw new DevnetError(
      'option',
      'REGISTRAR_KEY_FILE is missing. --example needs it to register the parties of the example.',
    );
  const passwordFile = config.keys.passwordFile;
  const registrar = await openKey(openTerminal(), keyFile, passwordFile === null ? {} : { passwordFile });
  const keys = await writeLocalKeys(home.keys, await readOrMakeMnemonic(home.keys));
  const registry = await readRegistry(config, chainId);
  const deployment = { chainId, ledger: config.chain.ledger, registry, startBlock: config.chain.startBlock };
  const registered = await registerActors(
    deployment,
    config.chain.rpcUrls[0]!,
    keys,
    formatHex(registrar.privateKey),
  );
  return { keys, registered };
}

async function readRegistry({ chain: { rpcUrls, ledger } }: ServerConfig, chainId: number): Promise<string> {
  return openRpcReader({
    urls: rpcUrls.slice(0, 1),
    quorum: 1,
    finality: { confirmations: 0 },
    chainId,
    ledger,
  }).registry();
}
