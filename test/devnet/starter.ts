import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./fixtures/start-and-wait.ts', import.meta.url));

/** A program that started a service and still runs. */
export interface Starter {
  readonly url: string;
  /** Ends the program as `kill -9` does, so that nothing of it can tidy up. */
  kill(): Promise<void>;
}

/** Returns a program of its own that has started the service of a place. */
export async function startElsewhere(service: 'postgres' | 'chain', place: string): Promise<Starter> {
  const child = spawn(process.execPath, [SCRIPT, service, place], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await Promise.race([once(child.stdout, 'data'), rejectAtExit(child)])) as [Buffer];
  const { url } = JSON.parse(line.toString()) as { url: string };
  return {
    url,
    async kill() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

async function rejectAtExit(child: ChildProcess): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null];
  throw new Error(`the program ended with ${String(code)} before it had started the service`);
}
