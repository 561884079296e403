import type { RequestHandler } from 'express';

/** Seconds for which a browser may keep the answer to a preflight: Chromium keeps none longer. */
const PREFLIGHT_SECONDS = 7_200;

/** The methods of routes. */
const METHODS = 'GET, HEAD, POST, PUT, DELETE';

/** Headers of requests that a page must announce, because the Fetch standard does not list them as safe. */
const REQUEST_HEADERS = [
  'Authorization',
  'Content-Type',
  'Content-Range',
  'Range',
  'If-None-Match',
  'If-Range',
  'Last-Event-ID',
];

/** Headers of answers that a page can read, besides those that the Fetch standard lists as safe. */
const ANSWER_HEADERS = [
  'ETag',
  'Location',
  'Retry-After',
  'Accept-Ranges',
  'Content-Disposition',
  'Content-Range',
  'Repr-Digest',
  'Allow',
  'WWW-Authenticate',
  'RateLimit',
  'RateLimit-Policy',
];

/**
 * Lets pages of other origins read the answers (CORS, in the Fetch standard), and answers their preflights. `origins` are those that may:
 * `*` is every one, and none leaves all answers as they are. Cookies are never allowed: sign-in is by a bearer token.
 */
export function shareAnswers(origins: readonly string[]): RequestHandler {
  const isOpen = origins.includes('*');
  return (request, response, next) => {
    if (origins.length === 0) return next();
    // The answer depends on the origin even where there is none: a cache must not give it to a page.
    if (!isOpen) response.vary('Origin');
    const { origin } = request.headers;
    if (!isOpen && (origin === undefined || !origins.includes(origin))) return next();
    response.set({
      'Access-Control-Allow-Origin': isOpen ? '*' : origin,
      'Access-Control-Expose-Headers': ANSWER_HEADERS.join(', '),
      'Cross-Origin-Resource-Policy': 'cross-origin',
    });
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined)
      return next();
    response.set({
      'Access-Control-Allow-Methods': METHODS,
      'Access-Control-Allow-Headers': REQUEST_HEADERS.join(', '),
      'Access-Control-Max-Age': String(PREFLIGHT_SECONDS),
    });
    response.status(204).end();
  };
}
