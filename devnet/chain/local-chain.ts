import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { HDNodeWallet, Mnemonic, randomBytes } from 'ethers';
import { formatQuantity } from '../../chain/rpc/rpc-schema.ts';
import { openRpc } from '../../chain/rpc/rpc.ts';
import { readCommandLine } from '../postgres/command-line.ts';
import { findFreePort, isPortFree } from '../postgres/free-port.ts';
import { DevnetError } from '../terminal/devnet-error.ts';
import { OPEN_BLOCKS, startBlockMaker, type BlockMakerOptions } from './block-maker.ts';
import { unpackState } from './stored-state.ts';

/** A local EVM chain on 127.0.0.1 that belongs to one state file. */
export interface RunningChain {
  /** Its JSON-RPC endpoint. */
  readonly url: string;
  /** The phrase of its ten funded accounts, generated once for each state folder (BIP 39, path m/44'/60'/0'/0/i). */
  readonly mnemonic: string;
  /** Whether it was still running from an earlier start that did not stop it. */
  readonly adopted: boolean;
  /** Returns whether it is still running. */
  isRunning(): Promise<boolean>;
  /** Stops it; resolves when its state is on disk and it has ended. */
  stop(): Promise<void>;
}

export interface ChainOptions extends Pick<BlockMakerOptions, 'readAwaitedTime' | 'onError'> {
  /** Path of the chain's state. Its folder also gets mnemonic, log and process file, and is made if it is missing. */
  readonly stateFile: string;
  /** TCP port. Default: the port of the last start if it is free, otherwise any free port. */
  readonly port?: number;
}

interface ChainFiles {
  readonly state: string;
  readonly mnemonic: string;
  readonly log: string;
  readonly process: string;
}

interface ChainProcess {
  readonly pid: number;
  readonly port: number;
}

const ACCOUNTS = 10;
/** 10,000 ether, in wei. */
const FUNDS = 10_000n * 10n ** 18n;

const ANSWER_MS = 2_000;
const START_MS = 60_000;
const STOP_MS = 60_000;
const POLL_MS = 25;

/** How many old states of the chain can be queried. Anvil would write older ones to a folder for temporary files. */
const KEPT_STATES = 128;

/**
 * Returns anvil's arguments for a state. Anvil makes no blocks and stores nothing itself; the block maker does both. The path of the
 * cache only serves to recognise the process later: nothing is written there, because old states are pruned.
 */
export function listChainArguments(stateFile: string): string[] {
  const state = unpackState(stateFile);
  return [
    '--no-mining',
    ...['--slots-in-an-epoch', String(OPEN_BLOCKS / 2)],
    ...['--prune-history', String(KEPT_STATES)],
    ...['--cache-path', `${stateFile}.cache`],
    ...(state === null ? [] : ['--load-state', state]),
  ];
}

/**
 * Starts the chain of a state file; the first start begins a new chain. A chain left running by a killed program is adopted, or
 * restarted if it does not answer. The chain outlives this process on purpose, because Ctrl-C must not take it from a program that
 * still finishes requests. The caller must call `stop`.
 *
 * @throws DevnetError `port-in-use`, `not-installed`, `died`
 */
export async function startLocalChain({ stateFile, port, ...making }: ChainOptions): Promise<RunningChain> {
  const files = nameFiles(resolve(stateFile));
  await mkdir(dirname(files.state), { recursive: true });
  const mnemonic = await readOrMakeMnemonic(files.mnemonic);
  const last = await readProcess(files.process);
  const orphan = await findOrphan(last, files.state);
  const running = orphan ?? (await startAnvil(files, await choosePort(last, port)));
  const url = formatUrl(running.port);
  await fundAccounts(url, mnemonic);
  const maker = await startBlockMaker({ url, stateFile: files.state, ...making }).catch(
    async (error: unknown) => {
      await stopAnvil(running.pid, files.state);
      throw error;
    },
  );
  return {
    url,
    mnemonic,
    adopted: orphan !== null,
    isRunning: () => Promise.resolve(isAnvilOf(running.pid, files.state)),
    stop: async () => {
      await maker.stop();
      await stopAnvil(running.pid, files.state);
    },
  };
}

function nameFiles(state: string): ChainFiles {
  const withEnding = (ending: string): string =>
    join(dirname(state), `${basename(state, '.json')}.${ending}`);
  return {
    state,
    mnemonic: withEnding('mnemonic'),
    log: withEnding('log'),
    process: withEnding('process.json'),
  };
}

