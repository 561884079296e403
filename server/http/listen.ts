import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpConfig } from '../settings/server-settings.ts';
import { StartupError } from '../../runtime/startup-error.ts';
import { createApp } from './app.ts';
import { limitConnections } from './connections.ts';
import type { HttpContext, Route } from './route.ts';

/** A running HTTP server. */
export interface Listening {
  /** Its URL on this machine. */
  readonly url: string;
  /** Accepts no new requests, finishes the running ones, and cuts off those that take longer than `seconds`. */
  stop(seconds: number): Promise<void>;
}

/**
 * Milliseconds for which a connection may be idle: longer than clients and proxies keep one, usually a minute at most. So they close it
 * first; a request on a connection that the server is closing would be reset.
 */
const KEEP_ALIVE_TIMEOUT = 75_000;

/** Milliseconds in which the headers of a request must arrive. Bodies have other limits (body.ts). */
const HEADERS_TIMEOUT = 60_000;

/**
 * Starts a server for routes at the configured address.
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
  limitConnections(server, config.maxConnections, context.log);
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
      `Port ${port} on ${host} is in use. Stop the process that uses it, or set PORT to another port (0 selects a free one).`,
      error,
    );
  return new StartupError(
    'address-unusable',
    `Cannot serve HTTP at ${host}:${port} (${code || String(error)}). Correct HOST or PORT.`,
    error,
  );
}

async function drain(server: Server, seconds: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const cut = setTimeout(() => server.closeAllConnections(), seconds * 1000);
  await closed;
  clearTimeout(cut);
}
