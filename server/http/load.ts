import type { RequestHandler } from 'express';
import type { HttpConfig } from '../settings/server-settings.ts';
import { HttpError } from '../errors/http-error.ts';

/** The number of bodies of the largest size that may be in memory at the same time. */
const LARGEST_AT_ONCE = 16;

/**
 * Returns a handler that limits the requests with a body at the same time, by number and by bytes, before any of the body is read. A
 * single request is always let in.
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
        new HttpError('overloaded', `${requests} write requests are already running`, {
          limit: writesAtOnce,
        }),
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
