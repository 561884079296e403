import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/** Returns a TCP port that was free on 127.0.0.1 a moment ago, from the range that the system assigns. */
export async function findFreePort(): Promise<number> {
  return listenOnce(0);
}

/** Returns whether a TCP port on 127.0.0.1 is free. */
export async function isPortFree(port: number): Promise<boolean> {
  return listenOnce(port).then(
    () => true,
    () => false,
  );
}

async function listenOnce(port: number): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => {
        resolve(taken);
      });
    });
  });
}
