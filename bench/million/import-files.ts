import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Progress } from './progress.ts';

/** Running imports. Each is a command line in its own process. */
export interface Import {
  readonly pids: () => readonly number[];
  /** Resolves when every line was accepted. @throws Error with the output of the command line */
  readonly done: Promise<void>;
  /** Kills the imports that still run. */
  stop(): void;
}

const CLI = resolve(import.meta.dirname, '../../cli/main.ts');

/** Starts `ledger record register --bulk` for each file, all at the same time. */
export function importFiles(
  files: readonly { readonly file: string; readonly count: number }[],
  url: string,
  progress: Progress,
): Import {
  const answered = files.map(() => 0);
  const all = files.reduce((sum, { count }) => sum + count, 0);
  const clients = files.map(({ file }, at) =>
    startClient(file, url, (count) => {
      answered[at] = count;
      const done = answered.reduce((sum, each) => sum + each, 0);
      progress.count('accepted', done, all);
    }),
  );
  const stop = (): void => clients.forEach(({ child }) => child.kill('SIGKILL'));
  return {
    pids: () =>
      clients.flatMap(({ child: { pid, exitCode } }) => (pid === undefined || exitCode !== null ? [] : pid)),
    done: Promise.all(clients.map(({ ended }) => ended)).then(() => {}),
    stop,
  };
}

/** `onAnswered` gets the number of lines answered so far, read from the output of the command line. */
function startClient(
  file: string,
  url: string,
  onAnswered: (count: number) => void,
): { child: ChildProcess; ended: Promise<void> } {
  const args = ['record', 'register', '--bulk', file, '--url', url];
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-2000);
    const count = [...output.matchAll(/^(\d+) lines, /gm)].at(-1)?.[1];
    if (count !== undefined) onAnswered(Number(count));
  });
  const ended = once(child, 'close').then(([code, signal]) => {
    if (code !== 0)
      throw new Error(`the import of ${file} exited with ${String(code ?? signal)}:\n${output}`);
  });
  ended.catch(() => {});
  return { child, ended };
}
