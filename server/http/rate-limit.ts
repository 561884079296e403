import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { HttpConfig } from '../settings/server-settings.ts';
import { HttpError } from '../errors/errors.ts';

const MINUTE = 60_000;

/** Returns what counts the requests of each address, those that read and those that write apart. */
export function limitRate({ readsPerMinute, writesPerMinute }: HttpConfig): {
  reads: RequestHandler;
  writes: RequestHandler;
} {
  return { reads: limitPerMinute(readsPerMinute), writes: limitPerMinute(writesPerMinute) };
}

function limitPerMinute(limit: number): RequestHandler {
  return rateLimit({
    windowMs: MINUTE,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // It would write to the console what TRUST_PROXY says already.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_request, _response, next) =>
      next(new HttpError('rate-limited', `more than ${limit} requests a minute`, { limit })),
  });
}
