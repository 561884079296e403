import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** The programs of one checkout of the project, as its `package.json` names them. */
export interface Programs {
  readonly checkout: string;
  /** Of `npm start`, the arguments of Node.js. */
  readonly start: readonly string[];
  /** Of `npm run ledger`, the arguments of Node.js. */
  readonly ledger: readonly string[];
}

/** A ledger that `npm start` runs in a folder. */
export interface StartedLedger {
  readonly home: string;
  /** Resolves when a file is there. @throws Error with what was printed when the ledger ends before */
  made(file: string): Promise<void>;
  /** Ends it as Ctrl-C does, and waits until its database and chain have ended too. */
  stop(): Promise<void>;
}

const POLL_MS = 100;

/** Returns the programs of a checkout. */
export async function readPrograms(checkout: string): Promise<Programs> {
  const { scripts } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8')) as {
    scripts: Record<'start' | 'ledger', string>;
  };
  const argumentsOf = (script: string): string[] => script.split(' ').slice(1);
  return { checkout, start: argumentsOf(scripts.start), ledger: argumentsOf(scripts.ledger) };
}

/** Starts a ledger in a folder of its own; it plays the worked example. */
export function startLedger({ checkout, start }: Programs, home: string): StartedLedger {
  const child = spawn(process.execPath, [...start, '--port', '0'], {
    cwd: checkout,
    env: { ...process.env, LEDGER_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const channel of [child.stdout, child.stderr])
    channel.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return {
    home,
    async made(file) {
      while (!existsSync(file)) {
        if (hasEnded(child)) throw new Error(`npm start ended before it made ${file}:\n${output}`);
        await wait(POLL_MS);
      }
    },
    async stop() {
      child.kill('SIGINT');
      while (!hasEnded(child)) await wait(POLL_MS);
    },
  };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Runs the command line in a folder. */
export type RunLedger = (...args: readonly string[]) => Promise<string>;

/**
 * Returns a function that runs the command line for a ledger and returns what it printed.
 * It throws when a command exits with another code than 0.
 */
export function openCommandLine(
  { checkout, ledger }: Programs,
  { home, folder, password }: { readonly home: string; readonly folder: string; readonly password: string },
): RunLedger {
  const [program = '', ...options] = ledger;
  const env = { ...process.env, LEDGER_HOME: home, LEDGER_KEY_PASSWORD: password };
  return (...args) =>
    new Promise((resolve, reject) => {
      const line = [join(checkout, program), ...options, ...args];
      execFile(process.execPath, line, { cwd: folder, env }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`ledger ${args.join(' ')}: ${stderr}${stdout}`, { cause: error }));
      });
    });
}
