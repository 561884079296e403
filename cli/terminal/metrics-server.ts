import { once } from 'node:events';
import { createServer } from 'node:http';
import { UsageError } from './usage-error.ts';

/** Serves metrics at /metrics on this machine's loopback address. Returns the function that ends it. @throws UsageError `option` */
export async function serveMetrics(port: number, read: () => string): Promise<() => void> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(read());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((cause: unknown) => {
    throw new UsageError('option', `--metrics-port ${port} cannot be used: ${String(cause)}`, cause);
  });
  return () => {
    server.closeAllConnections();
    server.close();
  };
}
