import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A running anvil. */
export interface Anvil {
  readonly url: string;
  stop(): Promise<void>;
}

const START_TIMEOUT = 20_000;
const LISTENING = /Listening on (\S+:\d+)/;
/** The names of processors in the packages of @foundry-rs/anvil. */
const CPU: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * Starts anvil with these arguments on a free port. It runs the binary directly, because the package's launcher leaves the chain
 * running when it dies.
 */
export async function startAnvil(args: readonly string[]): Promise<Anvil> {
  const child = spawn(findBinary(), ['--host', '127.0.0.1', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const late = setTimeout(kill, 5_000);
    await ended;
    clearTimeout(late);
    process.off('exit', kill);
  };
  try {
    return { url: `http://${await readAddress(child)}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function findBinary(): string {
  const name = `@foundry-rs/anvil-${process.platform === 'win32' ? 'win32' : process.platform}-${CPU[process.arch] ?? process.arch}`;
  const program = process.platform === 'win32' ? 'anvil.exe' : 'anvil';
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bin', program);
}

function readAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = (): void => reject(new Error(`anvil did not start: ${text.slice(-500)}`));
    const timer = setTimeout(fail, START_TIMEOUT);
    child.once('error', reject);
    child.once('close', fail);
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      const address = LISTENING.exec(text)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      child.off('close', fail);
      child.stdout?.off('data', read).resume();
      resolve(address);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', (chunk: Buffer) => (text += text.length < 10_000 ? chunk.toString() : ''));
  });
}
