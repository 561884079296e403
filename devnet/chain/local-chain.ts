import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Mnemonic, randomBytes } from 'ethers';
import { readCommandLine } from '../postgres/command-line.ts';
import { findFreePort, isPortFree } from '../postgres/free-port.ts';
import { DevnetError } from '../terminal/devnet-error.ts';
import { OPEN_BLOCKS, startBlockMaker, type BlockMakerOptions } from './block-maker.ts';
import { unpackState } from './stored-state.ts';

/** A local EVM chain on 127.0.0.1 that belongs to one state file. */
export interface RunningChain {
  /** Its JSON-RPC endpoint. */
  readonly url: string;
  /** The phrase of its ten funded accounts, drawn once for each state folder (BIP 39, path m/44'/60'/0'/0/i). */
  readonly mnemonic: string;
  /** Whether it still ran from an earlier start that did not stop it. */
  readonly adopted: boolean;
  /** Tells whether it runs still. */
  isRunning(): Promise<boolean>;
  /** Returns when its state is on disk and it has ended. */
  stop(): Promise<void>;
}

export interface ChainOptions extends Pick<BlockMakerOptions, 'readAwaitedTime' | 'onError'> {
  /** Where the chain keeps its state; its folder, made when missing, also gets mnemonic, log and process file. */
  readonly stateFile: string;
  /** TCP port; left out, the one of the last start if it is free, otherwise any free one. */
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

const ANSWER_MS = 2_000;
const START_MS = 60_000;
const STOP_MS = 60_000;
const POLL_MS = 25;

/** Old states of the chain that can be asked, by block; anvil would write older ones to a folder for temporary files. */
const KEPT_STATES = 128;

/**
 * Returns how anvil is run on a state: it makes no block and stores nothing by itself, which the block maker does. The path of its
 * cache is how its process is recognised later; nothing is written there, since old states are pruned.
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
 * Returns the chain of a state file, begun at the first start. One that was orphaned by a killed program is adopted, or
 * ended and started anew when it does not answer. It outlives this process on purpose, since Ctrl-C must not take the
 * chain from a program that still drains: whoever starts it calls `stop`.
 *
 * @throws DevnetError `port-in-use`, `not-installed`, `died`
 */
export async function startLocalChain({ stateFile, port, ...making }: ChainOptions): Promise<RunningChain> {
  const files = nameFiles(resolve(stateFile));
  await mkdir(dirname(files.state), { recursive: true });
  const mnemonic = await readOrMakeMnemonic(files.mnemonic);
  const last = await readProcess(files.process);
  const orphan = await findOrphan(last, files.state);
  const running = orphan ?? (await startAnvil(files, mnemonic, await choosePort(last, port)));
  const url = formatUrl(running.port);
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
  const beside = (ending: string): string => join(dirname(state), `${basename(state, '.json')}.${ending}`);
  return { state, mnemonic: beside('mnemonic'), log: beside('log'), process: beside('process.json') };
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

/** Returns the chain that still runs on the state file and answers; ends one that does not answer, or that makes blocks by itself. */
async function findOrphan(last: ChainProcess | null, stateFile: string): Promise<ChainProcess | null> {
  if (last === null || !isAnvilOf(last.pid, stateFile)) return null;
  if (isFormer(last.pid)) {
    await stopAnvil(last.pid, stateFile);
    return null;
  }
  if (await answers(last.port)) return last;
  process.kill(last.pid, 'SIGKILL');
  await waitForEnd(last.pid, stateFile);
  return null;
}

/** A process id alone proves nothing, since the system hands it out again: the command line names the state file. */
function isAnvilOf(pid: number, stateFile: string): boolean {
  const args = readCommandLine(pid);
  return args.includes('anvil') && args.includes(stateFile);
}

/** Up to version 1.0.0 anvil made a block every second and wrote its state itself. */
function isFormer(pid: number): boolean {
  return readCommandLine(pid).includes('--state-interval');
}

async function choosePort(last: ChainProcess | null, wanted: number | undefined): Promise<number> {
  if (wanted !== undefined) {
    if (await isPortFree(wanted)) return wanted;
    throw new DevnetError(
      'port-in-use',
      `Port ${wanted} for the local chain is in use: choose another, or stop what listens there.`,
    );
  }
  return last !== null && (await isPortFree(last.port)) ? last.port : findFreePort();
}

async function startAnvil(files: ChainFiles, mnemonic: string, port: number): Promise<ChainProcess> {
  const place = ['--host', '127.0.0.1', '--port', String(port), '--mnemonic', mnemonic];
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

/** Returns the path of the anvil of this platform. @throws DevnetError `not-installed` */
export function findAnvil(): string {
  const platform = process.platform === 'win32' ? 'win32' : process.platform;
  const name = `@foundry-rs/anvil-${platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  try {
    const own = createRequire(createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'));
    return own.resolve(`${name}/bin/anvil`);
  } catch (cause) {
    throw new DevnetError(
      'not-installed',
      `${name} is not installed: run npm ci, or set RPC_URL to a chain of your own.`,
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
    if (performance.now() > deadline) throw new Error(`The local chain, process ${pid}, does not end.`);
    await wait(POLL_MS);
  }
}
