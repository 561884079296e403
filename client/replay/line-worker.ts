import { parentPort, workerData } from 'node:worker_threads';
import { openRecover } from '../../chain/keys/native-signatures.ts';
import { Invariant } from '../../core/errors.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { checkLines } from './check-lines.ts';

/** A thread of the pool: checks one block of lines after the other, and posts the results. It ends when it gets null. */
if (parentPort === null) throw new Invariant('line-worker.ts must run as a thread of line-pool.ts');
const port = parentPort;
// The main thread has warned already if the native library is missing.
const context = { domain: workerData as Domain, recover: openRecover({ warn: () => {} }) };
port.on('message', (block: Uint8Array | null) => {
  if (block === null) port.close();
  else port.postMessage(checkLines(context, block));
});
