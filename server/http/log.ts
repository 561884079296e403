import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { type HttpLogger, pinoHttp } from 'pino-http';
import type { ServerConfig } from '../settings/server-settings.ts';

/** What is never logged, wherever it stands in what is. */
const SECRETS = [
  'authorization',
  'cookie',
  'set-cookie',
  'token',
  'password',
  'privateKey',
  'operatorKey',
  'signature',
  'salt',
];

/** Returns the log of a process: a line of JSON each, without secrets. */
export function openLog(level: ServerConfig['logLevel'], destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: '[secret]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Returns what logs each request by method, path, status and time: no header and no body of it. */
export function logRequests(log: Logger): HttpLogger {
  return pinoHttp({
    logger: log,
    // Ours alone: an id that a client chose could forge lines of the log.
    genReqId: () => randomUUID(),
    quietReqLogger: true,
    customLogLevel: (_request, response, error) => levelOf(response.statusCode, error),
    customSuccessMessage: describeRequest,
    customErrorMessage: describeRequest,
    serializers: {
      req: ({ method, url, id }: { method: string; url: string; id: string }) => ({ id, method, url }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
  });
}

function levelOf(status: number, error: Error | undefined): 'info' | 'warn' | 'error' {
  if (status >= 500 || error !== undefined) return 'error';
  return status >= 400 ? 'warn' : 'info';
}

function describeRequest(request: IncomingMessage, response: ServerResponse): string {
  return `${request.method ?? ''} ${(request as { originalUrl?: string }).originalUrl ?? request.url ?? ''} ${response.statusCode}`;
}
