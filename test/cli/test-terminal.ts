import { runCli } from '../../cli/run-cli.ts';
import type { Terminal } from '../../cli/terminal/terminal.ts';
import { UsageError } from '../../cli/terminal/usage-error.ts';

/** What a command line did. */
export interface CliRun {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** What a test puts around a command line. */
export interface CliSetting {
  readonly input?: string | Uint8Array;
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** What is typed at each question for a secret. */
  readonly secrets?: readonly string[];
  readonly now?: number;
  readonly hasColour?: boolean;
}

/** Runs a command line in this process, and returns how it ended and what it wrote. */
export async function runLine(args: readonly string[], setting: CliSetting = {}): Promise<CliRun> {
  let out = '';
  let err = '';
  const secrets = [...(setting.secrets ?? [])];
  const terminal: Terminal = {
    env: setting.env ?? {},
    cwd: setting.cwd ?? '/nonexistent',
    homes: [setting.cwd ?? '/nonexistent'],
    readInput: () => ReadableStream.from([toBytes(setting.input ?? '')]),
    readSecret: (question) => {
      err += question;
      const secret = secrets.shift();
      return secret === undefined
        ? Promise.reject(new UsageError('no-password', 'no one types a password here'))
        : Promise.resolve(secret);
    },
    writeOut: (text) => void (out += text),
    hasColour: setting.hasColour ?? false,
    writeErr: (text) => void (err += text),
    now: () => setting.now ?? Date.UTC(2026, 0, 1),
    // Other tests of this process can keep a call from its answer for longer than a person would wait.
    lookUpMs: 60_000,
  };
  const exit = await runCli(args, terminal);
  return { exit, out, err };
}

function toBytes(input: string | Uint8Array): Uint8Array {
  return typeof input === 'string' ? new TextEncoder().encode(input) : input;
}
