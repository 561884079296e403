import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';

/** Milliseconds between two log lines about the limit. */
const QUIET = 60_000;

/**
 * Limits the open connections of a server. At the limit, a new connection takes the place of the one that has been without a request
 * for the longest time; if each has a request, of the one with the oldest. So connections that do nothing keep nobody out. Once the
 * server has stopped listening, a connection is closed after its running request.
 */
export function limitConnections(server: Server, most: number, log: Logger): void {
  const idle = new Set<Socket>();
  const busy = new Set<Socket>();
  let logged = -Infinity;

  const forget = (socket: Socket): void => {
    idle.delete(socket);
    busy.delete(socket);
  };
  const closeLongest = (): void => {
    const [[longestIdle], [longestBusy]] = [idle, busy];
    const longest = longestIdle ?? longestBusy;
    if (longest === undefined) return;
    forget(longest);
    longest.destroy();
    if (performance.now() - logged < QUIET) return;
    logged = performance.now();
    log.warn(
      { limit: most },
      'There are MAX_CONNECTIONS connections: for each new one, the longest idle one is closed.',
    );
  };
  server.on('connection', (socket) => {
    if (idle.size + busy.size >= most) closeLongest();
    idle.add(socket);
    socket.once('close', () => forget(socket));
  });
  server.on('request', ({ socket }, response) => {
    if (idle.delete(socket)) busy.add(socket);
    response.once('close', () => {
      if (busy.delete(socket)) idle.add(socket);
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
}
