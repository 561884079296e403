import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** The programs of a checkout of the project, from its `package.json`. */
export interface Programs {
  readonly checkout: string;
  /** The arguments of Node.js for `npm start`. */
  readonly start: readonly string[];
  /** The arguments of Node.js for `npm run ledger`. */
  readonly ledger: readonly string[];
}

/** A ledger that runs with `npm start` in a folder. */
export interface StartedLedger {
  readonly home: string;
  /** Resolves when a file exists. @throws Error with the output if the ledger ends before */
  made(file: string): Promise<void>;
  /** Stops it as Ctrl-C does, and waits until its database and chain have stopped too. */
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

/** Starts a ledger with the worked example in a new folder. */
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
 * Returns a function that runs the command line for a ledger and returns its output.
 * The function throws if a command exits with another code than 0.
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
