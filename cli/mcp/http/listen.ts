import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createMcpHandler,
  isLegacyRequest,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  validateHostHeader,
  validateOriginHeader,
} from '@modelcontextprotocol/server';
import { UsageError } from '../../terminal/usage-error.ts';
import type { OpenServer } from '../serving/open-server.ts';
import { refuse, Sessions } from './sessions.ts';
import { hasToken } from './token.ts';
import { readRequest, writeResponse } from './web-messages.ts';

/** Other programs of this machine reach it, no other machine does. */
const HOST = '127.0.0.1';
const PATH = '/mcp';
/** The most bytes of a request, requests at the same time, and connections. */
export const MOST_BYTES = 1_000_000;
const [MOST_REQUESTS, MOST_CONNECTIONS] = [64, 128];
/** How long headers and the whole of a request may take to arrive. */
const [HEADERS_TIMEOUT, REQUEST_TIMEOUT] = [10_000, 30_000];
/** The code of JSON-RPC for what the server refuses before it reads it. */
const REFUSED = -32_000;

/** A server that listens. */
export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** What it serves, on which port, for whom. */
export interface ListenSetting {
  readonly openServer: OpenServer;
  /** 0: any that is free. */
  readonly port: number;
  readonly token: string;
  readonly onError: (error: Error) => void;
}

/** Serves MCP over HTTP to programs of this machine, in both revisions of the protocol. @throws UsageError `option` if it cannot have the port */
export async function listen({ openServer, port, token, onError }: ListenSetting): Promise<Listening> {
  const modern = createMcpHandler(openServer, { legacy: 'reject', onerror: onError });
  const sessions = new Sessions(openServer);
  let open = 0;
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const refused = refuseOutsider(incoming, token) ?? (open >= MOST_REQUESTS ? refuseBusy() : null);
    if (refused !== null) return writeResponse(refused, outgoing);
    open++;
    outgoing.once('close', () => open--);
    const request = await readRequest(incoming, outgoing, MOST_BYTES);
    if (request === null) return writeResponse(refuseLarge(), outgoing);
    const isLegacy = await isLegacyRequest(request);
    await writeResponse(isLegacy ? await sessions.answer(request) : await modern.fetch(request), outgoing);
  };
  const http = createServer(
    { headersTimeout: HEADERS_TIMEOUT, requestTimeout: REQUEST_TIMEOUT },
    (incoming, outgoing) =>
      void serve(incoming, outgoing).catch((error: unknown) => {
        onError(error as Error);
        outgoing.destroy();
      }),
  );
  http.maxConnections = MOST_CONNECTIONS;
  try {
    await once(http.listen(port, HOST), 'listening');
  } catch (cause) {
    throw new UsageError('option', `--http ${port} cannot be used: ${String(cause)}`, cause);
  }
  return {
    url: `http://${HOST}:${(http.address() as AddressInfo).port}${PATH}`,
    async close() {
      await Promise.all([modern.close(), sessions.close()]);
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** Refuses requests of web pages, of anyone without the token, and for other paths. */
function refuseOutsider({ headers, url = '' }: IncomingMessage, token: string): Response | null {
  const host = validateHostHeader(headers.host, localhostAllowedHostnames());
  if (!host.ok) return refuse(403, REFUSED, `this server answers on localhost alone: ${host.message}`);
  const origin = validateOriginHeader(headers.origin, localhostAllowedOrigins());
  if (!origin.ok)
    return refuse(403, REFUSED, `pages of other sites may not use this server: ${origin.message}`);
  if (!hasToken(headers.authorization, token))
    return refuse(401, REFUSED, 'send the token of the server as Authorization: Bearer <token>', {
      'WWW-Authenticate': 'Bearer',
    });
  return url.split('?')[0] === PATH
    ? null
    : refuse(404, REFUSED, `there is only ${PATH} here, got ${url.slice(0, 100)}`);
}

function refuseBusy(): Response {
  const message = `${MOST_REQUESTS} requests are open already: send it again later`;
  return refuse(503, REFUSED, message, { 'Retry-After': '1' });
}

function refuseLarge(): Response {
  return refuse(413, REFUSED, `a request has at most ${MOST_BYTES} bytes`, { Connection: 'close' });
}
