import { parentPort, workerData } from 'node:worker_threads';
import { Invariant } from '../../core/errors.ts';
import { type CheckContext, type CheckJob, runCheck } from './check-jobs.ts';
import type { WorkerSetting } from './check-pool.ts';
import { openRecover, openSign } from '../../chain/keys/native-signatures.ts';

/** A thread of the pool: runs jobs one at a time and posts their results. It ends when it gets null. */
if (parentPort === null) throw new Invariant('check-worker.ts must run as a thread of check-pool.ts');
const port = parentPort;
const { domain, operatorKey, anchorWithin, maxBytes } = workerData as WorkerSetting;
const context: CheckContext = {
  domain,
  receipts: { operatorKey, anchorWithin, sign: openSign() },
  // The main thread has logged already if the native library is missing.
  recover: openRecover({ warn: () => {} }),
  maxBytes,
};
port.on('message', (job: CheckJob | null) => {
  if (job === null) port.close();
  else port.postMessage(runCheck(context, job));
});
