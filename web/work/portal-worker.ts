import VerifyWorker from '../verification/work/verify-worker.ts?worker';

/** Starts a worker that verifies; its script comes from the server of this page. */
export function openPortalWorker(): Worker {
  return new VerifyWorker();
}
