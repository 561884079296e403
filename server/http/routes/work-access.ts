import type { Hex } from '../../../core/encoding/hex.ts';
import { findWork, type Work } from '../../../db/work/works.ts';
import { HttpError } from '../../errors/http-error.ts';
import type { WorkOffer } from '../../work/work-offer.ts';
import type { HttpContext } from '../route.ts';
import { requireParties } from '../session-parties.ts';

/** What the routes of work are listed under in the OpenAPI document. */
export const WORK_TAG = 'Work';
/** How deep and large a task may be. */
export const TASK_JSON = { depth: 18, bytes: 8 << 20 };
/** Error codes of every route of work. */
export const WORK_REFUSALS = ['work-not-offered', 'unauthorized'];

/** Returns what the server offers. @throws HttpError `work-not-offered` */
export function requireWorkOffer({ work }: HttpContext): WorkOffer {
  if (work !== null) return work;
  throw new HttpError('work-not-offered', 'this process has not the role work');
}

/** Returns work of the parties of a session. That of others looks as if it did not exist. @throws HttpError `unauthorized`, `not-found` */
export async function requireWork(context: HttpContext, id: string, token: string | null): Promise<Work> {
  requireWorkOffer(context);
  const work = await findWork(context.pool, id, await requireParties(context, token));
  if (work === null)
    throw new HttpError('not-found', `your parties have no work ${id}`, { path: 'id', value: id });
  return work;
}

/** Checks that a session belongs to a pool. @throws HttpError `unauthorized`, `forbidden` */
export async function requirePool(context: HttpContext, pool: Hex, token: string | null): Promise<void> {
  requireWorkOffer(context);
  const parties = await requireParties(context, token);
  if (!parties.includes(pool))
    throw new HttpError('forbidden', 'the key that signed in is not an open key of this pool', { parties });
}

/** The error for a lease that is another worker's, or of work that has ended. */
export function refuseLost(unit: number): HttpError {
  return new HttpError('lease-lost', `unit ${unit} is not yours any more`, { unit });
}
