import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { UsageError } from './usage-error.ts';

/** What the command line has of the world: arguments of every command, so that a test can be one. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; relative paths start here. */
  readonly cwd: string;
  /** Folders in which `.carbon-ledger` is looked for, in this order. */
  readonly homes: readonly string[];
  /** Bytes of standard input, to its end. */
  readInput(): AsyncIterable<Uint8Array>;
  /** Returns a line typed without echo. @throws UsageError `no-password` where there is no one to ask */
  readSecret(question: string): Promise<string>;
  writeOut(text: string): void;
  writeErr(text: string): void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const PROJECT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** \`npm run\` starts a script in the project's folder; paths are meant from where the user stood. */
function findFolder(): string {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env;
  return script === 'ledger' && folder !== undefined ? folder : process.cwd();
}

/** Returns the terminal of this process. */
export function openTerminal(): Terminal {
  const cwd = findFolder();
  process.stdout.on('error', endQuietly);
  return {
    env: process.env,
    cwd,
    homes: [...new Set([cwd, PROJECT])],
    readInput: () => process.stdin,
    readSecret,
    writeOut: (text) => void process.stdout.write(text),
    writeErr: (text) => void process.stderr.write(text),
    now: () => Date.now(),
  };
}

/** Whoever reads the output has read enough: `| head`. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

async function readSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new UsageError(
      'no-password',
      'a password is wanted and this is no terminal: use --password-file or LEDGER_KEY_PASSWORD',
    );
  }
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise((resolve, reject) => {
      lines.once('line', resolve);
      lines.once('SIGINT', () => reject(new UsageError('no-password', 'no password was given')));
      lines.once('close', () => reject(new UsageError('no-password', 'no password was given')));
    });
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
