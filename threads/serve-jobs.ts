import { parentPort, type Transferable, workerData } from 'node:worker_threads';
import { Invariant } from '../core/errors.ts';

type RunJob<Result> = (job: never) => Result | Promise<Result>;

/**
 * Makes this module a thread of a `ThreadPool`: runs one job after the other and posts the results. It ends when it gets null.
 * @param open returns the function that runs a job, from the setting of the pool; jobs wait until it has
 * @param transfer lists what of a result need not be copied
 * @throws Invariant outside a thread
 */
export async function serveJobs<Result>(
  open: (setting: never) => RunJob<Result> | Promise<RunJob<Result>>,
  transfer: (result: Result) => readonly Transferable[] = () => [],
): Promise<void> {
  if (parentPort === null) throw new Invariant('this module must run as a thread of a ThreadPool');
  const port = parentPort;
  const run = await open(workerData as never);
  const serve = async (job: unknown): Promise<void> => {
    const result = await run(job as never);
    port.postMessage(result, transfer(result));
  };
  port.on('message', (job: unknown) => {
    if (job === null) port.close();
    // What is thrown ends the thread, and its pool then says why.
    else void serve(job);
  });
}
