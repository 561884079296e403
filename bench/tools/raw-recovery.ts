/** One of several threads that sign digests and recover their signers, with the functions that the server uses. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Hex, bytesOf, formatHex } from '../../core/encoding/hex.ts';
import { keccakText } from '../../core/hashing/keccak.ts';
import { recoverAddress } from '../../core/hashing/signature.ts';
import { openRecover, openSign } from '../../chain/keys/native-signatures.ts';

/** What a thread works on: digests `from`, `from` + 1 and so on. */
export interface RecoveryOrder {
  readonly from: number;
  readonly count: number;
}

/** Processor time of the thread, in milliseconds. */
export interface RecoveryReport {
  readonly recovery: number;
  readonly signature: number;
}

const { from, count } = workerData as RecoveryOrder;
const sign = openSign();
const recover = openRecover(console);
const key = bytesOf(formatHex(keccakText('raw recovery')));
const digests = Array.from({ length: count }, (_, index) => formatHex(keccakText(`digest ${from + index}`)));
const signed: [Hex, Hex][] = [];
const signature = measureThread(() => {
  for (const digest of digests) signed.push([digest, sign(digest, key)]);
});
parentPort!.once('message', () => {
  const recovery = measureThread(() => {
    for (const [digest, each] of signed) recoverAddress(digest, each, recover);
  });
  parentPort!.postMessage({ recovery, signature } satisfies RecoveryReport);
});
parentPort!.postMessage('signed');

function measureThread(run: () => void): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
