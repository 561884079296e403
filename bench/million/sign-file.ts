/** A thread that writes one file of signed records and sends their ids to the thread that started it. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { openSign } from '../../chain/keys/native-signatures.ts';
import { LoadSigner, makeLoadParty, putId } from './records.ts';
import type { SignOrder, SignReport } from './sign-files.ts';

/** How many lines are written at a time. */
const CHUNK = 500;

const { file, domain, parties, count } = workerData as SignOrder;
const report = (message: SignReport): void => parentPort!.postMessage(message);
const sign = openSign();
const signers = parties.map((index) => new LoadSigner(domain, makeLoadParty(index), sign));
const ids = new Uint8Array(count * 32);
const out = createWriteStream(file);
let lines: string[] = [];
for (let index = 0; index < count; index++) {
  const { id, line } = signers[index % signers.length]!.next();
  putId(ids, index, id);
  lines.push(line, '\n');
  if (lines.length < 2 * CHUNK && index + 1 < count) continue;
  if (!out.write(lines.join(''))) await once(out, 'drain');
  report({ signed: index + 1 });
  lines = [];
}
out.end();
await finished(out);
report({ ids });
