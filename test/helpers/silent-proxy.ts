import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/** A path to a database that can go silent: packets vanish, and neither end is closed. */
export interface SilentProxy {
  /** The URL of the database by this path. */
  readonly url: string;
  /** All connections go silent, for ever; with `isForAll`, those made from now on too. */
  silence(isForAll?: boolean): void;
  /** New connections work again. */
  heal(): void;
  stop(): Promise<void>;
}

/** Starts a proxy to a database. */
export async function startSilentProxy(databaseUrl: string): Promise<SilentProxy> {
  const target = new URL(databaseUrl);
  const pairs = new Set<{ readonly sockets: readonly Socket[]; isSilent: boolean }>();
  let isDeaf = false;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const pair = { sockets: [client, upstream], isSilent: isDeaf };
    pairs.add(pair);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on('error', () => {});
      // What a silent path was sent stays unread: the sender's window closes, as if nobody answered.
      from.on('data', (chunk: Buffer) => (pair.isSilent ? from.pause() : to.write(chunk)));
      from.once('close', () => {
        if (!pair.isSilent) to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    silence(isForAll = false) {
      isDeaf = isForAll;
      for (const pair of pairs) pair.isSilent = true;
    },
    heal() {
      isDeaf = false;
    },
    async stop() {
      for (const { sockets } of pairs) for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
