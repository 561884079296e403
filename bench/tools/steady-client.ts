/** A client that sends single records at a steady rate, each over a connection of its own, however long the others take. */
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { serveOrder } from './client.ts';
import { type Latencies, describeTimes } from './latencies.ts';
import type { Writer } from './served-ledger.ts';
import { type LinesPlan, signLines } from './signed-lines.ts';

/** What the client sends, how fast, from which address and to which server. */
export interface SteadyOrder {
  readonly url: string;
  readonly writer: Writer;
  readonly plan: LinesPlan;
  readonly perSecond: number;
  readonly localAddress: string;
}

serveOrder(({ url, writer, plan, perSecond, localAddress }: SteadyOrder) => {
  const bodies = signLines(writer, plan);
  return async (): Promise<Latencies> => {
    const begin = performance.now();
    const sent = bodies.map(async (body, at) => {
      const due = begin + (1_000 * at) / perSecond;
      await wait(Math.max(0, due - performance.now()));
      const status = await sendRecord(url, localAddress, body);
      return { status, took: performance.now() - due };
    });
    const answers = await Promise.all(sent);
    const accepted = answers.filter(({ status }) => status === 201);
    return describeTimes(accepted.map(({ took }) => took));
  };
});

/** Sends a record and returns the status of its answer; null if there was none. */
function sendRecord(url: string, localAddress: string, body: string): Promise<number | null> {
  return new Promise((resolve) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const options = { method: 'POST', headers, localAddress, agent: false };
    const sending = request(`${url}/v1/records`, options, (answer) => {
      answer.resume().once('close', () => resolve(answer.complete ? answer.statusCode! : null));
    });
    sending.once('error', () => resolve(null)).end(body);
  });
}
