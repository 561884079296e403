import { parentPort, type Transferable, workerData } from 'node:worker_threads';
import { Invariant } from '../core/errors.ts';

/**
 * Makes this module a thread of a `ThreadPool`: runs one job after the other and posts the results. It ends when it gets null.
 * @param open returns the function that runs a job, from the setting of the pool; jobs wait until it has
 * @param transfer lists what of a result need not be copied
 * @throws Invariant outside a thread
 */
export async function serveJobs<Setting, Job, Result>(
  open: (setting: Setting) => ((job: Job) => Result) | Promise<(job: Job) => Result>,
  transfer: (result: Result) => readonly Transferable[] = () => [],
): Promise<void> {
  if (parentPort === null) throw new Invariant('this module must run as a thread of a ThreadPool');
  const port = parentPort;
  const run = await open(workerData as Setting);
  port.on('message', (job: Job | null) => {
    if (job === null) {
      port.close();
      return;
    }
    const result = run(job);
    port.postMessage(result, transfer(result));
  });
}
