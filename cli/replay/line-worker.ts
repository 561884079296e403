import { openRecover } from '../../chain/keys/native-signatures.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { serveJobs } from '../../threads/serve-jobs.ts';
import { checkLines } from '../../jobs/replay/check-lines.ts';

/** A thread of the replay: checks blocks of lines. The main thread has warned already if the native library is missing. */
await serveJobs((domain: Domain) => {
  const context = { domain, recover: openRecover({ warn: () => {} }) };
  return (block: Uint8Array) => checkLines(context, block);
});
