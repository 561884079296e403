import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Domain } from '../../core/hashing/domain.ts';
import { startLocalChain } from '../../devnet/chain/local-chain.ts';
import { startPostgres } from '../../devnet/postgres/embedded-postgres.ts';
import { nameHome } from '../../devnet/stack/ledger-home.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A process whose output can be read and waited for. */
export interface Watched {
  readonly child: ChildProcess;
  /** Everything printed so far, on standard output and standard error. */
  output(): string;
  /** Everything printed so far on standard output. */
  result(): string;
  /** Everything printed so far on standard error. */
  messages(): string;
  /** Resolves when it has printed a text. @throws Error with its output if it ends before */
  printed(text: string): Promise<void>;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** Starts a program of the project with Node.js, as npm's scripts do. */
export function watch(args: readonly string[], env: NodeJS.ProcessEnv = {}): Watched {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let result = '';
  let messages = '';
  const listeners = new Set<() => void>();
  for (const channel of [child.stdout, child.stderr]) {
    channel.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (channel === child.stdout) result += chunk.toString();
      else messages += chunk.toString();
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  const printed = async (text: string): Promise<void> => {
    const seen = new Promise<void>((resolve) => {
      const look = (): void => {
        if (output.includes(text)) resolve();
      };
      listeners.add(look);
      look();
    });
    const outcome = await Promise.race([seen, ended]);
    if (outcome !== undefined && !output.includes(text))
      throw new Error(`ended with ${outcome} before it printed ${text}:\n${output}`);
  };
  return { child, output: () => output, result: () => result, messages: () => messages, printed, ended };
}

/** Starts a whole ledger in a folder, as `npm start` does, on a free port. */
export function startLedgerIn(home: string): Watched {
  return watch(['devnet/start.ts', '--port', '0'], { LEDGER_HOME: home });
}

/** Starts a whole ledger with the worked example in a folder, which may have played it, and does not check what it made: npm start does. */
export async function playExampleIn(home: string): Promise<Watched> {
  const ledger = watch(['test/e2e/fixtures/play-example.ts'], { LEDGER_HOME: home });
  await ledger.printed('The example is played.');
  return ledger;
}

/** Kills a ledger, and stops the PostgreSQL and the chain that it leaves behind. */
export async function endLedgerIn(home: string, ledger: Watched): Promise<void> {
  ledger.child.kill('SIGKILL');
  await ledger.ended;
  const { postgres, chainState } = nameHome(home);
  await (await startPostgres({ dataDir: postgres })).stop();
  await (await startLocalChain({ stateFile: chainState })).stop();
}

/** The URLs and the domain of a running ledger, from its ledger.json. */
export interface Located {
  readonly url: string;
  readonly rpcUrl: string;
  readonly domain: Domain;
}

/** Reads the URLs and the domain of the ledger in a folder. */
export async function locate(home: string): Promise<Located> {
  const { url, rpcUrl, chainId, ledger } = JSON.parse(
    await readFile(join(home, 'ledger.json'), 'utf8'),
  ) as Located & Domain;
  return { url, rpcUrl, domain: { chainId, ledger } };
}
