import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { expect } from 'vitest';

/** A proxy in front of a server. While it is shut, the server looks as if it were down. */
export interface Gate {
  /** The URL of the server, by way of the gate. */
  readonly url: string;
  open(): void;
  /** Breaks all connections, and refuses new ones. */
  shut(): void;
  /** Waits until so many connections were refused since the gate was last shut. */
  waitForRefusals(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a shut gate in front of the server at a URL. */
export async function startGate(url: string): Promise<Gate> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isOpen = false;
  let refused = 0;
  const server = createServer((client) => {
    if (!isOpen) {
      refused += 1;
      return void client.resetAndDestroy();
    }
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = new URL(url);
  [own.hostname, own.port] = ['127.0.0.1', String((server.address() as AddressInfo).port)];
  const shut = (): void => {
    isOpen = false;
    refused = 0;
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    url: own.href,
    shut,
    open: () => void (isOpen = true),
    waitForRefusals: async (count) => {
      await expect.poll(() => refused, { timeout: 20_000, interval: 20 }).toBeGreaterThanOrEqual(count);
    },
    async stop() {
      shut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
