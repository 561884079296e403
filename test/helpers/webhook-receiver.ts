import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver got in one POST. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A receiver of webhooks on this machine. */
export interface WebhookReceiver {
  readonly url: string;
  /** What it got, in the order of arrival; it is kept when the receiver is down. */
  readonly received: Received[];
  /** How it answers. Without it, 204. */
  answer: (received: Received, response: ServerResponse) => void;
  /** Breaks all connections and stops listening. */
  goDown(): Promise<void>;
  /** Listens again, at the same port. */
  comeBack(): Promise<void>;
}

/** Starts a receiver on a free port. */
export async function startReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const got = { method, path: url, headers, text: Buffer.concat(chunks).toString() };
      received.push(got);
      receiver.answer(got, response);
    });
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answer: (_received, response) => void response.writeHead(204).end(),
    async goDown() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
    comeBack: () => listen(port),
  };
  return receiver;
}

/** Tells which of the signatures of a request a secret made (Standard Webhooks 1.0.0, "Verifying signatures"). */
export function checkSignatures({ headers, text }: Received, secret: string): boolean[] {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`;
  const expected = createHmac('sha256', key).update(content).digest('base64');
  return String(headers['webhook-signature'])
    .split(' ')
    .map((signature) => signature === `v1,${expected}`);
}
