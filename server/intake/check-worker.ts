import { openRecover, openSign } from '../../chain/keys/native-signatures.ts';
import { serveJobs } from '../../threads/serve-jobs.ts';
import { type CheckJob, runCheck } from './check-jobs.ts';
import type { WorkerSetting } from './check-pool.ts';

/** A thread of the check pool. The main thread has logged already if the native library is missing. */
await serveJobs(({ domain, operatorKey, anchorWithin, maxBytes }: WorkerSetting) => {
  const receipts = { operatorKey, anchorWithin, sign: openSign() };
  const context = { domain, receipts, recover: openRecover({ warn: () => {} }), maxBytes };
  return (job: CheckJob) => runCheck(context, job);
});
