import type { RequestHandler } from 'express';
import type { HttpConfig } from '../settings/server-settings.ts';
import { HttpError } from '../errors/errors.ts';

/** Of the largest body, so many may be held in memory at once. */
const LARGEST_AT_ONCE = 16;

/**
 * Returns what lets no more requests with a body in than can be under way at once, by number and by bytes, before anything of
 * the body is read. One alone is always let in.
 */
export function limitLoad({ writesAtOnce, maxBodyBytes }: HttpConfig): RequestHandler {
  const most = LARGEST_AT_ONCE * maxBodyBytes;
  let requests = 0;
  let bytes = 0;
  return (request, response, next) => {
    const announced = Number(request.headers['content-length'] ?? maxBodyBytes);
    const size = Math.min(Number.isNaN(announced) ? maxBodyBytes : announced, maxBodyBytes);
    if (requests >= writesAtOnce || (requests > 0 && bytes + size > most))
      return next(
        new HttpError('overloaded', `${requests} requests that write are under way`, { limit: writesAtOnce }),
      );
    requests++;
    bytes += size;
    response.once('close', () => {
      requests--;
      bytes -= size;
    });
    next();
  };
}
