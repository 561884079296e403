import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A program that runs in its own process. */
export interface RunningProgram {
  readonly name: string;
  readonly pid: number;
  /** Milliseconds from its start to the line that reports it ready. */
  readonly readyMs: number;
  /** That line, as printed. */
  readonly line: string;
  /** Ends it with SIGTERM, or with SIGKILL if that takes too long. A second call waits for the first. */
  stop(): Promise<void>;
}

/** How to run a program. */
export interface ProgramPlan {
  readonly name: string;
  /** Arguments of Node.js. The first is the script, relative to the root of the project. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder for its output. */
  readonly logs: string;
  /** A text in the line that reports it ready. */
  readonly ready: string;
}

const ROOT = resolve(import.meta.dirname, '../..');
const START_MS = 300_000;
const STOP_MS = 60_000;
const POLL_MS = 5;

/** Starts a program and returns it once it is ready. @throws Error if it ends before or takes too long */
export async function startProgram({ name, args, env, logs, ready }: ProgramPlan): Promise<RunningProgram> {
  const file = join(logs, `${name}.log`);
  const from = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  const start = performance.now();
  const child = launch(args, env, file);
  const ended = once(child, 'close');
  const stop = stopOnce(child, ended);
  const deadline = start + START_MS;
  for (;;) {
    const line = (await readFrom(file, from))
      .split('\n')
      .slice(0, -1)
      .find((each) => each.includes(ready));
    if (line !== undefined)
      return { name, pid: child.pid ?? 0, readyMs: performance.now() - start, line, stop };
    if (child.exitCode !== null || child.signalCode !== null || performance.now() > deadline) {
      await stop();
      throw new Error(`${name} is not ready:\n${(await readFrom(file, from)).trimEnd().slice(-2000)}`);
    }
    await wait(POLL_MS);
  }
}

function launch(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  file: string,
): ChildProcess {
  const log = openSync(file, 'a', 0o600);
  try {
    return spawn(process.execPath, [resolve(ROOT, args[0] ?? ''), ...args.slice(1)], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
}

async function readFrom(file: string, from: number): Promise<string> {
  return (await readFile(file)).subarray(from).toString();
}

function stopOnce(child: ChildProcess, ended: Promise<unknown>): () => Promise<void> {
  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(late);
  };
  return () => (stopped ??= stop());
}
