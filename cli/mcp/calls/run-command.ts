import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ToolError } from './tool-error.ts';

/** In the npm package, modules are compiled and end in `.js`. */
const ENDING = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
const MAIN = fileURLToPath(new URL(`../../main${ENDING}`, import.meta.url));
/** The most bytes that a command may print, and the longest time that it may take. */
const MOST_PRINTED = 32 * 2 ** 20;
const MOST_MILLISECONDS = 300_000;

/** What a command line of a tool runs in. */
export interface CommandPlace {
  /** Relative paths start here. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What a command printed. */
export interface CommandRun {
  readonly out: string;
  readonly err: string;
}

/**
 * Runs a command line in a process of its own, so that it can be cancelled while it computes, and nothing in it ends the server. It has no
 * standard input.
 * @throws ToolError `stopped`, `too-slow`, `too-large`
 */
export function runCommand(
  args: readonly string[],
  { folder, env }: CommandPlace,
  signal: AbortSignal,
): Promise<CommandRun> {
  const { npm_lifecycle_event: _script, ...own } = env;
  const limits = { maxBuffer: MOST_PRINTED, timeout: MOST_MILLISECONDS, killSignal: 'SIGKILL' } as const;
  const options = { cwd: folder, env: { ...own, NO_COLOR: '1' }, signal, ...limits };
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [MAIN, ...args], options, (error, out, err) => {
      const failed = error === null ? null : explainEnd(error, signal);
      if (failed === null) resolve({ out, err });
      else reject(failed);
    });
    child.stdin?.end();
  });
}

/** Returns null if the command ended by itself, with an exit code. */
function explainEnd(error: Error, signal: AbortSignal): Error | null {
  const { code, killed } = error as Error & { readonly code?: unknown; readonly killed?: boolean };
  if (signal.aborted) return new ToolError('stopped', 'the call was cancelled');
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    return new ToolError(
      'too-large',
      `the command printed more than ${MOST_PRINTED / 2 ** 20} MiB: ask for less`,
    );
  if (killed === true)
    return new ToolError('too-slow', `the tool took longer than ${MOST_MILLISECONDS / 1000} s and was ended`);
  return typeof code === 'number' ? null : error;
}
