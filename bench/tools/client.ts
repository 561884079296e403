import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** What every client reports about its run. */
export interface Report {
  /** Records that were answered with a receipt. */
  readonly accepted: number;
  /** Milliseconds from the first byte sent to the last one read. */
  readonly wall: number;
  /** The client's own processor time, in milliseconds. */
  readonly cpu: number;
}

/** A client in its own process that is ready to begin. */
export interface ReadyClient<Result extends Report> {
  /** Lets it begin and returns its report. */
  run(): Promise<Result>;
}

/** Starts the client `tools/<name>.ts`, sends it its order and returns it once it has prepared everything that it will send. */
export async function readyClient<Result extends Report>(
  name: string,
  order: object,
): Promise<ReadyClient<Result>> {
  const child = fork(resolve(import.meta.dirname, `${name}.ts`), { execArgv: [] });
  const failed = once(child, 'exit').then(() => Promise.reject(new Error(`${name} ended too early`)));
  failed.catch(() => {});
  child.send(order);
  await Promise.race([once(child, 'message'), failed]);
  return {
    async run() {
      const reported = once(child, 'message');
      child.send('go');
      const [report] = (await Promise.race([reported, failed])) as [Result];
      return report;
    },
  };
}

/** Runs in the client's process: prepares an order, runs it when the parent says so, and reports the result and its cost. */
export function serveOrder<Value extends { readonly accepted: number }>(
  prepare: (order: never) => (() => Promise<Value>) | Promise<() => Promise<Value>>,
): void {
  process.once('message', (order) => {
    void (async () => {
      const run = await prepare(order as never);
      const go = once(process, 'message');
      process.send!('ready');
      await go;
      const cpuBefore = process.cpuUsage();
      const wallBefore = performance.now();
      const value = await run();
      const wall = performance.now() - wallBefore;
      const { user, system } = process.cpuUsage(cpuBefore);
      process.send!({ ...value, wall, cpu: (user + system) / 1000 } satisfies Report);
      process.disconnect();
    })();
  });
}
