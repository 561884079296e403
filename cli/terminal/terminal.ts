import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { UsageError } from './usage-error.ts';

/** The surroundings of a command line: environment, files, input, output and clock. Tests pass their own. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path; relative paths start here. */
  readonly cwd: string;
  /** Folders that may hold `.carbon-ledger`, in the order of search. */
  readonly homes: readonly string[];
  /** Bytes of standard input, to its end. */
  readInput(): AsyncIterable<Uint8Array>;
  /** Returns a line typed without echo. @throws UsageError `no-password` without a terminal */
  readSecret(question: string): Promise<string>;
  writeOut(text: string): void;
  /** Whether `writeOut` may write colours: only to a terminal, and not with NO_COLOR (no-color.org). */
  readonly hasColour: boolean;
  writeErr(text: string): void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds for which a command waits for a name that it only shows. */
  readonly lookUpMs: number;
}

const PROJECT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Returns the folder of the user. `npm run` starts scripts in the folder of the project instead. */
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
    hasColour: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '',
    writeErr: (text) => void process.stderr.write(text),
    now: () => Date.now(),
    lookUpMs: 3000,
  };
}

/** The reader of the output has closed it, as `| head` does. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

async function readSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new UsageError(
      'no-password',
      'the key needs a password, and there is no terminal to type it: use --password-file or set LEDGER_KEY_PASSWORD',
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
