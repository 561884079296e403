import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpConfig } from '../settings/server-settings.ts';
import { StartupError } from '../../runtime/startup-error.ts';
import type { Logger } from 'pino';
import { createApp, createWaitingApp } from './app.ts';
import { limitConnections } from './connections.ts';
import type { HttpContext, Route } from './route.ts';

/** A running HTTP server. */
export interface Listening {
  /** Its URL on this machine. */
  readonly url: string;
  /** Serves routes from now on. Until then, requests are answered that the server is not ready. */
  serve(context: Omit<HttpContext, 'origin' | 'config'>, routes: readonly Route[]): void;
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
 * Starts a server at the configured address. Until it serves routes, it answers requests with `findMissing()`: what it waits for.
 * @throws StartupError `port-in-use`, `address-unusable`
 */
export async function listen(config: HttpConfig, log: Logger, findMissing: () => Error): Promise<Listening> {
  const server = createServer({
    requestTimeout: 0,
    headersTimeout: HEADERS_TIMEOUT,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
  });
  server.listen(config.port, config.host);
  await once(server, 'listening').catch((error: unknown) => {
    throw explainListening(error, config);
  });
  limitConnections(server, config.maxConnections, log);
  const url = urlOf(server, config.host);
  const origin = new URL(config.publicUrl ?? url).origin;
  let app = createWaitingApp(log, findMissing, config);
  server.on('request', (request, response) => void app(request, response));
  return {
    url,
    serve: (context, routes) => void (app = createApp({ ...context, config, origin }, routes)),
    stop: (seconds) => drain(server, seconds),
  };
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
