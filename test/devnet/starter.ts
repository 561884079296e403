import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./fixtures/start-and-wait.ts', import.meta.url));

/** A running program that started a service. */
export interface Starter {
  readonly pid: number;
  readonly url: string;
  /** Kills the program with SIGKILL, so that it cannot clean up. */
  kill(): Promise<void>;
  /** Lets the program stop its service and end. */
  stop(): Promise<void>;
}

/** How the program runs differently from this process. */
export interface StarterOptions {
  readonly mask?: string;
  /** The id of an ordinary user, when this process is root. */
  readonly user?: number | null;
  /** The folder of PostgreSQL's programs. */
  readonly programs?: string;
}

/** Starts a program that starts the service of a place; resolves when the service is ready. */
export async function startElsewhere(
  service: 'postgres' | 'chain',
  place: string,
  options: StarterOptions = {},
): Promise<Starter> {
  const [file = '', ...args] = nameCommand(service, place, options);
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await Promise.race([once(child.stdout, 'data'), rejectAtExit(child)])) as [Buffer];
  const { url } = JSON.parse(line.toString()) as { url: string };
  const exit = once(child, 'exit');
  return {
    pid: child.pid!,
    url,
    async kill() {
      child.kill('SIGKILL');
      await exit;
    },
    async stop() {
      child.stdin.end();
      await exit;
    },
  };
}

/** Returns the command. A capability lets the ordinary user read this checkout; the started service is in other folders. */
function nameCommand(
  service: string,
  place: string,
  { mask = '', user = null, programs = '' }: StarterOptions,
): string[] {
  const capability = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--'];
  const become =
    user === null ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', ...capability];
  const program = [process.execPath, SCRIPT, service, place, programs];
  return ['/bin/sh', '-c', `${mask === '' ? '' : `umask ${mask}; `}exec "$@"`, 'sh', ...become, ...program];
}

async function rejectAtExit(child: ChildProcess): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null];
  throw new Error(`the program exited with ${String(code)} before it had started the service`);
}
