import express, { type RequestHandler } from 'express';
import { HttpError } from '../errors/errors.ts';

/** Returns what reads the bytes of a body: only JSON that says so, uncompressed, and at most `maxBytes`. */
export function readBody(maxBytes: number): RequestHandler[] {
  return [
    requireMediaType('application/json'),
    limitTime,
    express.raw({ type: () => true, limit: maxBytes, inflate: false }),
  ];
}

/** Returns what lets a body of lines come as slowly as it is answered, uncompressed, while either side goes on. */
export function openLines(idleSeconds: number): RequestHandler[] {
  return [
    requireMediaType('application/x-ndjson'),
    (request, response, next) => {
      // Without a listener of its own a connection that is idle for so long is cut.
      response.setTimeout(idleSeconds * 1000);
      next(
        request.headers['content-encoding'] === undefined
          ? undefined
          : new HttpError('unsupported-media-type', 'the body is compressed', {
              path: 'Content-Encoding',
              value: request.headers['content-encoding'],
            }),
      );
    },
  ];
}

function requireMediaType(wanted: string): RequestHandler {
  return (request, _response, next) => {
    const given = request.headers['content-type'];
    const type = given?.split(';')[0]?.trim().toLowerCase();
    next(
      type === wanted
        ? undefined
        : new HttpError('unsupported-media-type', `the body is ${given ?? 'of no stated type'}`, {
            path: 'Content-Type',
            value: given ?? null,
          }),
    );
  };
}

/** Milliseconds in which a body that is read whole must have come in. */
const BODY_TIMEOUT = 60_000;

const limitTime: RequestHandler = (request, _response, next) => {
  const timer = setTimeout(() => request.destroy(), BODY_TIMEOUT);
  const clear = (): void => clearTimeout(timer);
  request.once('end', clear).once('close', clear);
  next();
};

/** What express and its readers of bodies say, by `type` or by name → the code of HTTP that it is. */
const READER_ERRORS = {
  'entity.too.large': 'body-too-large',
  'encoding.unsupported': 'unsupported-media-type',
  'request.aborted': 'body-interrupted',
  'request.size.invalid': 'body-interrupted',
} as const;

/** Returns an error of express as one of HTTP's own, any other as it is. */
export function translateError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof URIError) return new HttpError('url-syntax', 'the path cannot be decoded', {}, error);
  const code = READER_ERRORS[(error as { type?: unknown }).type as keyof typeof READER_ERRORS] as
    (typeof READER_ERRORS)[keyof typeof READER_ERRORS] | undefined;
  if (code === undefined) return error;
  const { limit, length } = error as { limit?: number; length?: number };
  return new HttpError(code, error.message, { limit: limit ?? null, length: length ?? null }, error);
}
