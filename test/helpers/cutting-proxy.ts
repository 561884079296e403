import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/** A proxy between a client and a server that cuts connections. */
export interface CuttingProxy {
  readonly url: string;
  /** How many connections were cut. */
  readonly cuts: () => number;
  stop(): Promise<void>;
}

/** Starts a proxy that cuts each of the first `cuts` connections after `bytes` bytes of its answer, or of its requests. */
export async function startCuttingProxy(
  url: string,
  cuts: number,
  bytes: number,
  cutSide: 'answer' | 'request' = 'answer',
): Promise<CuttingProxy> {
  const { hostname, port } = new URL(url);
  let cut = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    const [from, to] = cutSide === 'answer' ? [upstream, client] : [client, upstream];
    to.pipe(from);
    let [passed, isCut] = [0, false];
    from.on('data', (chunk: Buffer) => {
      // More may come before what was let through is written.
      if (isCut) return;
      const most = cut < cuts ? bytes - passed : Infinity;
      passed += chunk.length;
      if (chunk.length <= most) return void to.write(chunk);
      [cut, isCut] = [cut + 1, true];
      to.write(chunk.subarray(0, Math.max(0, most)), () => to.destroy());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cuts: () => cut,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
