import { parentPort, workerData } from 'node:worker_threads';
import { Invariant } from '../../core/errors.ts';
import { type CheckContext, type CheckJob, runCheck } from './check-jobs.ts';
import type { WorkerSetting } from './check-pool.ts';
import { openRecover, openSign } from './recover.ts';

/** One thread of the pool: answers each job with its results, one at a time. */
if (parentPort === null) throw new Invariant('check-worker.ts runs as a thread of check-pool.ts only');
const port = parentPort;
const { domain, operatorKey, anchorWithin, maxBytes } = workerData as WorkerSetting;
const context: CheckContext = {
  domain,
  promises: { operatorKey, anchorWithin, sign: openSign() },
  // That the native library is missing was said by the main thread.
  recover: openRecover({ warn: () => {} }),
  maxBytes,
};
port.on('message', (job: CheckJob) => port.postMessage(runCheck(context, job)));
