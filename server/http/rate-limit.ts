import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { HttpConfig } from '../settings/server-settings.ts';
import { HttpError } from '../errors/http-error.ts';

const MINUTE = 60_000;

/** Handlers that limit the requests of each address. */
export interface RateLimits {
  readonly reads: RequestHandler;
  readonly writes: RequestHandler;
  /** For what serves operation: health, metrics, documentation. Reads do not use it up. */
  readonly operation: RequestHandler;
}

/** Returns what counts as one client: an address, or for IPv6 a network, because a client has all addresses of its own. */
export function nameClient({ ip }: Request): string {
  return ipKeyGenerator(ip ?? '');
}

/** Returns handlers that limit the requests of each address, each with its own count. */
export function limitRate({ readsPerMinute, writesPerMinute }: HttpConfig): RateLimits {
  return {
    reads: limitPerMinute(readsPerMinute),
    writes: limitPerMinute(writesPerMinute),
    operation: limitPerMinute(readsPerMinute),
  };
}

function limitPerMinute(limit: number): RequestHandler {
  return rateLimit({
    windowMs: MINUTE,
    limit,
    keyGenerator: nameClient,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // These checks would only print warnings about what TRUST_PROXY has settled.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_request, _response, next) =>
      next(new HttpError('rate-limited', `more than ${limit} requests per minute`, { limit })),
  });
}
