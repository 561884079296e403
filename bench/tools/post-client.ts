/** Many clients that send single records at the same time. Each sends its next record when the last is answered. */
import { Agent, request } from 'node:http';
import { serveOrder } from './client.ts';
import { runClients } from './latencies.ts';
import type { Writer } from './served-ledger.ts';
import { type LinesPlan, signLines } from './signed-lines.ts';

/** What the clients send, and to which server. */
export interface PostOrder {
  readonly url: string;
  readonly writer: Writer;
  readonly plan: LinesPlan;
  readonly clients: number;
}

serveOrder(({ url, writer, plan, clients }: PostOrder) => {
  const bodies = signLines(writer, plan);
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  return async () => {
    const latencies = await runClients(clients, bodies, (body) => sendRecord(url, agent, body));
    agent.destroy();
    return latencies;
  };
});

function sendRecord(url: string, agent: Agent, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const sending = request(`${url}/v1/records`, { method: 'POST', headers, agent }, (answer) => {
      answer.resume().once('end', () => {
        if (answer.statusCode === 201) resolve();
        else reject(new Error(`expected status 201 for a record, got ${answer.statusCode}`));
      });
      answer.once('error', reject);
    });
    sending.once('error', reject).end(body);
  });
}