async function readOrMakeMnemonic(file: string): Promise<string> {
  const stored = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (stored !== '') return stored;
  const { phrase } = Mnemonic.fromEntropy(randomBytes(16));
  await writeFile(file, `${phrase}\n`, { mode: 0o600 });
  return phrase;
}

async function readProcess(file: string): Promise<ChainProcess | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  try {
    return text === null ? null : (JSON.parse(text) as ChainProcess);
  } catch {
    return null;
  }
}

/** Returns the running chain of the state file. Ends it and returns null if it does not answer. */
async function findOrphan(last: ChainProcess | null, stateFile: string): Promise<ChainProcess | null> {
  if (last === null || !isAnvilOf(last.pid, stateFile)) return null;
  if (await answers(last.port)) return last;
  process.kill(last.pid, 'SIGKILL');
  await waitForEnd(last.pid, stateFile);
  return null;
}

/** Returns whether a process is the anvil of a state file. Looks at the command line, because process ids are reused. */
function isAnvilOf(pid: number, stateFile: string): boolean {
  const args = readCommandLine(pid);
  return args.includes('anvil') && args.includes(stateFile);
}

async function choosePort(last: ChainProcess | null, port: number | undefined): Promise<number> {
  if (port !== undefined) {
    if (await isPortFree(port)) return port;
    throw new DevnetError(
      'port-in-use',
      `Port ${port} for the local chain is in use. Choose another port, or stop the program that uses it.`,
    );
  }
  return last !== null && (await isPortFree(last.port)) ? last.port : findFreePort();
}

async function startAnvil(files: ChainFiles, port: number): Promise<ChainProcess> {
  // Anvil has no accounts of its own: others on the machine could read a phrase in its arguments.
  const place = ['--host', '127.0.0.1', '--port', String(port), '--accounts', '0'];
  const log = openSync(files.log, 'a', 0o600);
  const child = spawn(findAnvil(), [...place, ...listChainArguments(files.state), '--silent'], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const running = { pid: child.pid ?? 0, port };
  writeFileSync(files.process, `${JSON.stringify(running)}\n`);
  await waitForAnswer(child, port, files);
  child.unref();
  return running;
}

/** Gives a new chain its accounts, before its first block. */
async function fundAccounts(url: string, mnemonic: string): Promise<void> {
  const rpc = openRpc(url);
  if ((await rpc.request('eth_blockNumber', [])) !== '0x0') return;
  for (let index = 0; index < ACCOUNTS; index++) {
    const { address } = HDNodeWallet.fromPhrase(mnemonic, undefined, `m/44'/60'/0'/0/${index}`);
    await rpc.request('anvil_setBalance', [address, formatQuantity(FUNDS)]);
  }
}

/** Returns the path of anvil for this platform. @throws DevnetError `not-installed` */
export function findAnvil(): string {
  const platform = process.platform === 'win32' ? 'win32' : process.platform;
  const name = `@foundry-rs/anvil-${platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  try {
    const own = createRequire(createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'));
    return own.resolve(`${name}/bin/anvil`);
  } catch (cause) {
    throw new DevnetError(
      'not-installed',
      `${name} is not installed. Run npm ci, or set RPC_URL to your own chain.`,
      cause,
    );
  }
}

async function waitForAnswer(child: ChildProcess, port: number, files: ChainFiles): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (!(await answers(port))) {
    const ended = child.exitCode !== null || child.signalCode !== null;
    if (ended || performance.now() > deadline) throw await describeDeath(files);
    await wait(POLL_MS);
  }
}

async function describeDeath({ log, state }: ChainFiles): Promise<DevnetError> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-3).join(' | ');
  return new DevnetError(
    'died',
    `The local chain did not start on ${state} (${lines}): see ${log}, or move the state away to begin a new chain.`,
  );
}

async function answers(port: number): Promise<boolean> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] });
  const headers = { 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(ANSWER_MS);
  return fetch(formatUrl(port), { method: 'POST', headers, body, signal }).then(
    (response) => response.ok,
    () => false,
  );
}

function formatUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

async function stopAnvil(pid: number, stateFile: string): Promise<void> {
  if (!isAnvilOf(pid, stateFile)) return;
  process.kill(pid, 'SIGTERM');
  await waitForEnd(pid, stateFile);
}

async function waitForEnd(pid: number, stateFile: string): Promise<void> {
  const deadline = performance.now() + STOP_MS;
  while (isAnvilOf(pid, stateFile)) {
    if (performance.now() > deadline) throw new Error(`The local chain (process ${pid}) does not end.`);
    await wait(POLL_MS);
  }
}
