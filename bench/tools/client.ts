import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** What every client tells of its run. */
export interface Report {
  /** Records that were answered with a receipt. */
  readonly accepted: number;
  /** Milliseconds from the first byte sent to the last one read. */
  readonly wall: number;
  /** The client's own processor time, in milliseconds. */
  readonly cpu: number;
}

/** A client in a process of its own that is ready to begin. */
export interface ReadyClient<Told extends Report> {
  /** Lets it begin; returns what it tells in the end. */
  run(): Promise<Told>;
}

/** Returns a client, `tools/<name>.ts`, that was told its order and has made all that it will send. */
export async function readyClient<Told extends Report>(
  name: string,
  order: object,
): Promise<ReadyClient<Told>> {
  const child = fork(resolve(import.meta.dirname, `${name}.ts`), { execArgv: [] });
  const failed = once(child, 'exit').then(() => Promise.reject(new Error(`${name} ended too early`)));
  failed.catch(() => {});
  child.send(order);
  await Promise.race([once(child, 'message'), failed]);
  return {
    async run() {
      const told = once(child, 'message');
      child.send('go');
      const [report] = (await Promise.race([told, failed])) as [Told];
      return report;
    },
  };
}

/** In the client's process: makes what an order wants, then runs it when told to, and tells what it gave and cost. */
export function serveOrder<Value extends { readonly accepted: number }>(
  prepare: (order: never) => (() => Promise<Value>) | Promise<() => Promise<Value>>,
): void {
  process.once('message', (order) => {
    void (async () => {
      const run = await prepare(order as never);
      const told = once(process, 'message');
      process.send!('ready');
      await told;
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
