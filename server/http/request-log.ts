import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { type HttpLogger, pinoHttp } from 'pino-http';

/**
 * Returns the handler that logs method, path, status and time of each request. It logs no headers and no bodies, and of the query only the
 * names, as a client may put a token there by mistake.
 */
export function logRequests(log: Logger): HttpLogger {
  return pinoHttp({
    logger: log,
    // Always made here: with an id that a client chose, that client could forge log lines.
    genReqId: () => randomUUID(),
    quietReqLogger: true,
    customLogLevel: (_request, response, error) => levelOf(response.statusCode, error),
    customSuccessMessage: describeRequest,
    customErrorMessage: describeRequest,
    serializers: {
      req: ({ method, url, id }: { method: string; url: string; id: string }) => ({
        id,
        method,
        url: hideValues(url),
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
  });
}

function levelOf(status: number, error: Error | undefined): 'info' | 'warn' | 'error' {
  if (status >= 500 || error !== undefined) return 'error';
  return status >= 400 ? 'warn' : 'info';
}

function describeRequest(request: IncomingMessage, response: ServerResponse): string {
  const url = (request as { originalUrl?: string }).originalUrl ?? request.url ?? '';
  return `${request.method ?? ''} ${hideValues(url)} ${response.statusCode}`;
}

function hideValues(url: string): string {
  const [path = '', query] = url.split(/\?(.*)/s);
  return query === undefined ? path : `${path}?${query.replaceAll(/=[^&]*/g, '=…')}`;
}
