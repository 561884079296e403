import express, { type RequestHandler } from 'express';
import { HttpError } from '../errors/http-error.ts';

/** Returns handlers that read the bytes of a JSON body: declared as JSON, uncompressed, at most `maxBytes`. */
export function readBody(maxBytes: number): RequestHandler[] {
  return [
    requireMediaType('application/json'),
    limitTime,
    unlessAnswered(express.raw({ type: () => true, limit: maxBytes, inflate: false })),
  ];
}

/** Ends the way of a request that was answered meanwhile: its body was too slow. Express would print the error of its reader. */
function unlessAnswered(reader: RequestHandler): RequestHandler {
  return (request, response, next) =>
    reader(request, response, (error) => {
      if (!response.headersSent) next(error);
    });
}

/** Returns handlers for an NDJSON body, which may arrive as slowly as it is answered, as long as one side continues. */
export function openLines(idleSeconds: number): RequestHandler[] {
  return [limitIdle(idleSeconds), requireMediaType('application/x-ndjson'), refuseCompressed];
}

/** Returns handlers for a body of bytes, which may arrive as slowly as it is read, as long as one side continues. */
export function openBytes(idleSeconds: number): RequestHandler[] {
  return [
    limitIdle(idleSeconds),
    leaveUnread,
    requireMediaType('application/octet-stream'),
    refuseCompressed,
  ];
}

const refuseCompressed: RequestHandler = (request, _response, next) => {
  next(
    request.headers['content-encoding'] === undefined
      ? undefined
      : new HttpError('unsupported-media-type', 'expected an uncompressed body', {
          path: 'Content-Encoding',
          value: request.headers['content-encoding'],
        }),
  );
};

/** Milliseconds in which the rest of a body is read after its answer. A connection that is closed at once may take the answer with it. */
const LINGER = 2_000;

/** Closes the connection of a request that was answered before its body had ended. */
const leaveUnread: RequestHandler = (request, response, next) => {
  response.once('finish', () => {
    if (request.readableEnded) return;
    const timer = setTimeout(() => request.destroy(), LINGER);
    request.once('close', () => clearTimeout(timer)).resume();
  });
  next();
};

/** Returns a handler that closes a connection if nothing is sent or read for some seconds. */
export function limitIdle(seconds: number): RequestHandler {
  return (_request, response, next) => {
    // Without a listener, Node closes the connection.
    response.setTimeout(seconds * 1000);
    next();
  };
}

function requireMediaType(expected: string): RequestHandler {
  return (request, _response, next) => {
    const given = request.headers['content-type'];
    const type = given?.split(';')[0]?.trim().toLowerCase();
    next(
      type === expected
        ? undefined
        : new HttpError(
            'unsupported-media-type',
            `expected a body of type ${expected}, got ${given ?? 'no Content-Type'}`,
            {
              path: 'Content-Type',
              value: given ?? null,
            },
          ),
    );
  };
}

/** Milliseconds in which a JSON body must arrive. */
const BODY_TIMEOUT = 60_000;

const limitTime: RequestHandler = (request, _response, next) => {
  const timer = setTimeout(() => request.destroy(), BODY_TIMEOUT);
  const clear = (): void => clearTimeout(timer);
  request.once('end', clear).once('close', clear);
  next();
};

/** Errors of express and its body parsers: `type` → code. */
const READER_ERRORS = {
  'entity.too.large': 'body-too-large',
  'encoding.unsupported': 'unsupported-media-type',
  'request.aborted': 'body-interrupted',
  'request.size.invalid': 'body-interrupted',
} as const;

/** Translates an error of express to an `HttpError`; returns other errors unchanged. */
export function translateError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof URIError) return new HttpError('url-syntax', 'the path cannot be decoded', {}, error);
  const code = READER_ERRORS[(error as { type?: unknown }).type as keyof typeof READER_ERRORS] as
    | (typeof READER_ERRORS)[keyof typeof READER_ERRORS]
    | undefined;
  if (code === undefined) return error;
  const { limit, length } = error as { limit?: number; length?: number };
  return new HttpError(code, error.message, { limit: limit ?? null, length: length ?? null }, error);
}
