import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpConfig } from '../settings/server-settings.ts';
import { StartupError } from '../../runtime/startup-error.ts';
import { createApp } from './app.ts';
import type { HttpContext, Route } from './route.ts';

/** HTTP that is served. */
export interface Listening {
  /** Where it is served on this machine. */
  readonly url: string;
  /** Takes no new requests, finishes those under way, cuts off those that take longer than some seconds. */
  stop(seconds: number): Promise<void>;
}

/**
 * Milliseconds that a connection may be idle: longer than clients and proxies keep one, as a rule a minute at most. Whoever sends on
 * a connection in the moment in which it is closed is reset.
 */
const KEEP_ALIVE_TIMEOUT = 75_000;

/** Milliseconds in which the headers of a request must have come in; bodies have limits of their own (body.ts). */
const HEADERS_TIMEOUT = 60_000;

/**
 * Returns routes served at the address of the configuration.
 * @throws StartupError `port-in-use`, `address-unusable`
 */
export async function listen(
  config: HttpConfig,
  context: Omit<HttpContext, 'origin' | 'config'>,
  routes: readonly Route[],
): Promise<Listening> {
  const server = createServer({
    requestTimeout: 0,
    headersTimeout: HEADERS_TIMEOUT,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
  });
  server.listen(config.port, config.host);
  await once(server, 'listening').catch((error: unknown) => {
    throw explainListening(error, config);
  });
  closeWhenDone(server);
  const url = urlOf(server, config.host);
  const origin = new URL(config.publicUrl ?? url).origin;
  server.on('request', createApp({ ...context, config, origin }, routes));
  return { url, stop: (seconds) => drain(server, seconds) };
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

function explainListening(error: unknown, { host, port }: HttpConfig): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE')
    return new StartupError(
      'port-in-use',
      `Port ${port} on ${host} is in use: stop what uses it, or name another in PORT (0 takes a free one).`,
      error,
    );
  return new StartupError(
    'address-unusable',
    `HTTP can't be served at ${host}:${port} (${code || String(error)}): mend HOST or PORT.`,
    error,
  );
}

async function drain(server: Server, seconds: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const cut = setTimeout(() => server.closeAllConnections(), seconds * 1000);
  await closed;
  clearTimeout(cut);
}

/** Closes the connection of a request that was under way when the server stopped listening, instead of waiting for another. */
function closeWhenDone(server: Server): void {
  server.on('request', (_request, response) => {
    response.once('close', () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
}
