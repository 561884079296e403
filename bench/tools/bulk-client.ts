/** A client that sends bodies of many records, several at the same time. */
import { request } from 'node:http';
import { serveOrder } from './client.ts';
import type { Writer } from './served-ledger.ts';
import { type LinesPlan, signLines } from './signed-lines.ts';

/** What the client sends, and to which server. */
export interface BulkOrder {
  readonly url: string;
  readonly writer: Writer;
  /** One for each body. */
  readonly plans: readonly LinesPlan[];
}

serveOrder(({ url, writer, plans }: BulkOrder) => {
  const bodies = plans.map((plan) => Buffer.from(`${signLines(writer, plan).join('\n')}\n`));
  return async () => {
    const counts = await Promise.all(bodies.map((body) => sendBody(url, body)));
    return { accepted: counts.reduce((sum, count) => sum + count, 0) };
  };
});

/** Sends a body and returns how many receipts the answer has. */
function sendBody(url: string, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/x-ndjson', 'Content-Length': body.length };
    const sending = request(`${url}/v1/records/bulk`, { method: 'POST', headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', () => resolve(countReceipts(Buffer.concat(chunks))));
      answer.once('error', reject);
    });
    sending.once('error', reject).end(body);
  });
}

const RECEIPT = Buffer.from('"receipt":');

function countReceipts(answer: Buffer): number {
  let count = 0;
  for (let at = answer.indexOf(RECEIPT); at >= 0; at = answer.indexOf(RECEIPT, at + 1)) count++;
  return count;
}
