import express, { type RequestHandler } from 'express';
import { type Json, parseJson } from '../../core/json.ts';
import { HttpError } from '../errors.ts';

/**
 * How deep the body of a request may be nested: an entry's detail of depth 16 (§2) stands in an entry, in an array, in the
 * submission. What is hashed is judged by its own depth.
 */
const BODY_DEPTH = 16 + 3;

/** Returns what reads the bytes of a body: only JSON that says so, uncompressed, and at most `maxBytes`. */
export function readBody(maxBytes: number): RequestHandler[] {
  return [checkMediaType, express.raw({ type: () => true, limit: maxBytes, inflate: false })];
}

const checkMediaType: RequestHandler = (request, _response, next) => {
  const given = request.headers['content-type'];
  const type = given?.split(';')[0]?.trim().toLowerCase();
  next(
    type === 'application/json'
      ? undefined
      : new HttpError('unsupported-media-type', `the body is ${given ?? 'of no stated type'}`, {
          path: 'Content-Type',
          value: given ?? null,
        }),
  );
};

/** Returns the value of a body that was read. @throws BadInput `json-…` */
export function parseBody(body: unknown, maxBytes: number): Json {
  return parseJson(Buffer.isBuffer(body) ? body : new Uint8Array(), { depth: BODY_DEPTH, bytes: maxBytes });
}

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
